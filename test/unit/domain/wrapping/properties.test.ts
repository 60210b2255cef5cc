import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import type { TrueAnswer } from '../../../../bench/text/completions/shapes/shape.ts';
import { wrappingShapes } from '../../../../bench/text/completions/shapes/wrapping.ts';
import { unwrap } from '../../../../server/src/domain/wrapping/unwrap.ts';
import { trueAnswers } from '../../../support/trueAnswers.ts';

const around = ({ prefix, suffix, languageId }: TrueAnswer) => ({
  before: prefix,
  after: suffix,
  languageId,
});
const whole = (text: string, answer: TrueAnswer): string =>
  unwrap({ text, isOver: true }, around(answer)).text;

/** Every cut of a text gives a beginning of what the whole gives. */
function assertNeverTakesBack(text: string, answer: TrueAnswer, name: string): void {
  const all = whole(text, answer);
  for (let length = 0; length <= text.length; length++) {
    const part = unwrap({ text: text.slice(0, length), isOver: false }, around(answer)).text;
    assert.ok(
      all.startsWith(part),
      `${name}: ${JSON.stringify(text.slice(0, length))} gives ${JSON.stringify(part)}, all of it ${JSON.stringify(all)}`,
    );
  }
}

describe('unwrapping', () => {
  for (const answer of trueAnswers) {
    const { languageId, middle } = answer;
    it(`leaves code alone: ${languageId} ${JSON.stringify(middle.slice(0, 24))}`, () => {
      assert.equal(whole(middle, answer), middle);
      assertNeverTakesBack(middle, answer, 'as it is');
    });
  }

  for (const shape of wrappingShapes) {
    it(`gives the code out of: ${shape.name}`, () => {
      let tried = 0;
      for (const answer of trueAnswers) {
        const said = shape.of(answer);
        if (said === undefined) continue;
        tried++;
        assert.equal(whole(said, answer).trimEnd(), answer.middle.trimEnd(), answer.languageId);
      }
      assert.ok(tried > 1, `only ${tried} answers in this shape`);
    });

    it(`never takes back what it has given of: ${shape.name}`, () => {
      for (const answer of trueAnswers) {
        const said = shape.of(answer);
        if (said !== undefined) assertNeverTakesBack(said, answer, shape.name);
      }
    });
  }

  const pieces = fc.oneof(
    {
      weight: 3,
      arbitrary: fc.constantFrom(
        'a(b);',
        'return x',
        'const y = 2;',
        '  z',
        '"',
        "'",
        ' ',
        '\n',
        '\n\n',
        '// c\n',
      ),
    },
    fc.constantFrom(
      '```',
      '```ts\n',
      '\n```\n',
      '~~~\n',
      '````',
      '`',
      '<code>',
      '</code>',
      '<COMPLETION>',
      '</COMPLETION>\n',
    ),
    fc.constantFrom(
      '<think>',
      '</think>',
      '<thinking>\n',
      '</thinking>\n\n',
      '<|im_end|>',
      '<|im_',
      '<｜end▁of▁sentence｜>',
      '</s>',
      '<s>',
      '<EOT>',
      '[INST]',
      '[/INST] ',
      '<fim_middle>',
      '[PREFIX]',
    ),
    fc.constantFrom(
      'Here is the completed code:\n',
      "I'm sorry, but I cannot.",
      'Okay, so the user wants it.\n',
      '\n\nThis code adds them all up.',
      '{"code": "',
      '\\n',
      '"}',
      '[{"completion": "',
      '\u200b',
      '\ufeff',
      '\0',
      '\x1b[1m',
      '\u202e',
      '▁',
      'Ġ',
      '\r\n',
      '\r',
      '\ud83d',
      '\u2028',
    ),
    fc.constantFrom(
      '\u00a0',
      'a\ufe0f',
      '// ... existing code ...\n',
      '# rest of the code unchanged',
      '\n...\n',
      '/*',
      '<CURSOR>',
      '[CURSOR]',
      '{{FILL_HERE}}',
      '\u2588',
      '{',
      '&lt;',
      '&quot;',
      '&',
      '\\"',
      '\\',
      '<![CDATA[',
      ']]>',
      '"f(a,\\n  b)"',
    ),
  );
  const composed = fc.array(pieces, { maxLength: 12 }).map((each) => each.join(''));
  const answers = fc.constantFrom(...trueAnswers);

  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(composed, answers, (text, answer) => {
        const once = whole(text, answer);
        assert.equal(whole(once, answer), once);
        const trimmed = once.trimEnd();
        assert.equal(whole(trimmed, answer), trimmed);
      }),
      { numRuns: 3_000 },
    );
  });

  it('never takes back what it has given', () => {
    fc.assert(
      fc.property(composed, answers, (text, answer) =>
        assertNeverTakesBack(text, answer, 'composed'),
      ),
      { numRuns: 1_500 },
    );
  });
});
