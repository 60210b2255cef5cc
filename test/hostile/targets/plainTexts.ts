import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { escaped, markdown } from '../../../server/src/protocol/markdownText.ts';
import { harmless, plain } from '../../../server/src/protocol/plainText.ts';
import { markupIn } from '../../support/markup.ts';
import { target } from '../fuzzTarget.ts';
import { anyLength } from '../texts.ts';

/** True for a character that is seen, or is a blank: everything but controls, formats, halves and line ends. */
const isSeen = (character: string): boolean =>
  /^(?:[\p{L}\p{M}\p{N}\p{P}\p{S}\p{Zs}]|\p{Cn})$/u.test(character) &&
  !/^\p{Default_Ignorable_Code_Point}$/u.test(character);

/** Texts from outside on surfaces that understand links and markup; `marked` is the judge. */
export const plainTexts = target<readonly [string, string]>({
  name: 'plainTexts',
  share: 150,
  maxMs: 300,
  open: () => ({
    cases: fc.tuple(anyLength, anyLength),
    check: ([one, two]) => {
      const message = plain`Use ${one}? ${two} is new.`;
      assert.ok(message.length < 1_100, String(message.length));
      assert.ok([...message].every(isSeen), JSON.stringify(message));
      assert.ok(!/\]\(|\$\(/.test(message), message);
      assert.equal(harmless(harmless(one)), harmless(one));
      const page = markdown`- **${escaped(one)}** ${escaped(two)}. ${escaped(one)}`;
      assert.deepEqual(markupIn(page), [], page);
      assert.deepEqual(markupIn(escaped(two)), []);
      assert.ok(!page.includes('\n'));
    },
  }),
});
