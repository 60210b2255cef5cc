import { strict as assert } from 'node:assert';
import { readRefusal } from '../../../../server/src/upstream/refusals/readRefusal.ts';
import { mistakesIn, readCase } from '../../../../tools/field/judged.ts';
import { JUDGED_REFUSALS, REFUSALS } from '../../../../tools/field/refusals/index.ts';
import { processorMs } from '../../../support/processorTime.ts';

const ASKED = {
  members: ['model', 'stop', 'temperature'],
  stops: 5,
  outputTokens: 64,
  characters: 43,
  texts: ['const password = await readTheKeyOf(user);\n'],
  api: 'fim',
  apis: ['fim', 'chat'],
} as const;
const KEY = 'abcdefghijklmnop';

const read = (body: unknown, status = 400, headers = {}) =>
  readRefusal({ status, headers, body }, ASKED, KEY, 0);
const sentenceOf = (message: string) => read({ error: { message } }).sentence;

describe('the reader of refusals', () => {
  for (const each of [...REFUSALS, ...JUDGED_REFUSALS]) {
    it(`reads ${each.name}`, () => assert.deepEqual(mistakesIn(each), []));
  }

  it('tells no key, no account, and nothing of the request', () => {
    assert.equal(sentenceOf(`Bad key ${KEY}!`), 'Bad key …!');
    assert.equal(sentenceOf('Bad key sk-proj-****************abcd.'), 'Bad key …');
    assert.equal(sentenceOf('Limit of org_01hw8f0aa0ekmrn reached'), 'Limit of … reached');
    assert.equal(sentenceOf('Not allowed: await readTheKeyOf(user);'), undefined);
    assert.equal(sentenceOf('two\nlines\tand\u00a0blanks'), 'two lines and blanks');
    assert.equal(sentenceOf('long '.repeat(999))?.length, 240);
  });

  it('tells no quotation of the request, on whatever lines and however escaped', () => {
    const code = 'function total(items) {\n  const naïve = "a" + items[0];\n  return naïve;\n}\n';
    const texts = ['Rules.', `Explain this:\n${code}`];
    const told = (message: string) =>
      readRefusal({ status: 400, headers: {}, body: { message } }, { ...ASKED, texts }, KEY, 0)
        .sentence;
    assert.equal(told(`Invalid request: ${code.replaceAll('\n', ' ')}`), undefined);
    assert.equal(told(`Invalid request: ${code.replace(/\s+/g, '')}`), undefined);
    assert.equal(told(`Invalid request: ${JSON.stringify({ content: code })}`), undefined);
    assert.equal(told(String.raw`Invalid: {\n  const na\u00efve = \"a\" + items[0]`), undefined);
    assert.equal(told('Invalid: const naïve = &quot;a&quot; + items[0]'), undefined);
    assert.equal(told('Invalid request: total(items)'), 'Invalid request: total(items)');
  });

  it('knows how long to stay away where only the words say so', () => {
    const waitOf = (message: string) => read({ error: { message } }, 429).retryAfterMs;
    assert.equal(waitOf('Rate limit reached. Please try again in 4.5s.'), 4_500);
    assert.equal(waitOf('Please retry in 42.5s.'), 42_500);
    assert.equal(waitOf('Please try again in 9m38s. Need more?'), 578_000);
    assert.equal(waitOf('Try again after 20 seconds'), 20_000);
    assert.equal(waitOf('Try again in 999999h'), undefined);
    assert.equal(waitOf('Slow down'), undefined);
  });

  it('tells the code and the parameter as the server names them, and only such', () => {
    const named = (error: object) => {
      const { code, parameter } = read({ error: { message: 'No.', ...error } });
      return [code, parameter];
    };
    assert.deepEqual(named({ code: 'unknown_parameter', param: 'messages[0].role' }), [
      'unknown_parameter',
      'messages[0].role',
    ]);
    assert.deepEqual(named({ code: KEY, param: KEY }), [undefined, undefined]);
    assert.deepEqual(named({ code: `x_${KEY}`, param: `x.${KEY}` }), [undefined, undefined]);
    assert.deepEqual(named({ code: null, param: null }), [undefined, undefined]);
    assert.deepEqual(named({ code: 400, param: 7 }), [undefined, undefined]);
    assert.deepEqual(named({ code: 'Bad key sk-1', param: 'a b' }), [undefined, undefined]);
    assert.deepEqual(named({ code: 'c'.repeat(65), param: 'p'.repeat(101) }), [
      undefined,
      undefined,
    ]);
  });

  it('does not tell where a redirect leads beyond its address', () => {
    const headers = { location: 'https://u:p@b.example/v1?key=1#x' };
    assert.equal(read('', 302, headers).sentence, 'https://b.example/v1');
  });

  it('takes anything', () => {
    const deep = JSON.parse(`${'['.repeat(500)}${']'.repeat(500)}`);
    const wide = { error: Array.from({ length: 9_999 }, () => ({ message: 'x' })) };
    const odd = [null, 5, true, '', '<', '<title', '{', '[]', '{}', deep, wide, { error: [[]] }];
    for (const body of odd) {
      for (const status of [200, 400, 429, 599])
        assert.equal(typeof read(body, status).kind, 'string');
    }
    const long = JSON.stringify({ error: 'model '.repeat(20_000) });
    const ms = processorMs(() => read(long));
    assert.ok(ms < 200, `${ms} ms`);
  });

  it('asks for nothing that was not sent, and for nothing twice', () => {
    const [{ name: _, ...first }] = REFUSALS.filter(({ name }) => name.includes('five stops')) as [
      (typeof REFUSALS)[number],
    ];
    assert.deepEqual(readCase({ ...first, name: 'again' }).facts, { stops: 4 });
    const four = { ...ASKED, stops: 4 };
    const again = readRefusal({ status: 400, headers: {}, body: first.body }, four, KEY, 0);
    assert.deepEqual(again.facts, { without: ['stop'] });
    const none = { ...ASKED, members: ['model'] };
    assert.equal(
      readRefusal({ status: 400, headers: {}, body: first.body }, none, KEY, 0).facts,
      undefined,
    );
  });
});
