import { strict as assert } from 'node:assert';
import { closesSuffix } from '../../../../server/src/completion/postprocess/index.ts';
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
