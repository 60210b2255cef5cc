import type { Endpoint } from '../../server/src/domain/endpoint.ts';
import { mayAnswer } from '../../server/src/domain/mayAnswer.ts';
import { Router } from '../../server/src/routing/router.ts';
import { RouterMemory } from '../../server/src/routing/routerMemory.ts';
import type { RouterTools } from '../../server/src/routing/routerTools.ts';
import { FakeClock } from './fakeClock.ts';

/** A router over endpoints that are all there, and have nothing to do. */
export function aRouter(endpoints: readonly Endpoint[], changes: Partial<RouterTools> = {}) {
  const { clock = new FakeClock(), random = () => 0.5 } = changes;
  const { memory = new RouterMemory(clock, random) } = changes;
  return new Router({
    clock,
    random,
    memory,
    strategy: 'roundRobin',
    mayHedge: false,
    eligible: (request) => endpoints.filter((each) => mayAnswer(request, each)),
    isAvailable: () => true,
    availableInMs: () => undefined,
    loadOf: () => ({ inFlight: 0, slots: 4, budget: 1 }),
    waitMs: () => 0,
    keepsPrompts: () => false,
    observe: () => undefined,
    tokensOf: () => 100,
    ...changes,
  });
}
