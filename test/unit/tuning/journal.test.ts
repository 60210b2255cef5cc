import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { KNOBS, type TuningEntry } from '../../../server/src/protocol/tuning.ts';
import type { TuningEvent } from '../../../server/src/tuning/events.ts';
import { FROZEN_MS, Journal, LEASE_MS, UNDONE_MS } from '../../../server/src/tuning/journal.ts';
import { knobTable } from '../../../server/src/tuning/knobTable.ts';

const ENTRY: Omit<TuningEntry, 'at'> = {
  knob: 'memorySeconds',
  what: 'kept',
  from: 300,
  to: 600,
  by: 'ghosts',
  samples: 400,
  gain: 0.2,
};

describe('the journal of tuning', () => {
  let text: string | undefined;
  let now: number;
  let canWrite: boolean;
  let events: TuningEvent[];

  beforeEach(() => {
    [text, now, canWrite, events] = [undefined, 1_000_000, true, []];
  });

  const file = {
    read: () => text,
    write: (written: string) => {
      if (canWrite) text = written;
      return canWrite;
    },
  };
  const journal = (holder = 'first') =>
    new Journal(
      file,
      holder,
      () => now,
      (event) => void events.push(event),
    );

  it('gives a later process the values that have proved right, and what was done', () => {
    const first = journal();
    first.open({ knob: 'memorySeconds', from: 300, to: 600 });
    first.close({ knob: 'memorySeconds', value: 600 });
    first.add(ENTRY);
    const later = journal('second');
    assert.deepEqual([...later.sound], [['memorySeconds', 600]]);
    assert.deepEqual(later.entries, [{ at: now, ...ENTRY }]);
    assert.deepEqual(events, [{ kind: 'tuned', knob: 'memorySeconds', what: 'kept' }]);
  });

  it('lets one window tune, and another one once that has not said so for two rounds', () => {
    assert.equal(journal('first').hold(), true);
    assert.equal(journal('second').hold(), false);
    now += LEASE_MS - 1;
    assert.equal(journal('second').hold(), false);
    now += 2;
    assert.equal(journal('second').hold(), true);
    assert.equal(journal('first').hold(), false);
  });

  it('lets another window tune at once when the first has ended well', () => {
    const first = journal('first');
    first.hold();
    first.release();
    assert.equal(journal('second').hold(), true);
  });

  it('gives up a change that a process which crashed had not ended, and leaves its knob alone', () => {
    const first = journal('first');
    first.hold();
    first.open({ knob: 'batchSize', from: 5, to: 6 });
    now += LEASE_MS + 1;
    const second = journal('second');
    assert.equal(second.hold(), true);
    assert.equal(second.sound.size, 0);
    assert.equal(second.frozenMs('batchSize'), FROZEN_MS);
    const [entry] = second.entries;
    assert.deepEqual([entry?.what, entry?.reason, entry?.to], ['left', 'crashed', 6]);
    now += 1;
    assert.equal(journal('third').hold(), false);
    assert.equal(second.hold(), true);
    assert.equal(second.entries.length, 1);
  });

  it('keeps the own change open when it says again that it tunes', () => {
    const first = journal('first');
    first.hold();
    first.open({ knob: 'batchSize', from: 5, to: 6 });
    now += LEASE_MS * 3;
    assert.equal(first.hold(), true);
    assert.equal(first.entries.length, 0);
  });

  it('freezes a knob for as long as was said', () => {
    const first = journal();
    first.freeze('waitFactor', UNDONE_MS);
    now += UNDONE_MS - 1;
    assert.equal(journal().frozenMs('waitFactor'), 1);
    now += 1;
    assert.equal(journal().frozenMs('waitFactor'), 0);
    assert.equal(journal().frozenMs('batchSize'), 0);
  });

  it('believes no time that another clock must have written', () => {
    const until = now + UNDONE_MS + 1;
    text = JSON.stringify({ lease: { holder: 'other', until }, frozen: { batchSize: until } });
    assert.equal(journal().frozenMs('batchSize'), 0);
    assert.equal(journal().hold(), true);
  });

  it('keeps what other windows have written meanwhile', () => {
    const [first, second] = [journal('first'), journal('second')];
    first.close({ knob: 'memorySeconds', value: 600 });
    second.close({ knob: 'freshSeconds', value: 900 });
    assert.deepEqual([...journal().sound.keys()].sort(), ['freshSeconds', 'memorySeconds']);
    second.forget('memorySeconds');
    assert.deepEqual([...journal().sound.keys()], ['freshSeconds']);
  });

  it('goes on in memory where nothing can be written', () => {
    canWrite = false;
    const first = journal();
    assert.equal(first.hold(), true);
    first.close({ knob: 'memorySeconds', value: 600 });
    first.freeze('batchSize', 10);
    assert.equal(first.hold(), true);
    assert.equal(first.sound.get('memorySeconds'), 600);
    assert.equal(first.frozenMs('batchSize'), 10);
  });

  it('forgets nothing where another window is writing just then, or wrote half of it', () => {
    const first = journal('first');
    assert.equal(first.hold(), true);
    first.close({ knob: 'memorySeconds', value: 600 });
    const second = journal('second');
    for (const torn of ['', text?.slice(0, 20)]) {
      text = torn;
      assert.equal(second.hold(), false);
      first.add(ENTRY);
      assert.deepEqual([...journal('third').sound], [['memorySeconds', 600]]);
    }
  });

  it('takes no window at its word that has a name without end', () => {
    text = JSON.stringify({ lease: { holder: 'h'.repeat(60_000), until: now + LEASE_MS } });
    const first = journal('first');
    assert.equal(first.hold(), true);
    first.release();
    assert.ok((text ?? '').length < 1_000);
  });

  it('keeps a hundred entries', () => {
    const first = journal();
    for (let samples = 0; samples < 110; samples++) first.add({ ...ENTRY, samples });
    const { entries } = journal();
    assert.deepEqual(
      [entries.length, entries[0]?.samples, entries.at(-1)?.samples],
      [100, 10, 109],
    );
  });

  it('holds numbers and our own names, and nothing else', () => {
    const first = journal();
    first.hold();
    first.add({ ...ENTRY, reason: 'errors', what: 'left' });
    const words = [...(text ?? '').matchAll(/"([^"]+)"/g)].map(([, word]) => word);
    const ours = ['sound', 'frozen', 'lease', 'holder', 'first', 'until', 'entries', 'at', 'knob'];
    const entry = [
      'what',
      'from',
      'to',
      'by',
      'samples',
      'gain',
      'reason',
      'left',
      'ghosts',
      'errors',
    ];
    assert.deepEqual(
      words.filter((word = '') => ![...ours, ...entry, ...KNOBS].includes(word as never)),
      [],
    );
  });

  it('is never more than its bounds allow, whatever the file holds', () => {
    const numbers = fc.dictionary(fc.constantFrom(...KNOBS, 'x', '__proto__'), fc.anything());
    const open = fc.record({ knob: fc.anything(), from: fc.anything(), to: fc.double() });
    const raw = fc.oneof(
      fc.anything(),
      fc.record({
        sound: numbers,
        frozen: numbers,
        open,
        lease: fc.anything(),
        entries: fc.array(fc.anything()),
      }),
    );
    fc.assert(
      fc.property(raw, (value) => {
        text = JSON.stringify(value) ?? 'no JSON';
        const read = journal();
        read.hold();
        for (const [name, held] of read.sound) {
          const { least, most } = knobTable[name];
          assert.ok(held >= least && held <= most);
        }
        for (const knob of KNOBS) assert.ok(read.frozenMs(knob) >= 0);
      }),
    );
    text = '{ "sound": { "memorySeconds": 1e12, "batchSize": -4, "freshSeconds": "9" } }';
    assert.deepEqual(
      [...journal().sound],
      [
        ['memorySeconds', 7_200],
        ['batchSize', 2],
      ],
    );
  });
});
