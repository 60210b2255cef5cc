import { strict as assert } from 'node:assert';
import { adaptive } from '../../../../server/src/routing/strategies/adaptive.ts';
import { learned } from '../../../../server/src/routing/strategies/learned.ts';
import { leastConnections } from '../../../../server/src/routing/strategies/leastConnections.ts';
import { loadBased } from '../../../../server/src/routing/strategies/loadBased.ts';
import { roundRobin } from '../../../../server/src/routing/strategies/roundRobin.ts';
import { weightedResponseTime } from '../../../../server/src/routing/strategies/weightedResponseTime.ts';
import type { Candidate, Question, Strategy } from '../../../../server/src/routing/strategy.ts';
import { seededRandom } from '../../../../tools/random.ts';
import { FakeClock } from '../../../../tools/testing/fakeClock.ts';

const question: Question = { task: 'completion', tokens: 100, mayExplore: true };
const candidate = (name: string, changes: Partial<Candidate> = {}): Candidate => ({
  name,
  weight: 1,
  inFlight: 0,
  slots: 4,
  budget: 1,
  ...changes,
});
const [a, b, c] = [candidate('a'), candidate('b'), candidate('c')];

/** How often the first of two is chosen, each answering in its time. */
async function shareOfFirst(
  strategy: Strategy,
  clock: FakeClock,
  {
    times = 400,
    ms = [100, 400],
    asked = question,
  }: Partial<{
    times: number;
    ms: readonly [number, number];
    asked: Question;
  }> = {},
): Promise<number> {
  let first = 0;
  for (let time = 0; time < times; time++) {
    const { name } = strategy.choose([a, b], asked);
    if (name === 'a') first++;
    const { task, tokens } = asked;
    strategy.heard({ name, task, tokens, isOk: true, ms: name === 'a' ? ms[0] : ms[1] });
    await clock.pass(500);
  }
  return first / times;
}

describe('round robin', () => {
  it('spreads the turns of a heavier one evenly', () => {
    const strategy = roundRobin();
    const chosen = Array.from(
      { length: 7 },
      () => strategy.choose([candidate('a', { weight: 5 }), b, c], question).name,
    );
    assert.equal(chosen.join(''), 'aabacaa');
  });
});

describe('round robin, where one is away now and then', () => {
  it('goes on where it was', () => {
    const strategy = roundRobin();
    const of = (...candidates: readonly [Candidate, ...Candidate[]]) =>
      strategy.choose(candidates, question).name;
    assert.deepEqual([of(a, b, c), of(b, c), of(a, b, c), of(b, c)], ['a', 'b', 'c', 'b']);
  });
});

describe('least connections', () => {
  it('asks the one with the fewest requests for its weight', () => {
    const strategy = leastConnections(() => 0.5);
    const busy = candidate('a', { inFlight: 3, weight: 2 });
    assert.equal(strategy.choose([busy, candidate('b', { inFlight: 2 })], question).name, 'a');
    assert.equal(strategy.choose([busy, b], question).name, 'b');
  });
});

describe('the load based strategy', () => {
  it('asks the one with most budget and room', () => {
    const strategy = loadBased(() => 0.5);
    assert.equal(strategy.choose([candidate('a', { budget: 0.2 }), b], question).name, 'b');
    const full = candidate('b', { inFlight: 4 });
    assert.equal(strategy.choose([candidate('a', { budget: 0.2 }), full], question).name, 'a');
  });
});

describe('weighted response time', () => {
  it('gives shares that are inverse to the times to the first word', async () => {
    const clock = new FakeClock();
    const share = await shareOfFirst(weightedResponseTime(clock), clock);
    assert.ok(share > 0.74 && share < 0.83, String(share));
  });

  it('believes no time for ten seconds, and forgets it after three minutes', async () => {
    const clock = new FakeClock();
    const strategy = weightedResponseTime(clock);
    assert.equal(await shareOfFirst(strategy, clock, { times: 20 }), 0.5);
    assert.ok((await shareOfFirst(strategy, clock, { times: 20 })) > 0.7);
    await clock.pass(181_000);
    const chosen = Array.from({ length: 4 }, () => strategy.choose([a, b], question).name);
    assert.deepEqual(chosen.filter((name) => name === 'a').length, 2);
  });

  it('goes on measuring one that is a hundred times slower', async () => {
    const clock = new FakeClock();
    const share = await shareOfFirst(weightedResponseTime(clock), clock, { ms: [10, 10_000] });
    assert.ok(share < 0.98, String(share));
  });
});

describe('the learned strategy', () => {
  it('asks the better one most of the time, and tries the other', async () => {
    const share = await shareOfFirst(learned(seededRandom(1)), new FakeClock());
    assert.ok(share > 0.85 && share < 1, String(share));
  });

  it('tries nobody with what a user waits for', async () => {
    const clock = new FakeClock();
    const strategy = learned(seededRandom(1));
    await shareOfFirst(strategy, clock);
    const asked = { ...question, mayExplore: false };
    assert.equal(await shareOfFirst(strategy, clock, { asked }), 1);
  });

  it('learns each task and size of prompt by itself', async () => {
    const clock = new FakeClock();
    const strategy = learned(seededRandom(1));
    await shareOfFirst(strategy, clock);
    const asked = { ...question, tokens: 5_000 };
    const share = await shareOfFirst(strategy, clock, { asked, ms: [800, 100] });
    assert.ok(share < 0.2, String(share));
    assert.ok((await shareOfFirst(strategy, clock)) > 0.85);
  });

  it('has those that are about as good take turns, by weight, whoever waits', async () => {
    for (const mayExplore of [true, false]) {
      const clock = new FakeClock();
      const strategy = learned(seededRandom(1));
      const asked = { ...question, mayExplore };
      const share = await shareOfFirst(strategy, clock, { asked, ms: [150, 152] });
      assert.ok(share > 0.4 && share < 0.6, String(share));
    }
  });

  it('leaves one that fails, however fast', async () => {
    const strategy = learned(seededRandom(1));
    let failing = 0;
    for (let time = 0; time < 200; time++) {
      const { name } = strategy.choose([a, b], question);
      if (name === 'a') failing++;
      const outcome = { name, task: 'completion', tokens: 100 } as const;
      strategy.heard({ ...outcome, isOk: name === 'b', ms: name === 'a' ? 5 : 300 });
    }
    assert.ok(failing < 40, String(failing));
  });
});

describe('the adaptive strategy', () => {
  it('shares by speed once times differ much, and learns where they do not', async () => {
    const clock = new FakeClock();
    const bySpeed = await shareOfFirst(adaptive(clock, seededRandom(1)), clock, {
      ms: [100, 600],
      times: 800,
    });
    assert.ok(bySpeed < 0.9, String(bySpeed));
    const alike = adaptive(clock, seededRandom(1));
    const share = await shareOfFirst(alike, clock, { ms: [200, 300], times: 800 });
    assert.ok(share > 0.8, String(share));
  });

  it('takes turns where times are alike and loads are not', async () => {
    const clock = new FakeClock();
    const strategy = adaptive(clock, seededRandom(1));
    const loaded = candidate('b', { inFlight: 3 });
    let first = 0;
    for (let time = 0; time < 400; time++) {
      const { name } = strategy.choose([a, loaded], question);
      if (name === 'a' && time >= 100) first++;
      strategy.heard({ name, task: 'completion', tokens: 100, isOk: true, ms: 200 });
      await clock.pass(500);
    }
    assert.equal(first, 150);
  });
});
