import { strict as assert } from 'node:assert';
import { modelHeader } from '../../../server/src/http/openai/modelHeader.ts';
import { aurelis } from '../../../server/src/providers/aurelis.ts';
import { providerOf } from '../../../server/src/providers/index.ts';
import { isOwnServer } from '../../../server/src/providers/ownServer.ts';
import { anEndpoint, aRequest } from '../../../tools/testing/requests.ts';

const URL_OF = 'http://127.0.0.1:4000/v1';
const gateway = (model = 'default') =>
  anEndpoint({ provider: 'aurelis', url: URL_OF, model, completionModel: model });

const entry = (id: string, fills: boolean, chats: boolean, limits: object = {}) => ({
  id,
  aurelis: { limits, fills, chats },
});
const LIMIT = { of: 'requests', per: 'day', limit: 10, remaining: 9 };
const LIST = {
  data: [
    entry('talker', false, true, { inputTokens: 4_000 }),
    entry('coder', true, false, { inputTokens: 8_000, outputTokens: 500 }),
  ],
  aurelis: { limits: [LIMIT] },
};
const facts = (answer: unknown, model?: string) => aurelis.describes?.read(answer, gateway(model));
const announced = (answer: unknown, model?: string) =>
  aurelis.describes?.announced?.(answer, gateway(model));

describe('the provider of an Aurelis gateway', () => {
  it('asks it as OpenAI’s API is asked, and for its list of models', () => {
    const endpoint = gateway();
    const { path, body } = providerOf(endpoint).prepare(aRequest(), endpoint);
    assert.equal(path, '/completions');
    assert.deepEqual([body.model, body.suffix], ['default', ';\n']);
    const chats = providerOf(endpoint).prepare(aRequest(), { ...endpoint, completionApi: 'chat' });
    assert.equal(chats.path, '/chat/completions');
    assert.deepEqual(aurelis.describes?.question({ ...endpoint, query: '?team=a' }), {
      url: `${URL_OF}/models?team=a`,
    });
    assert.deepEqual([aurelis.needsModel, aurelis.defaultUrl], [false, URL_OF]);
  });

  it('is no server of the user’s own: whoever is behind it may be paid', () => {
    assert.equal(isOwnServer(gateway()), false);
  });

  it('learns the limits of the model, and whether it fills in the middle', () => {
    assert.deepEqual(facts(LIST, 'talker'), { inputTokens: 4_000, api: 'chat' });
    assert.deepEqual(facts(LIST, 'coder'), { inputTokens: 8_000, outputTokens: 500 });
    assert.deepEqual(facts(LIST, 'another'), {});
  });

  it('takes the first model that fits where none is named', () => {
    assert.deepEqual(facts(LIST), { inputTokens: 8_000, outputTokens: 500 });
    assert.deepEqual(facts({ data: [LIST.data[0]] }), { inputTokens: 4_000, api: 'chat' });
    assert.deepEqual(facts({ data: [{ id: 'of-another-server' }] }), {});
  });

  it('tells which models it takes where none is named, however many there are', () => {
    const choices = (data: unknown) => aurelis.chooses?.choicesIn({ data });
    assert.deepEqual(choices(LIST.data), { fill: 'coder', chat: 'talker' });
    assert.deepEqual(choices([...LIST.data].reverse()), { fill: 'coder', chat: 'talker' });
    assert.deepEqual(choices([LIST.data[0]]), { chat: 'talker' });
    const many = Array.from({ length: 50 }, (_, at) => entry(`m${at}`, at === 40, false));
    assert.deepEqual(choices(many), { fill: 'm40' });
    assert.deepEqual(choices([...LIST.data, entry('default', true, false)]), {
      fill: 'default',
      chat: 'talker',
    });
    for (const none of [undefined, 'models', [null, 7], [{ id: 'of-another-server' }]])
      assert.deepEqual(choices(none), {});
  });

  it('tells which model an answer is by, in letters of any script', () => {
    const by = (told: string | string[] | undefined) =>
      aurelis.chooses?.answeredBy?.({ 'x-aurelis-model': told });
    assert.equal(by('qwen/qwen3-coder:30b'), 'qwen/qwen3-coder:30b');
    for (const name of ['модель-7', '\u{20000}'.repeat(200)]) {
      assert.equal(by(modelHeader(name)['x-aurelis-model']), name);
    }
    const odd = [undefined, '', ['a', 'b'], '%', '%ff', 'a%0ab', 'a%E2%80%AEb', 'x'.repeat(201)];
    for (const each of odd) assert.equal(by(each), undefined, String(each));
    assert.equal(by('%41'.repeat(900)), undefined);
  });

  it('keeps what is announced to its caller', () => {
    assert.deepEqual(announced(LIST, 'coder'), {
      models: [
        { name: 'coder', inputTokens: 8_000, outputTokens: 500, fills: true, chats: false },
        { name: 'talker', inputTokens: 4_000, fills: false, chats: true },
      ],
      moreModels: 0,
      limits: [LIMIT],
    });
  });

  it('keeps few of many models, the one that is asked among them, and counts the others', () => {
    const data = Array.from({ length: 10_100 }, (_, at) => entry(`m${at}`, true, true));
    const { models = [], moreModels } = announced({ data }, 'm9000') ?? {};
    assert.deepEqual([models.length, models[0]?.name, moreModels], [20, 'm9000', 9_980]);
  });

  for (const [what, list] of Object.entries({
    'no list': { data: 'none' },
    nothing: undefined,
    'a text': 'models',
  })) {
    it(`learns nothing from ${what}`, () => {
      assert.deepEqual([facts(list), announced(list)], [{}, undefined]);
    });
  }

  it('believes no odd names, numbers or limits', () => {
    const odd = {
      data: [
        entry('bad\u202ename', true, true),
        entry('two\nlines', true, true),
        { id: 7 },
        null,
        entry('x'.repeat(500), true, true),
        { ...entry('good', true, true, { inputTokens: -5, outputTokens: 1e99 }) },
        { id: 'plain', aurelis: { fills: 'yes', limits: 'none' } },
      ],
      aurelis: { limits: { of: 'requests' } },
    };
    assert.deepEqual(announced(odd), {
      models: [{ name: 'good', fills: true, chats: true }, { name: 'plain' }],
      moreModels: 0,
      limits: [],
    });
  });
});
