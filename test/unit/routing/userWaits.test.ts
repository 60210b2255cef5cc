import { strict as assert } from 'node:assert';
import type { Endpoint } from '../../../server/src/domain/endpoint.ts';
import type { Priority } from '../../../server/src/domain/generation.ts';
import type { Router } from '../../../server/src/routing/router.ts';
import { RouterMemory } from '../../../server/src/routing/routerMemory.ts';
import type { RouterTools } from '../../../server/src/routing/routerTools.ts';
import { aRouter } from '../../../tools/testing/aRouter.ts';
import { FakeClock } from '../../../tools/testing/fakeClock.ts';
import { aRequest } from '../../../tools/testing/requests.ts';
import { askMany, endpointAt as at, orderOf } from './asking.ts';

describe('the router, where a user waits', () => {
  it('lets a user wait two seconds for a place where another endpoint is free, and prefers equals with room', () => {
    const busy: Record<string, number> = { a: 1 };
    const loadOf = ({ id }: Endpoint) => ({ inFlight: busy[id] ?? 0, slots: 1, budget: 1 });
    const [a, b] = [at('a', 1), at('b', 2)] as [Endpoint, Endpoint];
    const router = aRouter([a, b], { loadOf });
    const patienceMs = (priority: Priority) => router.patienceMs(a, aRequest(), priority);
    assert.deepEqual(
      [patienceMs('action'), patienceMs('invoked'), patienceMs('batch'), patienceMs('automatic')],
      [2_000, 2_000, undefined, undefined],
    );
    busy.b = 1;
    assert.equal(patienceMs('action'), undefined);
    busy.b = 0;
    const equals = aRouter([a, at('b', 1)], { loadOf });
    assert.deepEqual([orderOf(equals), orderOf(equals)], ['ba', 'ba']);
  });

  it('lets a user wait for one once that has kept him waiting for nothing, and a batch wait for limits', async () => {
    const clock = new FakeClock();
    const [a, b] = [at('a', 1), at('b', 2)] as [Endpoint, Endpoint];
    const waitMs = ({ id }: Endpoint) => (id === 'a' ? 15_000 : 0);
    const first = (router: Router, priority: Priority) => [...router.order(aRequest(), priority)];
    const router = aRouter([a, b], { clock });
    const attempt = router.begun(a, aRequest());
    await clock.pass(15_000);
    attempt.failed();
    assert.equal(first(router, 'invoked')[0]?.id, 'b');
    assert.equal(first(router, 'automatic')[0]?.id, 'a');
    await clock.pass(10_000);
    assert.equal(first(router, 'invoked')[0]?.id, 'a');
    const spent = aRouter([a, b], { waitMs });
    assert.equal(first(spent, 'action')[0]?.id, 'b');
    assert.equal(first(spent, 'batch')[0]?.id, 'a');
    assert.deepEqual(
      first(spent, 'speculative').map(({ id }) => id),
      ['a'],
    );
  });

  it('goes to one of a higher number before the user waits long for a limit, and waits where nobody else is', () => {
    let waits: Record<string, number> = { a: 15_000 };
    const waitMs = ({ id }: Endpoint) => waits[id] ?? 0;
    const router = aRouter([at('a', 1), at('b', 2)], { waitMs });
    assert.equal(orderOf(router), 'ba');
    waits = { a: 1_500 };
    assert.equal(orderOf(router), 'ab');
    waits = { a: 15_000, b: 20_000 };
    assert.equal(orderOf(router), 'ab');
  });

  describe('with a second endpoint for late first words', () => {
    const both = [at('a', 1), at('b', 1)];
    const known = async (changes: Partial<RouterTools> = {}) => {
      const clock = new FakeClock();
      const memory = new RouterMemory(clock, () => 0.5);
      const router = aRouter(both, { clock, memory, mayHedge: true, ...changes });
      await askMany(router, clock, { a: 100, b: 100 }, 60);
      for (let count = 0; count < 50; count++) memory.hedging.sent();
      return { clock, memory, router };
    };

    it('names an equal once the usual time is known, for what the user asked for alone', async () => {
      const { memory, router } = await known();
      const [a] = both as [Endpoint];
      assert.equal(router.hedge(a, aRequest(), 'automatic'), undefined);
      assert.equal(router.hedge(a, aRequest(), 'batch'), undefined);
      const hedge = router.hedge(a, aRequest(), 'invoked');
      assert.equal(hedge?.afterMs, 100);
      assert.equal(hedge.take(new Set([a]))?.id, 'b');
      assert.equal(memory.choices.last(1)[0]?.reason, 'hedge');
      assert.equal(router.hedge(a, aRequest(), 'invoked')?.take(new Set([a])), undefined);
    });

    it('names none that is away, has no room, or would cost more, and none at all unless it is wanted', async () => {
      const [a, b] = both as [Endpoint, Endpoint];
      const taken = async (changes: Partial<RouterTools>) => {
        const { clock, memory } = await known();
        const router = aRouter(both, { clock, memory, mayHedge: true, ...changes });
        return router.hedge(a, aRequest(), 'invoked')?.take(new Set([a]));
      };
      assert.equal((await taken({}))?.id, 'b');
      const { router } = await known();
      assert.equal(router.hedge(a, aRequest(), 'invoked')?.take(new Set([a, b])), undefined);
      assert.equal(await taken({ mayHedge: false }), undefined);
      assert.equal(await taken({ isAvailable: ({ id }) => id === 'a' }), undefined);
      assert.equal(await taken({ waitMs: () => 1 }), undefined);
      const busy = () => ({ inFlight: 4, slots: 4, budget: 1 });
      assert.equal(await taken({ loadOf: busy }), undefined);
      const apart = [a, { ...b, priority: 2 }];
      assert.equal(await taken({ eligible: () => apart }), undefined);
    });
  });
});
