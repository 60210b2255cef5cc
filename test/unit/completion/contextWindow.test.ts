import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { RequestBuilder } from '../../../server/src/completion/context/requestBuilder.ts';
import { DocumentStore } from '../../../server/src/documents/documentStore.ts';
import { Notebooks } from '../../../server/src/documents/notebooks.ts';
import { cursorIn } from '../../support/caret.ts';

const builder = new RequestBuilder({
  documents: new DocumentStore(),
  notebooks: new Notebooks(),
  snippets: { near: () => [] },
});

const inputOf = (drawn: string) => {
  const { input } = builder.requestAt(cursorIn(drawn).cursor, { maxLines: 12 });
  assert.equal(input.kind, 'infill');
  return input as Extract<typeof input, { kind: 'infill' }>;
};

const numbered = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => `line ${from + index};\n`).join('');

describe('completionRequest', () => {
  it('takes a small document whole', () => {
    assert.deepEqual(inputOf('a;\nb = |;\nc;\n'), {
      kind: 'infill',
      prefix: 'a;\nb = ',
      suffix: ';\nc;\n',
    });
  });

  it('begins its prefix at the same line for neighbouring cursors', () => {
    const starts = [200, 201, 210, 220].map(
      (line) => inputOf(`${numbered(0, line)}x|`).prefix.split('\n')[0],
    );
    assert.deepEqual(new Set(starts).size, 1);
    assert.match(starts[0] ?? '', /^line \d+;$/);
  });

  it('ends its suffix at the same line for neighbouring cursors', () => {
    const ends = [3, 4, 20].map((line) =>
      inputOf(`${numbered(0, line)}|${numbered(line, 300)}`)
        .suffix.trimEnd()
        .split('\n')
        .at(-1),
    );
    assert.deepEqual(new Set(ends).size, 1);
  });

  it('is the same however far below an edit is made', () => {
    const drawn = (tail: string) => `${numbered(0, 50)}x = |\n${numbered(50, 200)}${tail}`;
    assert.deepEqual(inputOf(drawn('a')), inputOf(drawn('b')));
  });

  it('stays within its bounds and always touches the cursor, whatever the document', () => {
    const text = fc.string({ unit: fc.constantFrom('a', '\n', ' ', '𝒳', 'é'), maxLength: 300 });
    fc.assert(
      fc.property(text, text, fc.integer({ min: 1, max: 60 }), (before, after, times) => {
        const whole = before.repeat(times);
        const { prefix, suffix } = inputOf(`${whole}|${after.repeat(times)}`);
        assert.ok(prefix.length <= 8_000 && suffix.length <= 3_000);
        assert.ok(whole.endsWith(prefix) && after.repeat(times).startsWith(suffix));
        assert.ok(prefix.isWellFormed() && suffix.isWellFormed());
        assert.ok(whole.length === 0 || prefix.length > 0 || whole.endsWith('\n'));
      }),
    );
  });

  it('asks for several lines where only closed brackets follow the cursor', () => {
    const request = builder.requestAt(cursorIn('function f(|)').cursor, { maxLines: 12 });
    assert.deepEqual(request.stopRule, { name: 'lines', version: 1, maxLines: 12 });
  });

  it('asks for one line where text follows the cursor', () => {
    const request = builder.requestAt(cursorIn('a = f(|) + 1').cursor, { maxLines: 12 });
    assert.equal(request.stopRule.name, 'line');
  });
});
