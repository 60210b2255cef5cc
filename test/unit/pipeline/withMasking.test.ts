import { strict as assert } from 'node:assert';
import type { GenerationRequest } from '../../../server/src/domain/generation.ts';
import { unmasked, withMasking } from '../../../server/src/pipeline/withMasking.ts';
import { Masker } from '../../../server/src/privacy/masker.ts';
import { aContext, aGeneration, aRequest } from '../../../tools/testing/requests.ts';

const KEY = `gh${'p_'}a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8`;
const OTHER = `gh${'p_'}z9Y8x7W6v5U4t3S2r1Q0p9O8n7M6l5K4j3I2`;
const PLACEHOLDER = /veiled[A-Za-z]+/g;

const infill = (prefix: string, suffix = '') =>
  aRequest({ input: { kind: 'infill', prefix, suffix } });

/** The stage before a model that says what the test makes of the masked request, in pieces. */
function stage(answer: (asked: GenerationRequest) => string | readonly string[]) {
  const sent: GenerationRequest[] = [];
  const heard: string[] = [];
  const generate = withMasking(new Masker('installation'), async (request, context) => {
    sent.push(request);
    const pieces = [answer(request)].flat();
    let text = '';
    for (const piece of pieces) {
      text += piece;
      if (context.onText?.(text) === false) break;
    }
    return aGeneration({ text });
  });
  const ask = (request: GenerationRequest) =>
    generate(request, aContext({ onText: (text) => heard.push(text) > 0 }));
  return { ask, sent, heard };
}

const prefixOf = (request: GenerationRequest | undefined): string =>
  request?.input.kind === 'infill' ? request.input.prefix : '';

const placeholderIn = ({ input }: GenerationRequest): string =>
  JSON.stringify(input).match(PLACEHOLDER)?.[0] ?? '';

describe('withMasking', () => {
  it('sends a request without credentials as it is', async () => {
    const { ask, sent } = stage(() => 'sum(items)');
    const request = infill('const total = ');
    assert.equal((await ask(request)).text, 'sum(items)');
    assert.equal(sent[0], request);
  });

  it('sends placeholders for credentials, and puts them back into the answer', async () => {
    const { ask, sent } = stage((asked) => `open('${placeholderIn(asked)}');`);
    const { text } = await ask(infill(`const key = '${KEY}';\n`, `\nclose('${KEY}');\n`));
    assert.equal(text, `open('${KEY}');`);
    assert.ok(!JSON.stringify(sent).includes(KEY));
  });

  it('gives the same credential the same placeholder, another another', async () => {
    const { ask, sent } = stage(() => 'a');
    await ask(infill(`a('${KEY}');\n`));
    await ask(infill(`b('${KEY}');\nc('${OTHER}');\n`));
    const [first = [], second = []] = sent.map(
      ({ input }) => JSON.stringify(input).match(PLACEHOLDER) ?? [],
    );
    assert.equal(first[0], second[0]);
    assert.notEqual(second[0], second[1]);
    assert.notEqual(sent[0]?.masked?.digest, sent[1]?.masked?.digest);
  });

  it('masks snippets, their names, and both texts of a question, and moves what may be left out of it', async () => {
    const { ask, sent } = stage(() => 'a');
    const snippets = [{ name: `${KEY}.ts`, text: `open('${OTHER}')` }];
    await ask(aRequest({ input: { kind: 'infill', prefix: 'a', suffix: '', snippets } }));
    const above = `head ${KEY}\n`;
    const user = `${above}above ${OTHER}\nblock\nbelow\n`;
    const start = above.length;
    const end = user.indexOf('block');
    const around = {
      above: { start, end },
      below: { start: user.indexOf('below'), end: user.length },
    };
    await ask(aRequest({ input: { kind: 'chat', system: KEY, user, around } }));
    assert.ok(![KEY, OTHER].some((key) => JSON.stringify(sent).includes(key)));
    const input = sent[1]?.input;
    if (input?.kind !== 'chat' || input.around === undefined) throw new Error('no chat');
    assert.match(
      input.user.slice(input.around.above.start, input.around.above.end),
      /^above veiled\w+\n$/,
    );
    assert.equal(input.user.slice(input.around.below.start, input.around.below.end), 'below\n');
  });

  it('masks a credential wherever it stands again, without its name', async () => {
    const { ask, sent } = stage(() => 'a');
    await ask(infill("password = 'gate-4711-keeper'\n# gate-4711-keeper, not gate-4711-keepers\n"));
    assert.match(prefixOf(sent[0]), /^password = '(veiled\w+)'\n# \1, not gate-4711-keepers\n$/);
  });

  it('never lets half a placeholder be heard', async () => {
    const { ask, heard } = stage((asked) => [...`open('${placeholderIn(asked)}');`]);
    await ask(infill(`const key = '${KEY}';\n`));
    assert.equal(heard.at(-1), `open('${KEY}');`);
    assert.deepEqual(
      heard.filter((text) => /veil/.test(text)),
      [],
    );
    assert.ok(heard.includes("open('"));
  });

  const unusable: [name: string, answer: (placeholder: string) => string][] = [
    ['a changed placeholder', (own) => `open('${own.slice(0, -2)}xy');`],
    ['a cut placeholder', (own) => `open('${own.slice(0, -4)}');`],
    ['a placeholder in other letters', (own) => `open('${own.toUpperCase()}');`],
    ['a placeholder without its beginning', (own) => `open('${own.slice('veiled'.length)}');`],
    ['a placeholder of another request', () => "open('veiledBaboBaboBabo');"],
    ['somebody else’s credential', () => `open('${OTHER}');`],
  ];
  for (const [name, answer] of unusable) {
    it(`uses no answer with ${name}`, async () => {
      const { ask } = stage((asked) => answer(placeholderIn(asked)));
      const { text, withheld } = await ask(infill(`const key = '${KEY}';\n`));
      assert.deepEqual([text, withheld], ['', 'credential']);
    });
  }

  it('uses no answer that goes on a line to somebody else’s credential', async () => {
    const { ask } = stage(() => `${KEY.slice(4)}';`);
    assert.equal((await ask(infill(`const key = 'gh${'p_'}`))).withheld, 'credential');
  });

  it('ends a stream at the first line that cannot be used, and lets no one hear it', async () => {
    const { ask, heard } = stage(() => ['first();\n', `open('${OTHER}`, `');\n`, 'third();\n']);
    await ask(infill('a\n'));
    assert.ok(
      heard.every((text) => !text.includes(`');`)),
      heard.join('|'),
    );
    assert.ok(heard.every((text) => !text.includes('third')));
  });

  it('lets words be that only resemble a placeholder, where the request says them itself', async () => {
    const { ask } = stage(() => 'unveiledBaboBaboBabo();');
    const { text } = await ask(infill(`const key = '${KEY}';\nunveiledBaboBaboBabo();\n`));
    assert.equal(text, 'unveiledBaboBaboBabo();');
  });

  it('chooses another placeholder where a text holds the first already', async () => {
    const { ask, sent } = stage(
      (asked) => `open('${JSON.stringify(asked.input).match(PLACEHOLDER)?.[0]}');`,
    );
    await ask(infill(`const key = '${KEY}';\n`));
    const taken = placeholderIn(sent[0] as GenerationRequest);
    const { text } = await ask(infill(`const key = '${KEY}';\n// ${taken}\n`));
    assert.equal(text, `open('${KEY}');`);
  });

  it('puts the asker’s own credentials into an answer of the cache', () => {
    const masker = new Masker('installation');
    const request = infill(`const key = '${KEY}';\n`);
    const masked = masker.mask(request);
    const text = `open('${placeholderIn(masked.request)}');`;
    assert.equal(unmasked(aGeneration({ text }), '', masked).text, `open('${KEY}');`);
  });

  it('keeps the lines of a private key, each with a placeholder of its own', () => {
    const body = [
      'MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSj',
      'q8L0x7fZ2mJ4kP1sT6vW9yB3dN5hR0uC',
      'Zx1=',
    ];
    const key = ['-----BEGIN PRIVATE KEY-----', ...body, '-----END PRIVATE KEY-----'].join('\n  ');
    const { request } = new Masker('installation').mask(infill(`pem = """${key}"""\n`));
    const prefix = prefixOf(request);
    assert.equal(prefix.split('\n').length, key.split('\n').length + 1);
    assert.equal(new Set(prefix.match(PLACEHOLDER)).size, 3);
    assert.ok(body.every((line) => !prefix.includes(line)));
  });
});
