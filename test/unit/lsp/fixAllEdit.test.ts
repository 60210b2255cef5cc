import { strict as assert } from 'node:assert';
import type { PreviewWish } from '../../../server/src/actions/provider.ts';
import { LiveDocument } from '../../../server/src/documents/liveDocument.ts';
import { fixAllEdit } from '../../../server/src/lsp/fixAllEdit.ts';

describe('the edit of all fixes', () => {
  const spellings = { of: (uri: string) => uri };
  const FULL = { hasVersionedEdits: true, hasPreview: true, selectsSure: true };

  /** Makes an edit of two lines, each sure or not; tells of its parts which are shown by what note, and of the notes which need confirmation. */
  function edited(sure: readonly boolean[], wish: PreviewWish = 'rewrites', support = {}) {
    const document = LiveDocument.create('file:///a.ts', 'typescript', 3, 'a\nb\nc');
    const edits = sure.map((isSure, index) => ({
      first: index,
      end: index + 1,
      lines: ['x'],
      isSure,
    }));
    const documents = [{ document, edits }];
    const edit = fixAllEdit({ documents }, { ...FULL, ...support }, spellings, wish);
    const notes = Object.entries(edit.changeAnnotations ?? {});
    return {
      parts: (edit.documentChanges ?? []).flatMap((change) =>
        'edits' in change
          ? change.edits.map((each) => ('annotationId' in each ? each.annotationId : ''))
          : [change.kind],
      ),
      confirmed: notes.map(([name, { needsConfirmation }]) => [name, needsConfirmation]),
      changes: edit.changes,
    };
  }

  it('is shown by the part that is not sure, which alone is not selected', () => {
    const { parts, confirmed } = edited([true, false]);
    assert.deepEqual(parts, ['aurelis.fix', 'aurelis.unsure']);
    assert.deepEqual(confirmed, [
      ['aurelis.fix', false],
      ['aurelis.unsure', true],
    ]);
  });

  it('is shown, where all of it is sure, by the making of a file that is there', () => {
    const { parts, confirmed } = edited([true, true]);
    assert.deepEqual(parts, ['create', 'aurelis.fix', 'aurelis.fix']);
    assert.deepEqual(confirmed, [
      ['aurelis.fix', false],
      ['aurelis.shown', true],
    ]);
  });

  it('has all of it confirmed where an editor may make the rest unseen', () => {
    const { parts, confirmed } = edited([true, false], 'always', { selectsSure: false });
    assert.deepEqual(parts, ['aurelis.fix', 'aurelis.unsure']);
    assert.deepEqual(confirmed, [
      ['aurelis.fix', true],
      ['aurelis.unsure', true],
    ]);
    assert.deepEqual(edited([true], 'always', { selectsSure: false }).parts, ['aurelis.fix']);
  });

  it('is not shown to a user who wants to see only what is not sure', () => {
    assert.deepEqual(edited([true], 'never').parts, ['']);
    assert.deepEqual(edited([true], 'never').confirmed, []);
    const { parts, confirmed } = edited([true, false], 'never');
    assert.deepEqual([parts, confirmed], [['', 'aurelis.unsure'], [['aurelis.unsure', true]]]);
  });

  it('is plain where an editor shows nothing', () => {
    assert.deepEqual(edited([true], 'always', { hasPreview: false }).parts, ['']);
    const old = { hasVersionedEdits: false, hasPreview: false };
    const { changes, parts } = edited([true], 'always', old);
    assert.deepEqual([parts, changes?.['file:///a.ts']?.length], [[], 1]);
  });
});
