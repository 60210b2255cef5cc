import { strict as assert } from 'node:assert';
import type { Endpoint } from '../../../server/src/domain/endpoint.ts';
import type { PipelineEvent } from '../../../server/src/domain/requestEvents.ts';
import type { Router } from '../../../server/src/routing/router.ts';
import { RouterMemory } from '../../../server/src/routing/routerMemory.ts';
import type { RouterTools } from '../../../server/src/routing/routerTools.ts';
import { aRouter } from '../../../tools/testing/aRouter.ts';
import { FakeClock } from '../../../tools/testing/fakeClock.ts';
import { aRequest } from '../../../tools/testing/requests.ts';
import { endpointAt as at } from './asking.ts';

const askAll = (router: Router) => [...router.order(aRequest(), 'automatic')];

describe('the choices of the router', () => {
  it('are noted with why each was asked', () => {
    const reasons = (endpoints: readonly Endpoint[], changes: Partial<RouterTools> = {}) => {
      const memory = new RouterMemory(new FakeClock(), () => 0.5);
      askAll(aRouter(endpoints, { memory, ...changes }));
      return memory.choices.last(100).map(({ endpointId, reason }) => `${endpointId} ${reason}`);
    };
    const [a, b, c] = [at('a', 1), at('b', 1), at('c', 2)];
    assert.deepEqual(reasons([a]), ['a only']);
    assert.deepEqual(reasons([a, c]), ['a preferred', 'c failover']);
    assert.deepEqual(reasons([a, b]), ['a roundRobin', 'b failover']);
    assert.deepEqual(reasons([a, b], { isAvailable: ({ id }) => id === 'b' }), ['b only']);
    const spent = ({ id }: Endpoint) => ({ inFlight: 0, slots: 4, budget: id === 'a' ? 0 : 1 });
    assert.deepEqual(reasons([a, b], { loadOf: spent }), ['b fit', 'a failover']);
    assert.match(reasons([a, b], { keepsPrompts: () => true })[0] ?? '', / newPrompt$/);
    assert.deepEqual(reasons([a, b], { strategy: 'adaptive' }), ['a learned', 'b failover']);
  });

  it('are told where there are several endpoints', () => {
    const told: PipelineEvent[] = [];
    const observe = (event: PipelineEvent) => told.push(event);
    askAll(aRouter([at('a')], { observe }));
    assert.deepEqual(told, []);
    askAll(aRouter([at('a'), at('b')], { observe }));
    assert.deepEqual(
      told,
      (['preferred', 'failover'] as const).map((reason, index) => ({
        kind: 'chosen',
        task: 'completion',
        endpointId: 'ab'[index],
        reason,
      })),
    );
  });
});
