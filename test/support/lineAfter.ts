import { strict as assert } from 'node:assert';
import { toItem } from '../../server/src/completion/display/item.ts';
import { fitTo, toCanonical } from '../../server/src/completion/postprocess/index.ts';
import { cursorIn } from './caret.ts';

/** The cursor's line, or lines, once what is shown for an answer is taken. `¦` is the cursor. */
export function lineAfter(languageId: string, drawn: string, answer: string): string {
  const { cursor, document } = cursorIn(drawn.replace('¦', '|'), { languageId });
  const fitted = fitTo(toCanonical(answer, cursor), { cursor, maxLines: 12 });
  const { line } = cursor.position;
  if (fitted.text === '') return document.lineAt(line);
  const { insertText, range } = toItem('1', cursor, fitted);
  return insertText + document.lineAt(line).slice(range.end.character);
}

/** Tests of rows: language, place, answer, and the cursor's line, or lines, once it is taken. */
export const checkLines = (cases: readonly (readonly string[])[]): void => {
  for (const [languageId = '', drawn = '', answer = '', expected = ''] of cases) {
    it(`${languageId}: ${JSON.stringify(drawn)} + ${JSON.stringify(answer)}`, () =>
      assert.equal(lineAfter(languageId, drawn, answer), expected));
  }
};
