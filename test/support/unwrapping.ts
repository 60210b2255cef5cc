import { strict as assert } from 'node:assert';
import { unwrap } from '../../server/src/domain/wrapping/unwrap.ts';

/** A model's text at the place that is drawn with `▮`, and the part of it that is the answer. */
export type UnwrapRow = [
  name: string,
  drawn: string,
  said: string,
  answer: string,
  languageId?: string,
];

/** A place behind a word. */
export const LINE = 'const total = ▮\nuse(total);\n';
/** A place where a statement of Python begins. */
export const STATEMENT = 'def f(xs):\n    ▮\n';

export function answerAt(drawn: string, text: string, languageId = 'typescript'): string {
  const [before = '', after = ''] = drawn.split('▮');
  return unwrap({ text, isOver: true }, { before, after, languageId }).text.trimEnd();
}

/** A test for every row. */
export function check(rows: readonly UnwrapRow[]): void {
  for (const [name, drawn, said, answer, languageId] of rows) {
    it(name, () => assert.equal(answerAt(drawn, said, languageId), answer));
  }
}

/** Likewise, while it streams, too. */
export function checkGrowing(rows: readonly UnwrapRow[]): void {
  for (const [name, drawn, said, answer, languageId] of rows) {
    it(name, () => {
      assert.equal(answerAt(drawn, said, languageId), answer);
      assertGrows(drawn, said, languageId);
    });
  }
}

/** Asserts that text given while an answer grows is never taken back. */
function assertGrows(drawn: string, said: string, languageId = 'typescript'): void {
  const [before = '', after = ''] = drawn.split('▮');
  const at = { before, after, languageId };
  const whole = unwrap({ text: said, isOver: true }, at).text;
  for (let length = 0; length < said.length; length++) {
    const { text } = unwrap({ text: said.slice(0, length), isOver: false }, at);
    assert.ok(whole.startsWith(text), `${JSON.stringify(said.slice(0, length))} gives ${text}`);
  }
}
