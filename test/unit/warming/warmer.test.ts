import { strict as assert } from 'node:assert';
import { AheadCalls } from '../../../server/src/warming/aheadCalls.ts';
import type { WarmingEvent } from '../../../server/src/warming/events.ts';
import type { AskedKey, Use, Verdict, Visit } from '../../../server/src/warming/usage.ts';
import { AT_START, OF_FILE, Warmer } from '../../../server/src/warming/warmer.ts';
import { seededRandom } from '../../../tools/random.ts';
import { FakeClock } from '../../../tools/testing/fakeClock.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A history in memory. */
class Remembered {
  uses: Use[] = [];
  all: Visit[] = [];
  found: Verdict | undefined;
  used = (use: Use) => void this.uses.push(use);
  visited = (visit: Visit) => void this.all.push(visit);
  visits = (count: number) => this.all.slice(-count);
  verdict = () => this.found;
  judge = (verdict: Verdict | undefined) => {
    this.found = verdict;
  };
  forget = () => true;
  most = (count: number, leastTimes: number) =>
    this.#rows(() => true)
      .filter(({ times }) => times >= leastTimes)
      .slice(0, count);
  ofFile = (file: string, count: number) => this.#rows((use) => use.file === file).slice(0, count);

  #rows(mayCount: (use: Use) => boolean): AskedKey[] {
    const rows = new Map<string, AskedKey>();
    for (const use of this.uses) {
      if (use.key === undefined || !mayCount(use)) continue;
      const { key, kind, place, at } = use;
      const times = (rows.get(key)?.times ?? 0) + 1;
      rows.set(key, { key, kind, place, times, rank: at + times * DAY, last: at });
    }
    return [...rows.values()].sort((one, other) => other.rank - one.rank);
  }
}

describe('the warmer', () => {
  let clock: FakeClock;
  let history: Remembered;
  let events: WarmingEvent[];
  /** The keys that were read at once each time, and those that are on disk. */
  let read: (readonly string[])[];
  let onDisk: Set<string>;
  let isCalm: boolean;
  let fetched: string[];
  let mayCall: boolean;
  let warmers: Warmer[];
  /** The places that stand in files that are open. */
  let standing: Map<string, ReadonlySet<string>>;

  beforeEach(() => {
    clock = new FakeClock();
    standing = new Map([['b', new Set(['at in b', 'at fresh'])]]);
    history = new Remembered();
    [events, read, onDisk, isCalm, fetched, mayCall, warmers] = [
      [],
      [],
      new Set(),
      true,
      [],
      true,
      [],
    ];
  });
  afterEach(() => {
    for (const warmer of warmers) warmer.dispose();
    assert.equal(clock.pending, 0);
  });

  function warmer(random = () => 0.5) {
    const fetch = async (file: string, place: string) => {
      fetched.push(`${file} ${place}`);
      return { key: `fresh ${place}`, isCall: true };
    };
    const access = { mayCall: () => mayCall, perHour: () => undefined, fetch };
    const made = new Warmer({
      clock,
      history,
      isCalm: () => isCalm,
      random,
      standing: async (file) => (standing.has(file) ? standing.get(file) : undefined),
      hourOf: () => 9,
      observe: (event) => events.push(event),
      calls: new AheadCalls(access, clock),
      promote: async (keys) => {
        read.push(keys);
        const near = keys.filter((key) => onDisk.has(key));
        return near.map((key) => ({ key, until: clock.now() + 5 * MINUTE }));
      },
    });
    warmers.push(made);
    return made;
  }
  const use = (key: string, changes: Partial<Use> = {}): Use => {
    return { at: clock.now(), file: 'a', kind: 'completion', place: `at ${key}`, key, ...changes };
  };
  const warmed = () => events.flatMap((event) => (event.kind === 'warmed' ? [event.cause] : []));
  const seldom = async (made: Warmer, ...uses: Use[]) => {
    for (const each of uses) {
      made.used({ ...each, at: clock.now() }, true);
      await clock.pass(MINUTE);
    }
  };

  it('brings what is asked most into memory at the start, five at a time, from the most on', async () => {
    for (let key = 0; key < 12; key++) {
      for (let time = 0; time < AT_START.times + key; time++) history.used(use(`k${key}`));
    }
    history.used(use('once'));
    onDisk = new Set(['k11', 'k3', 'once']);
    const begun = warmer().begin();
    await clock.pass(10);
    await begun;
    assert.deepEqual(
      read.map((keys) => keys.length),
      [5, 5, 2],
    );
    assert.equal(read[0]?.[0], 'k11');
    assert.deepEqual(warmed(), ['start', 'start']);
  });

  it('brings at most so many of a file, and of all at the start', async () => {
    for (let key = 0; key < AT_START.keys + 9; key++) {
      for (let time = 0; time < AT_START.times; time++) history.used(use(`k${key}`));
    }
    const begun = warmer().begin();
    await clock.pass(1_000);
    await begun;
    assert.equal(read.flat().length, AT_START.keys);
    read = [];
    const opened = warmer().opened('a');
    await clock.pass(1_000);
    await opened;
    assert.equal(read.flat().length, OF_FILE);
  });

  it('brings the answers of a file that is returned to, and again after two minutes there', async () => {
    const made = warmer();
    made.used(use('one'), true);
    onDisk.add('one');
    made.active({ file: 'b', kind: 'completion' });
    await clock.pass(10);
    read = [];
    made.active({ file: 'a', kind: 'completion' });
    await clock.pass(10);
    assert.deepEqual(read, [['one']]);
    made.active({ file: 'a', kind: 'completion' });
    await clock.pass(MINUTE);
    assert.deepEqual(read, [['one']]);
    await clock.pass(MINUTE);
    made.active({ file: 'a', kind: 'completion' });
    await clock.pass(10);
    assert.deepEqual(read, [['one'], ['one']]);
    made.used(use('one'), false);
    assert.deepEqual(
      events.filter(({ kind }) => kind === 'warmedUsed'),
      [{ kind: 'warmedUsed', cause: 'opened' }],
    );
    await clock.pass(HOUR);
  });

  /** Days on which `a` is followed by `b`, where the same is asked each time. */
  async function habitual(made: Warmer, days: number) {
    for (let day = 0; day < days; day++) {
      await seldom(made, use('in a'), use('in b', { file: 'b' }));
      await clock.pass(DAY - 2 * MINUTE);
    }
  }

  it('brings what habit expects, keeps it near while somebody is there, and no longer', async () => {
    await habitual(warmer(), 25);
    const made = warmer();
    onDisk.add('in b');
    read = [];
    await seldom(made, use('in a'));
    assert.deepEqual(read.at(-1), ['in b']);
    assert.deepEqual(warmed(), ['predicted']);
    await clock.pass(9 * MINUTE);
    assert.ok(read.length >= 4, String(read.length));
    await seldom(made, use('in b', { file: 'b' }));
    assert.ok(events.some((event) => event.kind === 'warmedUsed' && event.cause === 'predicted'));
    await clock.pass(HOUR);
    read = [];
    await clock.pass(HOUR);
    assert.deepEqual(read, []);
  });

  it('asks a model for what is expected and not on disk, within a twentieth of the own calls', async () => {
    await habitual(warmer(), 25);
    const made = warmer();
    await seldom(made, use('in a'));
    assert.deepEqual(fetched, []);
    for (let call = 0; call < 20; call++) made.used(use('in a'), true);
    await clock.pass(2 * MINUTE);
    assert.deepEqual(fetched, ['b at in b']);
    assert.ok(warmed().includes('asked'));
    await clock.pass(8 * MINUTE);
    assert.equal(fetched.length, 1);
    await clock.pass(HOUR);
  });

  it('asks nobody where nobody may be asked', async () => {
    await habitual(warmer(), 25);
    const made = warmer();
    mayCall = false;
    for (let call = 0; call < 20; call++) made.used(use('in a'), true);
    await clock.pass(HOUR);
    assert.deepEqual(fetched, []);
  });

  it('brings nothing while memory is short', async () => {
    await habitual(warmer(), 25);
    const made = warmer();
    isCalm = false;
    read = [];
    await seldom(made, use('in a'));
    await made.begin();
    assert.deepEqual(read, []);
    await clock.pass(HOUR);
  });

  it('stops bringing ahead where that does not pay, over restarts, until the user wants it again', async () => {
    await habitual(warmer(), 25);
    history.found = { at: 1, reason: 'unused', precision: 0.1 };
    const again = warmer();
    read = [];
    onDisk.add('in b');
    await seldom(again, use('in a'));
    assert.deepEqual(read.flat(), ['in a']);
    assert.equal(again.verdict?.reason, 'unused');
    assert.equal(again.again(), true);
    assert.deepEqual([again.verdict, history.found], [undefined, undefined]);
    assert.equal(again.again(), false);
    await clock.pass(3 * MINUTE);
    assert.ok(read.flat().includes('in b'));
    assert.equal(events.filter(({ kind }) => kind === 'warmingOn').length, 1);
    await clock.pass(HOUR);
  });

  it('expects nothing at places whose lines are gone, nor in files that are not open', async () => {
    await habitual(warmer(), 25);
    const made = warmer();
    onDisk.add('in b');
    read = [];
    standing = new Map([['b', new Set(['elsewhere'])]]);
    await seldom(made, use('in a'));
    standing = new Map();
    await clock.pass(5 * MINUTE);
    assert.deepEqual(
      read.flat().filter((key) => key === 'in b'),
      [],
    );
    await clock.pass(HOUR);
  });

  it('finds out within a day that there is no habit, and keeps that', async () => {
    const chance = seededRandom(7);
    const made = warmer(chance);
    for (let step = 0; step < 500; step++) {
      made.active({ file: `f${Math.floor(200 * chance())}`, kind: 'completion' });
      await clock.pass(MINUTE);
    }
    assert.equal(history.found?.reason, 'noHabits');
    assert.equal(events.filter(({ kind }) => kind === 'warmingOff').length, 1);
    await clock.pass(HOUR);
  });

  it('says nothing of what was cleared', async () => {
    const made = warmer();
    made.used(use('one'), true);
    onDisk.add('one');
    await clock.pass(10);
    assert.deepEqual(warmed(), ['opened']);
    made.cleared();
    await clock.pass(HOUR);
    assert.deepEqual(
      events.filter(({ kind }) => kind === 'warmedUnused'),
      [],
    );
  });
});
