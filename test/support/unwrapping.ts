import { strict as assert } from 'node:assert';
import { unwrap } from '../../server/src/domain/wrapping/unwrap.ts';

/** What a model says at the place that is drawn with `▮`, and what of it is the answer. */
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
