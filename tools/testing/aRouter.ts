import type { Endpoint } from '../../server/src/domain/endpoint.ts';
import { Router, type RouterTools } from '../../server/src/routing/router.ts';
import { RouterMemory } from '../../server/src/routing/routerMemory.ts';
import { FakeClock } from './fakeClock.ts';

/** A router over endpoints that are all there, and have nothing to do. */
export function aRouter(endpoints: readonly Endpoint[], changes: Partial<RouterTools> = {}) {
  const { clock = new FakeClock(), random = () => 0.5 } = changes;
  const { memory = new RouterMemory(clock, random) } = changes;
  return new Router({
    clock,
    random,
    memory,
    strategy: memory.strategy('roundRobin'),
    eligible: () => endpoints,
    isAvailable: () => true,
    loadOf: () => ({ inFlight: 0, slots: 4, budget: 1 }),
    keepsPrompts: () => false,
    observe: () => undefined,
    tokensOf: () => 100,
    ...changes,
  });
}
