import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { tokenizeLine } from '../../../../server/src/workspace/tokens/tokenizer.ts';

const textsOf = (line: string) => tokenizeLine(line).map(({ text }) => text);

describe('tokenizeLine', () => {
  it('splits words, numbers and operators', () => {
    assert.deepEqual(textsOf('const a1 = b?.c(1.5, `é`) => $x;'), [
      'const',
      'a1',
      '=',
      'b',
      '?.',
      'c',
      '(',
      '1.5',
      ',',
      '`',
      'é',
      '`',
      ')',
      '=>',
      '$x',
      ';',
    ]);
  });

  it('gives any line without tabs back from tokens and gaps', () => {
    const line = fc.string({ unit: 'grapheme' }).map((text) => text.replace(/\s/g, ' ').trimEnd());
    fc.assert(
      fc.property(line, (text) => {
        const tokens = tokenizeLine(text);
        assert.equal(tokens.map(({ gap, text: token }) => ' '.repeat(gap) + token).join(''), text);
      }),
    );
  });
});
