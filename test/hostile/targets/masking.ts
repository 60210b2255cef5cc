import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import type { GenerationRequest } from '../../../server/src/domain/generation.ts';
import { withMasking } from '../../../server/src/pipeline/withMasking.ts';
import { credentialsIn } from '../../../server/src/privacy/credentials.ts';
import { Masker } from '../../../server/src/privacy/masker.ts';
import { seededRandom } from '../../../tools/random.ts';
import { aContext, aGeneration, aRequest } from '../../../tools/testing/requests.ts';
import { Drawn, FORMS, type Sample } from '../../support/credentialForms.ts';
import { target } from '../fuzzTarget.ts';
import { anyText } from '../texts.ts';

/** Draws of each form; nearly all must be known, and those that are must be known wherever they stand. */
const DRAWS = 200;
const LEAST_KNOWN = 0.9;

/** Lines with a credential that is known where it stands alone. */
function knownSamples(): Sample[] {
  return Object.entries(FORMS).flatMap(([name, form]) => {
    const drawn = Array.from({ length: DRAWS }, (_, seed) => form(new Drawn(seededRandom(seed))));
    const known = drawn.filter(({ secret, line }) => {
      const at = line.indexOf(secret);
      return credentialsIn(line).some(({ start, end }) => start <= at && end >= at + secret.length);
    });
    assert.ok(known.length >= LEAST_KNOWN * DRAWS, `${name}: ${known.length} of ${DRAWS} known`);
    return known;
  });
}

/** Text that resembles what stands for credentials. */
const lookalike = fc.constantFrom('veiled', 'veiledKopaBidu', 'Veiled x', 'unveiledKopaBiduGota');
const code = fc.constantFrom('const total = sum(items);', '  return total;', '}', '', '// note');
const plain: fc.Arbitrary<Sample> = fc
  .oneof(
    { weight: 5, arbitrary: code },
    { weight: 2, arbitrary: anyText.map((text) => text.replaceAll(/[\r\n]/g, ' ')) },
    { weight: 1, arbitrary: lookalike },
  )
  .map((line) => ({ secret: '', line }));

interface MaskingCase {
  readonly above: readonly Sample[];
  readonly below: readonly Sample[];
  readonly snippet: readonly Sample[];
  /** Lengths of the pieces in which an answer streams in, again and again. */
  readonly cuts: readonly number[];
  /** Which letter of a placeholder a model changes. */
  readonly changed: number;
}

const textOf = (lines: readonly Sample[]) => lines.map(({ line }) => `${line}\n`).join('');

/** Asks a model that says what the test makes of the masked prompt; tells what was sent, heard and answered. */
async function ask(
  request: GenerationRequest,
  cuts: readonly number[],
  say: (prefix: string) => string,
) {
  const heard: string[] = [];
  let sent = '';
  let said = '';
  const generate = withMasking(new Masker('installation'), async (masked, context) => {
    sent = JSON.stringify(masked.input);
    said = masked.input.kind === 'infill' ? say(masked.input.prefix) : '';
    for (let at = 0, index = 0; at < said.length; index++) {
      at = Math.min(said.length, at + (cuts[index % cuts.length] ?? 1));
      if (context.onText?.(said.slice(0, at)) === false) break;
    }
    return aGeneration({ text: said });
  });
  const onText = (text: string) => heard.push(text) > 0;
  const { text, withheld } = await generate(request, aContext({ onText }));
  return { sent, said, heard, text, withheld };
}

async function check({ above, below, snippet, cuts, changed }: MaskingCase): Promise<void> {
  const prefix = textOf(above);
  const snippets = [{ name: 'other.ts', text: textOf(snippet) }];
  const request = aRequest({
    input: { kind: 'infill', prefix, suffix: textOf(below), snippets },
  });
  const echo = await ask(request, cuts, (masked) => masked);
  for (const { secret } of [...above, ...below, ...snippet]) {
    if (secret !== '') assert.ok(!echo.sent.includes(JSON.stringify(secret).slice(1, -1)), secret);
  }
  // A model that repeats what it was sent has said what stands in the document.
  assert.equal(echo.withheld, undefined, 'an answer of our own words is withheld');
  assert.equal(echo.text, prefix);
  for (const text of echo.heard) assert.ok(prefix.startsWith(text), text);
  const placeholder = /veiled(?:[A-Z][a-z]{3}){3,}/.exec(echo.said)?.[0];
  if (placeholder === undefined || prefix.includes('eiled')) return;
  // One with a letter of a placeholder changed names a credential that nobody has.
  const at = 'veiled'.length + (changed % (placeholder.length - 'veiled'.length));
  const letter = placeholder[at] === 'q' ? 'x' : 'q';
  const other = placeholder.slice(0, at) + letter + placeholder.slice(at + 1);
  const garbled = await ask(request, cuts, () => `open('${other}');\n`);
  assert.equal(garbled.text, '');
  // Only whole lines are shown while an answer grows.
  assert.ok(garbled.heard.every((text) => !text.includes('\n')));
}

/** Credentials in prompts: none is sent, and what is answered has them back, whole or still growing. */
export const masking = target<MaskingCase>({
  name: 'masking',
  share: 60,
  maxMs: 500,
  open: () => {
    const planted = fc.constantFrom(...knownSamples());
    const lines = fc.array(
      fc.oneof({ weight: 3, arbitrary: plain }, { weight: 1, arbitrary: planted }),
      {
        maxLength: 8,
      },
    );
    return {
      cases: fc.record({
        above: lines,
        below: lines,
        snippet: lines,
        cuts: fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 4 }),
        changed: fc.nat(30),
      }),
      check,
    };
  },
});
