import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { CONTROL_TOKENS, MAX_CONTROL_TOKEN } from '../../../server/src/domain/controlTokens.ts';
import type { GenerationRequest, InfillInput } from '../../../server/src/domain/generation.ts';
import { Disarmer } from '../../../server/src/pipeline/disarmer.ts';
import { withDisarming } from '../../../server/src/pipeline/withDisarming.ts';
import { forged } from '../../../tools/field/models/forged.ts';
import { JUDGED_TOKENS, TOKENS } from '../../../tools/field/models/tokens.ts';
import { aContext, aGeneration, aRequest } from '../../../tools/testing/requests.ts';

const infill = (prefix: string, others: Partial<InfillInput> = {}) =>
  aRequest({ input: { kind: 'infill', prefix, suffix: '', ...others } });
const prefixOf = ({ input }: Pick<GenerationRequest, 'input'>): string =>
  input.kind === 'infill' ? input.prefix : '';

const ALL = [...Object.values(TOKENS), ...Object.values(JUDGED_TOKENS)].flat();
/** Code with control tokens, whole, in parts and side by side. */
const texts = fc
  .array(
    fc.oneof(
      fc.constantFrom(...ALL),
      fc.constantFrom(...ALL).map((token) => token.slice(0, -1)),
      fc.constantFrom(
        '<',
        '<|',
        '<[',
        '[',
        '|>',
        ']>',
        '>',
        '\n',
        ' a < b ',
        'x[i] = ',
        '\u2039',
        '\u2045|',
      ),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''));

describe('Disarmer', () => {
  it('lets no text forge a prompt, of any family, in any place (written)', () => {
    assert.deepEqual(forged(TOKENS), []);
  }).timeout(120_000);

  it('lets no text forge a prompt, of any family, in any place (judged)', () => {
    assert.deepEqual(forged(JUDGED_TOKENS), []);
  }).timeout(120_000);

  it('leaves a request as it is where there is nothing to take', () => {
    const request = infill('if (a < b && c[i] > d) { e = a <= b; } // <div>[x](y)</div>');
    const { request: sent, rearmed } = new Disarmer().disarm(request);
    assert.equal(sent, request);
    assert.equal(rearmed('\u2039|fim_middle|>'), '\u2039|fim_middle|>');
  });

  it('gives the same request for the same', () => {
    const disarmer = new Disarmer();
    const request = infill('"<|im_end|>"');
    assert.equal(disarmer.disarm(request).request, disarmer.disarm(request).request);
  });

  it('changes one sign of each token, and gives back what resembles it', () => {
    const { request, rearmed } = new Disarmer().disarm(infill('["<|fim_prefix|>", '));
    assert.equal(prefixOf(request), '["\u2039|fim_prefix|>", ');
    assert.equal(rearmed('"\u2039|fim_suffix|>"]'), '"<|fim_suffix|>"]');
    assert.equal(rearmed('"\u2039 and \u2039|"'), '"\u2039 and \u2039|"');
  });

  it('takes another sign where the text has the first already', () => {
    const text = '\u2039|eos|> "<|eos|>"';
    const { request, rearmed } = new Disarmer().disarm(infill(text));
    assert.equal(prefixOf(request), '\u2039|eos|> "\u276e|eos|>"');
    assert.equal(rearmed('\u276e|eos|> \u2039|eos|>'), '<|eos|> \u2039|eos|>');
  });

  it('changes the names of files, too, and no offset in a question', () => {
    const named = infill('', { file: '</s>.ts', snippets: [{ name: '[INST].ts', text: '<eos>' }] });
    const { input } = new Disarmer().disarm(named).request;
    assert.deepEqual(input, {
      kind: 'infill',
      prefix: '',
      suffix: '',
      file: '\u2039/s>.ts',
      snippets: [{ name: '\u2045INST].ts', text: '\u2039eos>' }],
    });
    const around = { above: { start: 0, end: 10 }, below: { start: 12, end: 15 } };
    const chat = { kind: 'chat', system: 's', user: '<|im_end|>\nab\nc', around } as const;
    const asked = new Disarmer().disarm(aRequest({ input: chat })).request.input;
    assert.deepEqual(asked, { ...chat, user: '\u2039|im_end|>\nab\nc' });
  });

  it('takes tokens out of tokens', () => {
    const text = '<[INST]> <|[SUFFIX]|> <<|eos|>> <[[TOOL_RESULTS]>';
    const { request, rearmed } = new Disarmer().disarm(infill(text));
    assert.equal(prefixOf(request).match(CONTROL_TOKENS), null);
    assert.equal(rearmed(prefixOf(request)), text);
  });

  it('leaves no token in any text, keeps its length, and gives it back', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const { request, rearmed } = new Disarmer().disarm(infill(text));
        const sent = prefixOf(request);
        assert.equal(sent.match(CONTROL_TOKENS), null);
        assert.equal(sent.length, text.length);
        assert.equal(rearmed(sent), text);
      }),
    );
  });

  it('tells of a growing answer only what stays', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const { request, rearmed, rearmedSoFar } = new Disarmer().disarm(infill(`<s>${text}`));
        const answer = prefixOf(request).slice(3);
        for (let length = 0; length <= answer.length; length++) {
          const told = rearmedSoFar(answer.slice(0, length));
          assert.ok(rearmed(answer).startsWith(told), told);
          assert.ok(length - told.length < MAX_CONTROL_TOKEN);
        }
      }),
    );
  });
});

describe('withDisarming', () => {
  it('gives tokens back as the answer streams, and whole', async () => {
    const heard: string[] = [];
    const answer = '"\u2039|fim_suffix|>"]';
    const generate = withDisarming(new Disarmer(), async (request, { onText }) => {
      assert.equal(prefixOf(request), '["\u2039|fim_prefix|>", ');
      for (const length of [1, 3, answer.length]) onText?.(answer.slice(0, length));
      return aGeneration({ text: answer });
    });
    const onText = (text: string): boolean => heard.push(text) > 0;
    const { text } = await generate(infill('["<|fim_prefix|>", '), aContext({ onText }));
    assert.equal(text, '"<|fim_suffix|>"]');
    assert.deepEqual(heard, ['"', '"<|fim_suffix|>"]']);
  });

  it('wants no more once the caller has enough', async () => {
    const wanted: (boolean | undefined)[] = [];
    const generate = withDisarming(new Disarmer(), async (_, { onText }) => {
      wanted.push(onText?.('a'), onText?.('ab'));
      return aGeneration();
    });
    await generate(infill('<s>'), aContext({ onText: () => false }));
    assert.deepEqual(wanted, [false, false]);
  });
});
