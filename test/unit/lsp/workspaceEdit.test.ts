import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { applied, editsIn } from '../../../bench/text/fixes/applied.ts';
import { LiveDocument } from '../../../server/src/documents/liveDocument.ts';
import { toWorkspaceEdit } from '../../../server/src/lsp/workspaceEdit.ts';

const edit = (first: number, end: number, lines: string[], isSure = true) => ({
  first,
  end,
  lines,
  isSure,
});

function made(text: string, ...edits: ReturnType<typeof edit>[]) {
  const document = LiveDocument.create('file:///a', 'plain', 3, text);
  const outcome = { kind: 'edit', uri: document.uri, version: 3, edits, left: [] } as const;
  return toWorkspaceEdit(outcome, document);
}

const check = (text: string, first: number, end: number, lines: string[], after: string) =>
  assert.equal(applied(text, editsIn(made(text, edit(first, end, lines))).edits), after);

describe('toWorkspaceEdit', () => {
  const cases: [string, string, number, number, string[], string][] = [
    ['changes a line', 'a\nb\nc\n', 1, 2, ['x'], 'a\nx\nc\n'],
    [
      'adds lines at the end of a file without a final line end',
      'x = 1',
      1,
      1,
      ['y = 2'],
      'x = 1\ny = 2',
    ],
    ['the same with CRLF', 'a\r\nx = 1', 2, 2, ['y = 2'], 'a\r\nx = 1\r\ny = 2'],
    ['changes the last line and adds one', 'a\nx = 1', 1, 2, ['x = 2', 'y = 2'], 'a\nx = 2\ny = 2'],
    ['adds lines before a final line end', 'x = 1\n', 1, 1, ['y = 2'], 'x = 1\ny = 2\n'],
    ['removes the last line', 'a\nb', 1, 2, [], 'a'],
    ['removes the last line before a final line end', 'a\nb\n', 1, 2, [], 'a\n'],
    ['removes the only line', 'a', 0, 1, [], ''],
    ['writes the line end of the document', 'a\r\nb\r\n', 1, 1, ['x', 'y'], 'a\r\nx\r\ny\r\nb\r\n'],
    ['leaves other line ends alone', 'a\r\nb\nc\r\n', 0, 3, ['x', 'b', 'z'], 'x\r\nb\nz\r\n'],
    ['makes two lines of one', 'a\r\nb\nc\r\n', 1, 2, ['x', 'y'], 'a\r\nx\r\ny\nc\r\n'],
    ['makes one line of two', 'a\nb\nc', 1, 3, ['x'], 'a\nx'],
    ['counts UTF-16 units', '😀a\n😀b', 1, 2, ['😀c'], '😀a\n😀c'],
  ];
  for (const [name, text, first, end, lines, after] of cases) {
    it(name, () => check(text, first, end, lines, after));
  }

  it('does to the text what is done to its lines', () => {
    const line = fc.constantFrom('', 'a', 'é😀', '  b');
    const ends = fc.constantFrom('\n', '\r\n');
    fc.assert(
      fc.property(
        fc.array(line, { minLength: 1 }),
        fc.array(line),
        ends,
        fc.nat(),
        fc.nat(),
        (old, now, end, from, length) => {
          const first = from % (old.length + 1);
          const stop = first + (length % (old.length - first + 1));
          const lines = old.toSpliced(first, stop - first, ...now);
          const text = old.join(end);
          const after = applied(text, editsIn(made(text, edit(first, stop, now))).edits);
          if (lines.length > 0 && old.length > 1) assert.equal(after, lines.join(end));
        },
      ),
    );
  });

  it('asks to confirm what is not sure, and nothing else', () => {
    const { documentChanges, changeAnnotations } = made(
      'a\nb',
      edit(0, 1, ['x']),
      edit(1, 2, ['y'], false),
    );
    const edits = documentChanges?.flatMap((change) => ('edits' in change ? change.edits : []));
    const marks = edits?.map((each) => ('annotationId' in each ? each.annotationId : undefined));
    assert.deepEqual(marks, [undefined, 'aurelis.unsure']);
    assert.equal(changeAnnotations?.['aurelis.unsure']?.needsConfirmation, true);
    assert.equal(made('a', edit(0, 1, ['x'])).changeAnnotations, undefined);
  });
});
