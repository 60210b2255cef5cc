import { strict as assert } from 'node:assert';
import type { Endpoint } from '../../../server/src/domain/endpoint.ts';
import { RouterMemory } from '../../../server/src/routing/routerMemory.ts';
import { WarmHeads } from '../../../server/src/routing/warmHeads.ts';
import { aRouter } from '../../../tools/testing/aRouter.ts';
import { FakeClock } from '../../../tools/testing/fakeClock.ts';
import { aRequest } from '../../../tools/testing/requests.ts';
import { askRouter as ask, endpointAt as at } from './asking.ts';

describe('the router, with servers that keep prompts', () => {
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

  it('says whether it was asked for what it knows, or as the one with least to do', async () => {
    const clock = new FakeClock();
    const memory = new RouterMemory(clock, () => 0.5);
    const router = aRouter(both, { clock, memory, keepsPrompts: () => true });
    for (const typed of [0, 30]) await ask(router, clock, {}, file('1', typed));
    assert.deepEqual(
      memory.choices.last(2).map(({ reason }) => reason),
      ['newPrompt', 'warm'],
    );
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

  it('believes a server that has evaluated what it should have known: it was started anew', () => {
    const warm = new WarmHeads(new FakeClock(), () => 0.5);
    const shareOf = (prints: readonly number[]) => warm.sent('a', 4, prints).share;
    const [one, two] = [
      [1, 2, 3, 4],
      [5, 6, 7, 8],
    ] as const;
    assert.deepEqual([shareOf(one), shareOf(two)], [0, 0]);
    const usage = { inputTokens: 1_000, outputTokens: 10, evaluatedTokens: 600 };
    warm.told('a', warm.sent('a', 4, one), { ...usage, evaluatedTokens: 400 });
    assert.deepEqual([shareOf(two), shareOf(one)], [1, 1]);
    warm.told('a', warm.sent('a', 4, one), usage);
    assert.deepEqual([shareOf(one), shareOf(two)], [1, 0]);
  });

  it('shares by the strategy where a server has lost three prompts in a row, until it reuses one', () => {
    const warm = new WarmHeads(new FakeClock(), () => 0.5);
    const lost = { inputTokens: 1_000, outputTokens: 10, evaluatedTokens: 1_000 };
    const kept = { ...lost, evaluatedTokens: 100 };
    const prints = [1, 2, 3, 4];
    warm.sent('a', 4, prints);
    assert.deepEqual([warm.keeps('a', true), warm.keeps('a', false)], [true, false]);
    for (let count = 0; count < 2; count++) warm.told('a', warm.sent('a', 4, prints), lost);
    assert.equal(warm.keeps('a', true), true);
    warm.told('a', warm.sent('a', 4, prints), lost);
    assert.equal(warm.keeps('a', true), false);
    warm.told('a', warm.sent('a', 4, prints), kept);
    assert.deepEqual([warm.keeps('a', true), warm.keeps('a', false)], [true, true]);
  });

  it('learns nothing of a cache from prompts that are new, or from servers that do not count', () => {
    const warm = new WarmHeads(new FakeClock(), () => 0.5);
    for (let count = 0; count < 9; count++) {
      const usage = { inputTokens: 1_000, outputTokens: 10 };
      warm.told('a', warm.sent('a', 4, [count, 1]), { ...usage, evaluatedTokens: 1_000 });
      warm.told('a', warm.sent('a', 4, [count, 1]), usage);
    }
    assert.equal(warm.keeps('a', true), true);
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
