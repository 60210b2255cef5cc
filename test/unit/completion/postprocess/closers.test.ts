import { strict as assert } from 'node:assert';
import { fitTo, toCanonical } from '../../../../server/src/completion/postprocess/index.ts';
import { cursorIn } from '../../../support/caret.ts';

function shownFor(drawn: string, answer: string): string {
  const { cursor } = cursorIn(drawn);
  return fitTo(toCanonical(answer, cursor), { cursor, maxLines: 12 }).text;
}

describe('closers alone', () => {
  const cases: [name: string, drawn: string, answer: string, shown: string][] = [
    ['stand behind the cursor', 'f(a|)', ')', ''],
    ['of two kinds', 'f([|]);', ']);', ''],
    ['and one more', 'f(a|)', ');', ');'],
    ['stand below', 'function f() {\n  |\n}', '}', ''],
    ['stand below behind other lines', 'function f() {\n  a();\n  |\n\n}', '}', ''],
    ['of a list', 'const a = [\n  |\n];', '];', ''],
    ['of two blocks', 'if (a) {\n  if (b) {\n    |\n  }\n}', '  }\n}', ''],
    ['close a block that is open', 'if (a) {\n  if (b) {\n    c();\n  |\n}', '}', '}'],
    ['close the last block', 'if (a) {\n  c();\n|', '}', '}'],
  ];
  for (const [name, drawn, answer, shown] of cases) {
    it(`${shown === '' ? 'are not shown where they' : 'are shown'}: ${name}`, () =>
      assert.equal(shownFor(drawn, answer), shown));
  }
});
