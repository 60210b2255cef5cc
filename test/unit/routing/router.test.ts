import { strict as assert } from 'node:assert';
import type { Endpoint } from '../../../server/src/domain/endpoint.ts';
import type { PipelineEvent } from '../../../server/src/domain/requestEvents.ts';
import { tiersOf } from '../../../server/src/routing/place.ts';
import { RouterMemory } from '../../../server/src/routing/routerMemory.ts';
import { aRouter } from '../../../tools/testing/aRouter.ts';
import { FakeClock } from '../../../tools/testing/fakeClock.ts';
import { aRequest } from '../../../tools/testing/requests.ts';
import { askRouter as ask, askMany, endpointAt as at, orderOf } from './asking.ts';

describe('tiers', () => {
  it('are the places in the list where nothing is told, and never mix', () => {
    const tiers = tiersOf([at('a'), at('b'), at('c', 1), at('d', 7)]);
    assert.deepEqual(
      tiers.map((tier) => tier.map(({ id }) => id).join('')),
      ['ac', 'b', 'd'],
    );
  });
});

describe('the router', () => {
  it('asks in the order of the list, each time, where no priorities are told', () => {
    const router = aRouter([at('a'), at('b'), at('c')]);
    assert.deepEqual([orderOf(router), orderOf(router)], ['abc', 'abc']);
  });

  it('shares among those of the lowest number, and goes on to the next ones only where these fail', () => {
    const router = aRouter([at('dear', 2), at('a', 1), at('b', 1)]);
    assert.deepEqual([orderOf(router), orderOf(router)], ['abdear', 'badear']);
  });

  it('asks only the one that was chosen, nobody after it or beside it, and tells of no choice', () => {
    const told: PipelineEvent[] = [];
    const clock = new FakeClock();
    const memory = new RouterMemory(clock, () => 0.5);
    const observe = (event: PipelineEvent) => told.push(event);
    const both = [at('a', 1), at('b', 1)];
    const router = aRouter(both, { clock, memory, observe, mayHedge: true });
    for (const id of ['b', 'a', 'b']) {
      assert.equal(orderOf(router, aRequest({ endpointId: id })), id);
    }
    assert.deepEqual(told, []);
    assert.equal(orderOf(router, aRequest({ endpointId: 'gone' })), '');
    const [first = assert.fail()] = both;
    // A place there is waited for: there is no other one.
    const chosen = aRequest({ endpointId: 'a' });
    assert.equal(router.patienceMs(first, chosen, 'action'), undefined);
    assert.notEqual(router.patienceMs(first, aRequest(), 'action'), undefined);
    for (let time = 0; time < 100; time++) memory.hedging.heard('a', 100);
    assert.equal(router.hedge(first, chosen, 'action'), undefined);
  });

  it('leaves out who is not there, unless nobody is', () => {
    let there = ['b'];
    const isAvailable = ({ id }: Endpoint, _: unknown, isAlone: boolean) =>
      there.includes(id) || (isAlone && there.length === 0 && id === 'a');
    const router = aRouter([at('a', 1), at('b', 1)], { isAvailable });
    assert.equal(orderOf(router), 'b');
    there = [];
    assert.equal(orderOf(router), 'a');
  });

  it('asks one whose budget is spent after the others', () => {
    const loadOf = ({ id }: Endpoint) => ({ inFlight: 0, slots: 4, budget: id === 'a' ? 0 : 1 });
    const router = aRouter([at('a', 1), at('b', 1)], { loadOf });
    assert.deepEqual([orderOf(router), orderOf(router)], ['ba', 'ba']);
  });

  describe('beside one that is much slower', () => {
    const both = [at('a', 1), at('b', 1)];

    it('leaves it after three answers, for half a minute, then looks with one request', async () => {
      const clock = new FakeClock();
      const told: PipelineEvent[] = [];
      const router = aRouter(both, {
        clock,
        random: () => 0,
        observe: (event) => event.kind === 'leftSlow' && told.push(event),
      });
      const slow = { a: 100, b: 450 };
      assert.equal(await askMany(router, clock, slow, 12), 'abababaaaaaa');
      await clock.pass(25_000);
      const back = await askMany(router, clock, slow, 40);
      assert.equal(back.split('b').length - 1, 1, back);
      const of = { kind: 'leftSlow', endpointId: 'b' };
      assert.deepEqual(
        told.slice(0, 3),
        [false, true, false].map((isBack) => ({ ...of, isBack })),
      );
    });

    it('leaves one after a single answer that is six times slower, and not for its first, new prompt', async () => {
      const clock = new FakeClock();
      const router = aRouter(both, { clock });
      assert.equal(await askMany(router, clock, { a: 100, b: 700 }, 12), 'abaaaaaaaaaa');
      const file = (name: string) =>
        aRequest({ input: { kind: 'infill', prefix: name.repeat(4_000), suffix: '' } });
      const other = aRouter(both, { clock });
      // The one has read the file before; the other reads it for the first time.
      await ask(other, clock, { a: 700 }, file('1'));
      await ask(other, clock, { b: 700 }, file('2'));
      await ask(other, clock, { a: 80 }, file('1'));
      await ask(other, clock, { b: 700 }, file('1'));
      const next = [await ask(other, clock, {}), await ask(other, clock, {})];
      assert.deepEqual(next.toSorted(), ['a', 'b']);
    });

    it('leaves it while its requests still wait', async () => {
      const clock = new FakeClock();
      const router = aRouter(both, { clock });
      for (let time = 0; time < 3; time++) await ask(router, clock, { a: 100, b: 100 });
      for (let time = 0; time < 6; time++) {
        const [endpoint] = router.order(aRequest(), 'automatic');
        if (endpoint === undefined) continue;
        const attempt = router.begun(endpoint, aRequest());
        await clock.pass(100);
        if (endpoint.id === 'a') attempt.heard();
      }
      await clock.pass(300);
      assert.deepEqual([orderOf(router), orderOf(router)], ['ab', 'ab']);
    });

    it('keeps it where the difference is none that anybody feels, or nobody else is there', async () => {
      const clock = new FakeClock();
      const near = aRouter(both, { clock });
      assert.match(await askMany(near, clock, { a: 30, b: 120 }, 20), /(?:ab){10}/);
      const alone = aRouter([at('a', 1), at('b', 2)], { clock });
      assert.match(await askMany(alone, clock, { a: 2_000, b: 10 }, 10), /^a{10}$/);
    });

    it('is none that is always called off, or fails, or answers to nobody: the other one is kept', async () => {
      for (const end of ['gaveUp', 'failed'] as const) {
        const clock = new FakeClock();
        const router = aRouter(both, { clock });
        for (let time = 0; time < 12; time++) {
          const request = aRequest();
          const [endpoint] = router.order(request, 'automatic');
          if (endpoint === undefined) continue;
          const attempt = router.begun(endpoint, request);
          await clock.pass(endpoint.id === 'a' ? 80 : 400);
          if (endpoint.id === 'a') attempt[end]();
          else attempt.heard();
        }
        const first = [orderOf(router), orderOf(router)].map((order) => order.charAt(0));
        assert.deepEqual(first.toSorted(), end === 'failed' ? ['b', 'b'] : ['a', 'b'], end);
      }
    });

    it('is left for its requests that were given up late, too', async () => {
      const clock = new FakeClock();
      const router = aRouter(both, { clock });
      for (let time = 0; time < 10; time++) {
        const [endpoint] = router.order(aRequest(), 'automatic');
        if (endpoint === undefined) continue;
        const attempt = router.begun(endpoint, aRequest());
        await clock.pass(endpoint.id === 'a' ? 100 : 900);
        if (endpoint.id === 'a') attempt.heard();
        else attempt.gaveUp();
      }
      assert.deepEqual([orderOf(router), orderOf(router)], ['ab', 'ab']);
    });

    it('is judged for each task by itself', async () => {
      const clock = new FakeClock();
      const router = aRouter(both, { clock });
      const action = aRequest({ task: 'action' });
      for (let time = 0; time < 12; time++) {
        await ask(router, clock, { a: 3_000, b: 100 }, action);
        await ask(router, clock, { a: 80, b: 100 });
      }
      const first = [orderOf(router), orderOf(router)].map((order) => order.charAt(0));
      assert.deepEqual(first.toSorted(), ['a', 'b']);
      assert.match([...router.order(action, 'action')].map(({ id }) => id).join(''), /^b/);
    });

    it('keeps half of them at least', async () => {
      const clock = new FakeClock();
      const four = ['a', 'b', 'c', 'd'].map((id) => at(id, 1));
      const router = aRouter(four, { clock });
      const asked = await askMany(router, clock, { a: 100, b: 100, c: 3_000, d: 4_000 }, 60);
      assert.ok(!/[cd]/.test(asked.slice(-20)), asked);
      const three = aRouter(four.slice(1), { clock });
      const few = await askMany(three, clock, { b: 100, c: 3_000, d: 4_000 }, 18);
      assert.match(few, /^b?[cd]+[bd]{12,}$/);
      assert.ok(few.split('b').length >= 8, few);
    });
  });

  it('spends no request on one that has just failed, while an equal is there', async () => {
    const clock = new FakeClock();
    const both = [at('a', 1), at('b', 1)];
    const router = aRouter(both, { clock });
    router.begun(both[0] as Endpoint, aRequest()).failed();
    assert.deepEqual([orderOf(router), orderOf(router)], ['ba', 'ba']);
    await clock.pass(10_000);
    assert.deepEqual([orderOf(router), orderOf(router)].toSorted(), ['ab', 'ba']);
  });

  it('gives little to one that was away, and more with time', async () => {
    const clock = new FakeClock();
    let isBack = false;
    const random = () => 0.3;
    const isAvailable = ({ id }: Endpoint) => id === 'a' || isBack;
    const router = aRouter([at('a', 1), at('b', 1)], { clock, isAvailable, random });
    orderOf(router);
    isBack = true;
    assert.deepEqual([orderOf(router), orderOf(router)], ['ab', 'ab']);
    await clock.pass(9_000);
    assert.deepEqual([orderOf(router), orderOf(router)], ['ab', 'ab']);
    await clock.pass(2_000);
    assert.deepEqual([orderOf(router), orderOf(router)].sort(), ['ab', 'ba']);
  });

  it('spreads a batch by the room that is left', () => {
    const inFlight: Record<string, number> = { a: 0, b: 0 };
    const slots: Record<string, number> = { a: 6, b: 2 };
    const loadOf = ({ id }: Endpoint) => ({
      inFlight: inFlight[id] ?? 0,
      slots: slots[id] ?? 0,
      budget: 1,
    });
    const router = aRouter([at('a', 1), at('b', 1)], { loadOf, keepsPrompts: () => true });
    for (let count = 0; count < 8; count++) {
      const [endpoint] = router.order(aRequest({ task: 'action' }), 'batch');
      if (endpoint !== undefined) inFlight[endpoint.id] = (inFlight[endpoint.id] ?? 0) + 1;
    }
    assert.deepEqual(inFlight, { a: 6, b: 2 });
  });
});
