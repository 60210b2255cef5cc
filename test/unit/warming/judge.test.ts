import { strict as assert } from 'node:assert';
import { Allowance } from '../../../server/src/warming/allowance.ts';
import type { Cause } from '../../../server/src/warming/events.ts';
import { Judge } from '../../../server/src/warming/judge.ts';
import { Ledger } from '../../../server/src/warming/ledger.ts';
import { FakeClock } from '../../../tools/testing/fakeClock.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe('the judge of warming ahead', () => {
  it('stops where fewer than a fifth of the answers are used, once there are forty', () => {
    const judge = new Judge();
    for (let index = 0; index < 39; index++) judge.answered(index % 8 === 0, index);
    assert.equal(judge.verdict, undefined);
    judge.answered(false, 39);
    assert.deepEqual(judge.verdict, { at: 39, reason: 'unused', precision: 5 / 40 });
    assert.equal(judge.precision, 5 / 40);
    judge.again();
    assert.deepEqual([judge.verdict, judge.precision], [undefined, undefined]);
  });

  it('goes on where a fifth is used, and looks at the last hundred alone', () => {
    const judge = new Judge();
    for (let index = 0; index < 500; index++) judge.answered(index % 5 === 0, index);
    assert.deepEqual(judge.verdict, undefined);
    for (let index = 0; index < 40; index++) judge.answered(false, index);
    assert.match(JSON.stringify(judge.verdict), /unused/);
  });

  const [a, b] = [
    { file: 'a', kind: 'fix' },
    { file: 'b', kind: 'fix' },
  ];

  /** Hours in each of which the surest guess was `a` and the blind one `b`, and what was visited then. */
  function judged(hours: number, visited: (hour: number) => readonly (typeof a)[]) {
    const judge = new Judge();
    for (let hour = 0; hour < hours; hour++) {
      judge.guessed(a, b, hour * HOUR);
      for (const each of visited(hour)) judge.visited(each, hour * HOUR + MINUTE);
    }
    judge.visited({ file: 'c', kind: 'fix' }, hours * HOUR + 1);
    return judge;
  }

  it('stops where guesses come true no more often than blind ones, once there are a hundred', () => {
    const byChance = (hour: number) => (hour % 3 === 0 ? [a, b] : []);
    assert.equal(judged(99, byChance).verdict, undefined);
    const { reason, precision = 0 } = judged(110, byChance).verdict ?? {};
    assert.equal(reason, 'noHabits');
    assert.ok(precision > 0.3 && precision < 0.4);
  });

  it('goes on where they come true more often by a fifth', () => {
    const some = (hour: number) => [...(hour % 3 === 0 ? [a] : []), ...(hour % 4 === 0 ? [b] : [])];
    assert.equal(judged(300, some).verdict, undefined);
  });

  it('holds no guess against itself whose hour is not over', () => {
    const judge = judged(90, () => [a]);
    for (let index = 0; index < 100; index++) judge.guessed(a, b, 90 * HOUR);
    judge.visited(b, 90 * HOUR + 59 * MINUTE);
    assert.equal(judge.verdict, undefined);
  });

  it('knows what it found before', () => {
    const verdict = { at: 1, reason: 'noHabits', precision: 0.1 } as const;
    assert.equal(new Judge(verdict).verdict, verdict);
  });
});

describe('the ledger', () => {
  function ledger() {
    const told: string[] = [];
    const tell = (what: string) => (cause: Cause) => void told.push(`${what} ${cause}`);
    return { told, of: new Ledger({ onUsed: tell('used'), onUnused: tell('unused') }) };
  }

  it('counts an answer as used once, within its time', () => {
    const { told, of } = ledger();
    assert.equal(of.warmed('a', 'start', 100, 0), true);
    of.used('a', 99);
    of.used('a', 99);
    of.used('b', 99);
    assert.deepEqual(told, ['used start']);
    of.warmed('a', 'predicted', 200, 100);
    of.used('a', 200);
    assert.deepEqual(told, ['used start', 'unused predicted']);
  });

  it('takes what is warmed again as the same, for longer', () => {
    const { told, of } = ledger();
    of.warmed('a', 'predicted', 100, 0);
    assert.equal(of.warmed('a', 'opened', 200, 50), false);
    of.ended(150);
    of.used('a', 199);
    assert.deepEqual(told, ['used predicted']);
  });

  it('watches a bounded number, and nothing that was cleared', () => {
    const { told, of } = ledger();
    for (let key = 0; key < 2_005; key++) of.warmed(String(key), 'asked', 100, 0);
    assert.equal(told.length, 5);
    of.clear();
    of.ended(200);
    assert.equal(told.length, 5);
  });
});

describe('the allowance for calls ahead', () => {
  it('is a twentieth of the calls of the last hour, and of what limits allow in one', async () => {
    const clock = new FakeClock();
    const allowance = new Allowance(clock);
    for (let call = 0; call < 19; call++) allowance.called();
    assert.equal(allowance.allows(undefined), false);
    allowance.called();
    assert.equal(allowance.allows(undefined), true);
    assert.equal(allowance.allows(19), false);
    allowance.calledAhead();
    assert.equal(allowance.allows(undefined), false);
    for (let call = 0; call < 20; call++) allowance.called();
    assert.equal(allowance.allows(undefined), true);
    await clock.pass(HOUR);
    assert.equal(allowance.allows(undefined), false);
    for (let call = 0; call < 20; call++) allowance.called();
    assert.equal(allowance.allows(undefined), true);
  });
});
