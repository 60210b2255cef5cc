import { strict as assert } from 'node:assert';
import type { Endpoint } from '../../../server/src/domain/endpoint.ts';
import type { GenerationRequest } from '../../../server/src/domain/generation.ts';
import type { PipelineEvent } from '../../../server/src/domain/requestEvents.ts';
import { type Router, tiersOf } from '../../../server/src/routing/router.ts';
import { aRouter } from '../../../tools/testing/aRouter.ts';
import { FakeClock } from '../../../tools/testing/fakeClock.ts';
import { anEndpoint, aRequest } from '../../../tools/testing/requests.ts';

const at = (id: string, priority?: number, more: Partial<Endpoint> = {}): Endpoint =>
  anEndpoint({ id, ...(priority === undefined ? {} : { priority }), ...more });
const orderOf = (router: Router, request: GenerationRequest = aRequest()): string =>
  [...router.order(request, 'automatic')].map(({ id }) => id).join('');

/** Asks once, answered by each endpoint in its time; returns whom. */
async function ask(
  router: Router,
  clock: FakeClock,
  msOf: Readonly<Record<string, number>>,
  request = aRequest(),
): Promise<string> {
  const [endpoint] = router.order(request, 'automatic');
  if (endpoint === undefined) return '';
  const attempt = router.begun(endpoint, request);
  await clock.pass(msOf[endpoint.id] ?? 100);
  attempt.heard();
  return endpoint.id;
}

async function askMany(
  router: Router,
  clock: FakeClock,
  msOf: Readonly<Record<string, number>>,
  times: number,
): Promise<string> {
  let asked = '';
  for (let time = 0; time < times; time++) asked += await ask(router, clock, msOf);
  return asked;
}

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
        observe: (event) => told.push(event),
      });
      const slow = { a: 100, b: 1_000 };
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
        assert.deepEqual(first.toSorted(), ['a', 'b'], end);
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
      assert.match(few, /(?:bd){4}$|(?:db){4}$/);
    });
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

  describe('with servers that keep prompts', () => {
    const both = [at('a', 1), at('b', 1)];
    const file = (name: string, typed = 0) =>
      aRequest({
        input: { kind: 'infill', prefix: name.repeat(4_000) + 'x'.repeat(typed), suffix: '' },
      });

    it('asks the one that has evaluated the beginning of a prompt', async () => {
      const clock = new FakeClock();
      const router = aRouter(both, { clock, keepsPrompts: () => true });
      const one = await ask(router, clock, {}, file('1'));
      const two = await ask(router, clock, {}, file('2'));
      assert.notEqual(one, two);
      for (let time = 1; time < 5; time++) {
        assert.equal(await ask(router, clock, {}, file('1', 30 * time)), one);
        assert.equal(await ask(router, clock, {}, file('2', 30 * time)), two);
      }
    });

    it('does not take the evaluation of new prompts for slowness', async () => {
      const clock = new FakeClock();
      const router = aRouter(both, { clock, keepsPrompts: () => true });
      const asked = new Set<string>();
      for (let time = 0; time < 12; time++) {
        asked.add(
          await ask(router, clock, { a: 50, b: 3_000 }, file(String.fromCharCode(65 + time))),
        );
      }
      assert.equal(asked.size, 2);
    });

    it('has the prompt evaluated ahead where it is asked then', async () => {
      const clock = new FakeClock();
      const router = aRouter(both, { clock, keepsPrompts: () => true });
      for (const name of ['1', '2', '3', '4']) {
        const ahead = router.warmest(both, file(name));
        assert.ok(ahead !== undefined);
        router.evaluatedAhead(ahead, file(name));
        assert.equal(await ask(router, clock, {}, file(name, 20)), ahead.id);
      }
    });

    it('stays with the one that knows the prompt, however long it has been asked alone', async () => {
      const clock = new FakeClock();
      const router = aRouter(both, { clock, keepsPrompts: () => true });
      const one = await ask(router, clock, {}, file('1'));
      for (let time = 1; time < 60; time++)
        assert.equal(await ask(router, clock, {}, file('1', 5 * time)), one);
    });

    it('gives new prompts to each by its weight', async () => {
      const clock = new FakeClock();
      const heavy = [at('a', 1, { weight: 3 }), at('b', 1)];
      const router = aRouter(heavy, { clock, keepsPrompts: () => true });
      let asked = '';
      for (let time = 0; time < 40; time++)
        asked += await ask(router, clock, {}, file(String.fromCharCode(200 + time)));
      const count = asked.split('a').length - 1;
      assert.ok(count >= 27 && count <= 33, asked);
    });

    it('does not take a prompt for known where it failed', async () => {
      const clock = new FakeClock();
      const router = aRouter(both, { clock, keepsPrompts: () => true });
      const [endpoint] = router.order(file('1'), 'automatic');
      assert.ok(endpoint !== undefined);
      router.begun(endpoint, file('1')).failed();
      assert.notEqual(await ask(router, clock, {}, file('1')), endpoint.id);
    });

    it('leaves it where it has much more to do than the other', async () => {
      const clock = new FakeClock();
      const loadOf = ({ id }: Endpoint) => ({ inFlight: id === 'a' ? 40 : 0, slots: 4, budget: 1 });
      let isBusy = false;
      const router = aRouter(both, {
        clock,
        keepsPrompts: () => true,
        loadOf: (endpoint) => (isBusy ? loadOf(endpoint) : { inFlight: 0, slots: 4, budget: 1 }),
      });
      const asked = await ask(router, clock, {}, file('1'));
      assert.equal(asked, 'a');
      isBusy = true;
      assert.equal(await ask(router, clock, {}, file('1', 30)), 'b');
    });
  });
});
