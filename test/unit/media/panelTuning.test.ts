import { strict as assert } from 'node:assert';
import { tuning } from '../../../media/panelTuning.ts';
import { reportText } from '../../../server/src/metrics/export/reportText.ts';
import { tuningText } from '../../../server/src/metrics/export/reportTuning.ts';
import {
  KNOBS,
  LEAVE_REASONS,
  type TuningEntry,
  type TuningSnapshot,
} from '../../../server/src/protocol/tuning.ts';
import { undoRemedies } from '../../../server/src/protocol/tuningRemedies.ts';
import { entryText, knobText } from '../../../server/src/protocol/tuningTexts.ts';
import { knobTable } from '../../../server/src/tuning/knobTable.ts';

const ENTRY: TuningEntry = {
  at: 1_800_000_000_000,
  knob: 'memorySeconds',
  what: 'kept',
  from: 300,
  to: 746,
  by: 'ghosts',
  samples: 400,
  gain: 0.22,
};

const snapshotOf = (changes: Partial<TuningSnapshot> = {}, value = 746): TuningSnapshot => ({
  knobs: KNOBS.map((name) => {
    const { usual, least, most, choices } = knobTable[name];
    const isMoved = name === 'memorySeconds';
    return {
      name,
      value: isMoved ? value : usual,
      usual,
      least,
      most,
      ...(choices === undefined ? {} : { choices }),
      isUsers: name === 'batchSize',
      state: 'resting' as const,
      ...(isMoved ? { last: ENTRY } : {}),
    };
  }),
  samples: 400,
  isElsewhere: false,
  entries: [ENTRY],
  ...changes,
});

describe('tuning in the panel', () => {
  it('is not there while it is off, or has nothing to tell', () => {
    assert.deepEqual(tuning({}), []);
    assert.deepEqual(tuning({ tuning: snapshotOf({ samples: 0, entries: [] }, 300) }), []);
    assert.deepEqual(undoRemedies({}), []);
  });

  it('shows each value with its evidence, and a button for each that was moved', () => {
    const [note, table, notices, list] = tuning({ tuning: snapshotOf() });
    assert.ok(note?.kind === 'note' && note.text.includes('400 requests'));
    assert.ok(table?.kind === 'table' && table.rows.length === KNOBS.length);
    assert.deepEqual(table.rows[0], [
      'How long an answer stays in memory',
      '746 s',
      '300 s',
      '75 s to 7200 s',
      'Changed from 300 s to 746 s, for an expected 22 % more saved calls; it proved right over 400 requests.',
    ]);
    assert.equal(table.rows.at(-1)?.at(-1), 'You have set this. It is never changed.');
    const remedy = {
      kind: 'run',
      title: 'Undo',
      command: 'aurelis.undoTuning',
      argument: 'memorySeconds',
    };
    assert.ok(notices?.kind === 'notices');
    assert.deepEqual(
      notices.notices.map((each) => each.remedy),
      [remedy],
    );
    assert.deepEqual(undoRemedies({ tuning: snapshotOf() }), [remedy]);
    assert.ok(notices.notices[0]?.text.startsWith('Now 746 s. Undo puts it back to 300 s'));
    assert.ok(list?.kind === 'list' && list.lines.length === 1);
    // The journal outlives days.
    assert.ok(list.lines[0]?.includes('27'));
    assert.deepEqual(table.rows[2]?.slice(1, 4), [
      'least recently used',
      'least recently used',
      '–',
    ]);
  });

  it('says where another window tunes', () => {
    const [note] = tuning({ tuning: snapshotOf({ isElsewhere: true }) });
    assert.ok(note?.kind === 'note' && note.text.startsWith('Another window'));
  });

  it('has a sentence for every reason, and every state', () => {
    for (const reason of LEAVE_REASONS) {
      const text = entryText({ ...ENTRY, what: 'left', reason });
      assert.match(text, /^Back to \d+ s.*, because .*\(400 requests\)\.$/);
    }
    assert.equal(
      entryText({ ...ENTRY, what: 'left', reason: 'user', samples: 0, from: 746, to: 300 }),
      'Back to 300 s, because you undid it.',
    );
    assert.match(
      entryText({ ...ENTRY, knob: 'batchSize', by: 'live' }),
      /for 22 % less time for each call, measured over 400 calls/,
    );
    assert.match(
      entryText({ ...ENTRY, knob: 'waitFactor', what: 'moved' }),
      /for an expected 22 % fewer calls.* \(400 requests\)/,
    );
    const [knob] = snapshotOf().knobs;
    for (const state of ['resting', 'moving', 'watched', 'compared', 'frozen'] as const)
      assert.ok(knob !== undefined && knobText({ ...knob, state }).endsWith('.'));
  });

  it('is a part of the report', () => {
    assert.deepEqual(tuningText(undefined), []);
    const [title, list] = tuningText(snapshotOf());
    assert.equal(title, '## Tuning');
    assert.match(
      String(list),
      /^- \*\*How long an answer stays in memory:\*\* 746 s \(default: 300 s\)\. Changed from/,
    );
    assert.ok(reportText.length === 1);
  });
});
