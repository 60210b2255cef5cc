import { strict as assert } from 'node:assert';
import { matchSteps } from '../../../../server/src/completion/postprocess/matchSteps.ts';
import { cursorIn } from '../../../support/caret.ts';
import { completionEditor as editor } from '../../../support/completionEditor.ts';
import { lineAfter } from '../../../support/lineAfter.ts';

describe('an answer that broke off, three times asked for again', () => {
  const at = (place: number) => `${'\n'.repeat(60)}// ${place}\nconst a${place} = |`;

  for (const [others, calls, name] of [
    [40, 0, 'is kept in mind beside forty others'],
    [60, 2, 'is asked for once more when a hundred came behind it'],
  ] as const) {
    it(name, async () => {
      const { type, asked } = editor({ upstream: 'sum(items)\n  .to', broken: 1_000 });
      for (let again = 0; again < 6; again++) await type(at(0));
      assert.equal(asked.length, 4);
      for (let place = 1; place <= others; place++) {
        // It is asked for, and once more.
        await type(at(place));
        await type(at(place));
      }
      const before = asked.length;
      await type(at(0));
      await type(at(0));
      assert.equal(asked.length - before, calls);
    });
  }
});

describe('closers behind the cursor', () => {
  const nested = (depth: number, end: string) =>
    lineAfter(
      'typescript',
      `${'f('.repeat(depth)}¦${')'.repeat(depth)}`,
      `a${')'.repeat(depth)}${end}`,
    );
  const closed = (depth: number) => `${'f('.repeat(depth)}a${')'.repeat(depth)}`;

  it('are covered up to forty, and left where they stand beyond', () => {
    assert.equal(nested(40, ';'), `${closed(40)};`);
    assert.equal(nested(41, ';'), closed(41));
  });
});

describe('lines above', () => {
  it('are taken for said again up to thirty', () => {
    const again = (count: number) => {
      const above = Array.from({ length: count }, (_, index) => `call(${index});\n`).join('');
      return lineAfter('typescript', `${above}¦`, `${above}done();`);
    };
    assert.equal(again(30), 'done();');
    assert.notEqual(again(31), 'done();');
  });
});

describe('the style of a file', () => {
  it('is that of the twenty lines above', () => {
    const behind = (lines: number, answer: string) =>
      lineAfter('typescript', `call( first );\n${'x;\n'.repeat(lines - 1)}f(¦`, answer);
    assert.equal(behind(20, ' b);'), 'f( b);');
    assert.equal(behind(21, ' b);'), 'f(b);');
  });

  it('has two usual steps', () => {
    const { cursor } = cursorIn('      |');
    const text = 'if (a) {\n        b();\n      }';
    const stretched = 'if (a) {\n         b();\n      }';
    assert.equal(matchSteps(text, cursor, [4, 3]), stretched);
    assert.equal(matchSteps(text, cursor, [4, 5, 3]), text);
  });
});
