import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { predictionWindow } from '../../../../server/src/completion/context/contextWindow.ts';
import { FULL_SIZE } from '../../../../server/src/completion/context/promptSize.ts';
import { RequestBuilder } from '../../../../server/src/completion/context/requestBuilder.ts';
import { DocumentStore } from '../../../../server/src/documents/documentStore.ts';
import { Notebooks } from '../../../../server/src/documents/notebooks.ts';
import { PREDICTION_WINDOW } from '../../../../server/src/domain/predictor.ts';
import { aPolicy } from '../../../../tools/testing/aPolicy.ts';
import { cursorIn } from '../../../support/caret.ts';

const tools = {
  documents: new DocumentStore(),
  notebooks: new Notebooks(),
  policy: aPolicy(),
  snippets: { near: () => [] },
};
const builder = new RequestBuilder(tools);

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
      file: 'a.ts',
      prefix: 'a;\nb = ',
      suffix: ';\nc;\n',
    });
  });

  it('begins its prefix at the same line while lines are typed, and when the cursor comes back', () => {
    const starts = [160, 161, 200, 255, 170].map(
      (line) => inputOf(`${numbered(0, line)}x|`).prefix.split('\n')[0],
    );
    assert.deepEqual(new Set(starts), new Set(['line 96;']));
  });

  it('begins its prefix at the same place in lines that are too long for it, too', () => {
    const wide = (from: number, to: number) =>
      numbered(from, to).replaceAll('line', 'x'.repeat(160));
    const windows = [130, 131, 140, 145].map((line) => inputOf(`${wide(0, line)}x|`).prefix);
    assert.ok(windows.every((each) => each.startsWith(windows[0]?.slice(0, -1) ?? '!')));
    assert.match(windows[0] ?? '', /^x+ \d+;\n/);
  });

  it('moves the start of its prefix once in many keys where all is one line', () => {
    const starts = new Set(
      Array.from({ length: 400 }, (_, count) =>
        inputOf(`${Array.from({ length: 4_000 + count }, (_, at) => at).join()}|`).prefix.slice(
          0,
          20,
        ),
      ),
    );
    assert.equal(starts.size, 2);
  });

  it('ends its suffix at the same line while lines are typed above it', () => {
    const suffixes = [3, 4, 60].map(
      (line) => inputOf(`${numbered(0, line)}|${numbered(1_000, 1_300)}`).suffix,
    );
    assert.deepEqual(new Set(suffixes).size, 1);
    assert.match(suffixes[0] ?? '', /^line 1000;[\s\S]*line 1044;$/);
  });

  it('has whole lines of suffix within its size, and half of one rather than none', () => {
    const suffixAt = (drawn: string, suffix: number) => {
      const sized = new RequestBuilder({ ...tools, size: () => ({ ...FULL_SIZE, suffix }) });
      const { input } = sized.requestAt(cursorIn(drawn).cursor, { maxLines: 12 });
      return input.kind === 'infill' ? input.suffix : '';
    };
    assert.equal(suffixAt('f(|);\nline 2;\nline 3;\nline 4;', 20), ');\nline 2;\nline 3;');
    assert.equal(suffixAt('f(|);\nline 2;\nline 3;\nline 4;', 17), ');\nline 2;');
    assert.equal(suffixAt('f(|);\nline 2;\nline 3;\nline 4;', 5), ');\nli');
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
    const linesAt = (drawn: string, maxLines: number) =>
      builder.requestAt(cursorIn(drawn).cursor, { maxLines }).stopRule;
    const rule = (maxLines: number) => ({ name: 'lines', version: 2, maxLines }) as const;
    assert.deepEqual(linesAt('function f() {|', 12), rule(12));
    // Half of a block cannot be shown there.
    assert.deepEqual(linesAt('function f(|)', 12), rule(24));
    assert.deepEqual(linesAt('function f(|)', 6), rule(12));
  });

  it('asks for one line where text follows the cursor', () => {
    const request = builder.requestAt(cursorIn('a = f(b|, c) + 1').cursor, { maxLines: 12 });
    assert.equal(request.stopRule.name, 'line');
  });
});

describe('predictionWindow', () => {
  const windowOf = (drawn: string) => predictionWindow(cursorIn(drawn).cursor);

  it('takes a small document whole', () => {
    assert.deepEqual(windowOf('a;\nb = |;\nc;\n'), { prefix: 'a;\nb = ', suffix: ';\nc;\n' });
    assert.deepEqual(windowOf('|'), { prefix: '', suffix: '' });
  });

  it('moves neither border while lines are typed', () => {
    const at = (typed: string) => windowOf(`${numbered(0, 9_000)}${typed}|\n${numbered(0, 5_000)}`);
    const [one, next, line] = [at('a'), at('ab'), at('ab\n  c')];
    assert.equal(next.prefix, `${one.prefix}b`);
    assert.equal(line.prefix, `${next.prefix}\n  c`);
    assert.deepEqual([next.suffix, line.suffix], [one.suffix, one.suffix]);
    const { prefix, suffix } = PREDICTION_WINDOW;
    assert.ok(one.prefix.length >= prefix && one.prefix.length < prefix + 1_000);
    assert.ok(one.suffix.length >= suffix && one.suffix.length < suffix + 1_000);
  });

  it('is bounded where lines are long', () => {
    const long = `${'x'.repeat(300_000)}\n`;
    const { prefix, suffix } = windowOf(`${long}${long}a|\n${long}`);
    const most = [2 * PREDICTION_WINDOW.prefix, 2 * PREDICTION_WINDOW.suffix];
    assert.deepEqual([prefix.length, suffix.length], most);
  });
});
