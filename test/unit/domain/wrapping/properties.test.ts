import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import type { TrueAnswer } from '../../../../bench/text/completions/shapes/shape.ts';
import { wrappingShapes } from '../../../../bench/text/completions/shapes/wrapping.ts';
import { unwrap } from '../../../../server/src/domain/wrapping/unwrap.ts';
import { trueAnswers } from '../../../support/trueAnswers.ts';
import { composed } from '../../../support/wrappedTexts.ts';

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
