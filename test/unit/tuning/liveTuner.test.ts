import { strict as assert } from 'node:assert';
import { normal } from '../../../server/src/base/normal.ts';
import { Journal } from '../../../server/src/tuning/journal.ts';
import { Knobs } from '../../../server/src/tuning/knobs.ts';
import { LEAST_BASELINE } from '../../../server/src/tuning/live/harmWatch.ts';
import { LiveTuner } from '../../../server/src/tuning/live/liveTuner.ts';
import { seededRandom } from '../../../tools/random.ts';

describe('the comparison of batches', () => {
  let knobs: Knobs;
  let journal: Journal;
  let text: string | undefined;
  let mayBegin: boolean;
  let live: LiveTuner;
  let random: () => number;
  let now: number;

  beforeEach(() => {
    [knobs, text, mayBegin, random, now] = [new Knobs(), undefined, true, seededRandom(9), 1e6];
    const write = (written: string) => {
      text = written;
      return true;
    };
    journal = new Journal({ read: () => text, write }, 'first', () => now);
    const tools = { journal, knobs, random: seededRandom(1), mayBegin: () => mayBegin };
    live = new LiveTuner({ ...tools, onChanged: () => undefined });
  });

  /** Runs a batch on a server that bears so many calls at once; more take as much longer. Returns the sizes that calls began under. */
  function batch(calls: number, places: number): number[] {
    const running: { readonly endsAt: number; readonly end: () => void }[] = [];
    const sizes: number[] = [];
    let at = 0;
    for (let begun = 0; begun < calls; ) {
      if (running.length < knobs.value('batchSize')) {
        sizes.push(knobs.value('batchSize'));
        const call = live.begin();
        const width = running.length + 1;
        const ms = 100 * Math.exp(0.2 * normal(random)) * Math.max(1, width / places);
        running.push({ endsAt: at + ms, end: () => call.end(ms, false) });
        begun++;
        continue;
      }
      running.sort((one, other) => one.endsAt - other.endsAt);
      const next = running.shift();
      at = next?.endsAt ?? at;
      next?.end();
    }
    for (const { end } of running) end();
    return sizes;
  }
  const said = () => journal.entries.map(({ what, reason, to }) => `${reason ?? what} ${to}`);

  it('begins once there are calls to compare with, one step from the value', () => {
    batch(LEAST_BASELINE, 20);
    assert.equal(live.has('batchSize'), false);
    const sizes = new Set(batch(60, 20));
    assert.equal(live.has('batchSize'), true);
    assert.deepEqual([...sizes].sort(), [5, 6]);
  });

  it('makes batches larger while the server bears it, and remembers that', () => {
    for (let run = 0; run < 40; run++, now += 3_600_000) batch(200, 20);
    assert.ok(knobs.value('batchSize') > 7, said().join());
    const kept = journal.entries.findLast(({ what }) => what === 'kept');
    assert.equal(journal.sound.get('batchSize'), kept?.to);
  });

  it('leaves them as they are where the server bears no more', () => {
    for (let run = 0; run < 20; run++) batch(200, 5);
    assert.equal(knobs.value('batchSize'), 5, said().join());
    assert.ok(journal.frozenMs('batchSize') > 0);
  });

  it('has the value of before while another thing is tried, and counts nothing then', () => {
    batch(100, 20);
    mayBegin = false;
    batch(1, 20);
    assert.deepEqual([...new Set(batch(100, 20).slice(1))], [5]);
    mayBegin = true;
    assert.equal(live.has('batchSize'), true);
  });

  it('gives up at once for a false hit, and leaves it alone', () => {
    batch(100, 20);
    live.falseHit();
    assert.deepEqual([said(), knobs.value('batchSize')], [['falseHit 6'], 5]);
    batch(100, 20);
    assert.equal(live.has('batchSize'), false);
    assert.equal(knobs.value('batchSize'), 5);
  });

  it('ends without a trace when the user sets the value, or undoes it', () => {
    batch(100, 20);
    knobs.settle(new Map([['batchSize', 9]]));
    live.settled();
    assert.equal(live.has('batchSize'), false);
    assert.deepEqual(said(), []);
    knobs.settle(new Map());
    batch(100, 20);
    live.undone(['batchSize']);
    assert.deepEqual([live.has('batchSize'), knobs.value('batchSize')], [false, 5]);
  });

  it('is busy only while a batch runs', () => {
    batch(100, 20);
    assert.equal(live.isBusy, false);
    const call = live.begin();
    assert.equal(live.isBusy, true);
    call.end(undefined, true);
    assert.equal(live.isBusy, false);
    live.dispose();
    assert.equal(knobs.value('batchSize'), 5);
  });
});
