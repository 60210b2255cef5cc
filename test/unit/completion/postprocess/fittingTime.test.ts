import { strict as assert } from 'node:assert';
import { closesSuffix, fitTo } from '../../../../server/src/completion/postprocess/index.ts';
import { overlapsOf } from '../../../../server/src/completion/postprocess/overlaps.ts';
import { cursorIn } from '../../../support/caret.ts';
import { lineAfter } from '../../../support/lineAfter.ts';
import { processorMs } from '../../../support/processorTime.ts';

/** Generous: what is not linear takes seconds. */
const MAX_MS = 1_000;

describe('an odd answer is fitted in no time', () => {
  const ODD = [' ', '\t', '\n', ' \n', '\n ', '\r', '\u2581', '(', '<', '|', '"', '`', '// ', '- '];
  for (const drawn of ['foo(¦);\nbar();', 'const a = "¦";', 'if (a) {\n  ¦\n}']) {
    for (const odd of ODD) {
      it(`${JSON.stringify(odd)} again and again at ${JSON.stringify(drawn)}`, () => {
        const answer = `${odd.repeat(20_000 / odd.length)}x`;
        const { cursor } = cursorIn(drawn.replace('¦', '|'));
        const ms = processorMs(() => [
          lineAfter('typescript', drawn, answer),
          closesSuffix(answer, cursor),
        ]);
        assert.ok(ms < MAX_MS, `${ms} ms`);
      });
    }
  }
});

describe('what was suggested at the end of a line of 200 KB is fitted in its midst in no time', () => {
  for (const part of [
    'x',
    '0,1,',
    '()',
    '])}',
    '"',
    '\u{1f600}',
    'var a=function(b){return c(d)};',
  ]) {
    it(`where it is ${JSON.stringify(part)} again and again`, () => {
      const half = part.repeat(100_000 / part.length);
      const { cursor } = cursorIn(`${half}|${half}`);
      for (const answer of [`${half}value1;`, `"${half}`, half + half]) {
        const ms = processorMs(() => fitTo(answer, { cursor, maxLines: 10 }));
        assert.ok(ms < MAX_MS, `${ms} ms`);
      }
    });
  }

  it('where lines as long as these are below', () => {
    const line = 'x'.repeat(50_000);
    const { cursor } = cursorIn(`|\n${line}\n${line}\n`);
    const ms = processorMs(() => fitTo(`${line}\n${line}y`, { cursor, maxLines: 10 }));
    assert.ok(ms < MAX_MS, `${ms} ms`);
  });
});

describe('ends of a text that another begins with', () => {
  const plainly = (text: string, other: string) =>
    Array.from({ length: Math.min(text.length, other.length) }, (_, index) => index + 1)
      .filter((length) => text.endsWith(other.slice(0, length)))
      .reverse();

  it('are all found, the longest first', () => {
    const words = Array.from({ length: 63 }, (_, index) =>
      (index + 1).toString(2).replaceAll('0', 'a').replaceAll('1', 'b').slice(0, 6),
    );
    for (const text of ['', ...words]) {
      for (const other of ['', ...words]) {
        assert.deepEqual([...overlapsOf(text, other)], plainly(text, other), `${text} ${other}`);
      }
    }
  });
});
