import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import type { RelayOperation } from '../../../../server/src/domain/relay.ts';
import { ApiError } from '../../../../server/src/http/openai/apiError.ts';
import { readRequest } from '../../../../server/src/http/openai/requestBody.ts';

const OPTIONS = { cacheTemperature: 0.3, unknownParameters: 'pass' } as const;
const SECRET = 'nobody may know this';
const MESSAGE = { role: 'user', content: SECRET };
const BODIES: Readonly<Record<RelayOperation, object>> = {
  chat: { model: 'm', messages: [MESSAGE] },
  text: { model: 'm', prompt: SECRET },
  embeddings: { model: 'm', input: SECRET },
};
const read = (operation: RelayOperation, more: object = {}, options: object = {}) =>
  readRequest(
    operation,
    { value: { ...BODIES[operation], ...more }, bytes: 0 },
    { ...OPTIONS, ...options },
  );
const refusal = (operation: RelayOperation, more: object, options: object = {}): ApiError => {
  try {
    read(operation, more, options);
  } catch (error) {
    if (error instanceof ApiError) return error;
    throw error;
  }
  return assert.fail(`taken: ${JSON.stringify(more)}`);
};

describe('a request’s body', () => {
  const wrong: [operation: RelayOperation, more: object, param: string][] = [
    ['chat', { model: 'x'.repeat(257) }, 'model'],
    ['chat', { stream: 'yes' }, 'stream'],
    ['chat', { stream: 1 }, 'stream'],
    ['chat', { stream_options: [] }, 'stream_options'],
    ['chat', { stream_options: true }, 'stream_options'],
    ['chat', { temperature: '0' }, 'temperature'],
    ['chat', { temperature: -0.1 }, 'temperature'],
    ['chat', { temperature: 2.1 }, 'temperature'],
    ['chat', { temperature: Infinity }, 'temperature'],
    ['chat', { n: 0 }, 'n'],
    ['chat', { n: 129 }, 'n'],
    ['chat', { max_tokens: -1 }, 'max_tokens'],
    ['chat', { max_completion_tokens: {} }, 'max_completion_tokens'],
    ['chat', { messages: undefined }, 'messages'],
    ['chat', { messages: [] }, 'messages'],
    ['chat', { messages: SECRET }, 'messages'],
    ['chat', { messages: [MESSAGE, SECRET] }, 'messages[1]'],
    ['chat', { messages: [MESSAGE, { content: SECRET }] }, 'messages[1].role'],
    ['chat', { messages: [{ role: 'user', content: { text: SECRET } }] }, 'messages[0].content'],
    ['chat', { messages: [{ role: 'user', content: 7 }] }, 'messages[0].content'],
    ...[undefined, null, [], {}, 7, [SECRET, {}], [null], [[]], [['a']], [1, SECRET]].flatMap(
      (input) =>
        [
          ['text', { prompt: input }, 'prompt'],
          ['embeddings', { input }, 'input'],
        ] as [RelayOperation, object, string][],
    ),
    ['text', { suffix: 7 }, 'suffix'],
    ['text', { best_of: 'all' }, 'best_of'],
  ];
  for (const [operation, more, param] of wrong) {
    it(`is refused with the name of what is wrong: ${operation} ${JSON.stringify(more).slice(0, 60)}`, () => {
      const error = refusal(operation, more);
      assert.deepEqual(
        [error.status, error.type, error.param],
        [400, 'invalid_request_error', param],
      );
      assert.ok(error.message.includes(param), error.message);
      assert.ok(!error.message.includes(SECRET));
    });
  }

  it('is refused with the codes of OpenAI', () => {
    const cases: [object, string | null, string | null][] = [
      [{ model: undefined }, null, null],
      [{ model: '' }, null, null],
      [{ model: {} }, null, null],
      [{ messages: undefined }, 'messages', 'missing_required_parameter'],
      [{ messages: [] }, 'messages', 'empty_array'],
      [{ messages: 'Why?' }, 'messages', 'invalid_type'],
      [{ messages: ['Why?'] }, 'messages[0]', 'invalid_type'],
      [{ messages: [{ content: 'Why?' }] }, 'messages[0].role', 'missing_required_parameter'],
      [{ temperature: 3 }, 'temperature', 'decimal_above_max_value'],
      [{ temperature: -1 }, 'temperature', 'decimal_below_min_value'],
      [{ temperature: 'hot' }, 'temperature', 'invalid_type'],
      [{ n: 1_000 }, 'n', 'integer_above_max_value'],
      [{ stream: 'yes' }, 'stream', 'invalid_type'],
      [{ stream_options: 'all' }, 'stream_options', 'invalid_type'],
    ];
    for (const [more, param, code] of cases) {
      const error = refusal('chat', more);
      assert.deepEqual([error.status, error.param, error.code], [400, param, code]);
    }
  });

  it('keeps what a client wants of a stream beside the usage, which every stream is asked for', () => {
    const options = { include_usage: true, include_obfuscation: false };
    const { input, wantsUsage } = read('chat', { stream: true, stream_options: options });
    assert.equal(wantsUsage, true);
    assert.deepEqual(input.streamOptions, { include_obfuscation: false });
    assert.equal('streamOptions' in read('chat', { stream_options: options }).input, false);
  });

  it('is refused with more parameters, or options of a stream, than anybody has', () => {
    const many = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, at) => [`k${at}`, at]));
    assert.ok(read('chat', { ...many(996), stream_options: many(1_000), stream: true }));
    assert.match(refusal('chat', many(999)).message, /more than 1,000 parameters: send those/);
    const error = refusal('chat', { stream_options: many(1_001) });
    assert.deepEqual([error.status, error.param], [400, 'stream_options']);
  });

  it('is refused where it is no object', () => {
    for (const value of [null, undefined, [], 'x', 7])
      assert.throws(() => readRequest('chat', { value, bytes: 0 }, OPTIONS), ApiError);
  });

  it('is read, or refused in our words, whatever it is', () => {
    const operation = fc.constantFrom<RelayOperation>('chat', 'text', 'embeddings');
    const names = ['messages', 'prompt', 'input', 'n', 'stream', 'stream_options', 'suffix'];
    const members = fc.dictionary(fc.constantFrom(...names), fc.jsonValue());
    fc.assert(
      fc.property(operation, members, (of, more) => {
        try {
          const ask = read(of, more);
          assert.ok(ask.inputTokens >= 0 && ask.outputTokens >= 0);
          assert.ok(ask.input.texts.every((text) => typeof text === 'string'));
        } catch (error) {
          assert.ok(error instanceof ApiError, String(error));
        }
      }),
    );
  });

  it('goes on as it is, but for its model and how it is answered', () => {
    const more = { stream: true, stream_options: { include_usage: true }, top_k: 5, seed: null };
    const ask = read('chat', more);
    assert.deepEqual(ask.input.body, { messages: [MESSAGE], top_k: 5, seed: null });
    assert.deepEqual([ask.model, ask.input.isStreamed, ask.wantsUsage], ['m', true, true]);
    assert.deepEqual(ask.input.texts, [SECRET]);
    assert.equal(read('embeddings', { stream: true }).input.isStreamed, false);
    assert.equal(read('chat', { stream: null, stream_options: null }).input.isStreamed, false);
  });

  it('has its unknown members refused where the configuration says so, and only then', () => {
    const error = refusal('chat', { top_k: 5 }, { unknownParameters: 'refuse' });
    assert.deepEqual([error.code, error.param], ['unknown_parameter', 'top_k']);
    const long = refusal('text', { ['x'.repeat(999)]: 1 }, { unknownParameters: 'refuse' });
    assert.ok(long.message.length < 200);
    assert.ok(refusal('embeddings', { stream: true }, { unknownParameters: 'refuse' }));
    // Those that OpenAI's reference has got last.
    for (const name of ['top_logprobs', 'moderation', 'prompt_cache_options', 'verbosity'])
      assert.ok(read('chat', { [name]: null }, { unknownParameters: 'refuse' }), name);
  });

  it('says how many tokens it is, and how many its answers may have', () => {
    const text = 'x'.repeat(40);
    const tokensOf = (operation: RelayOperation, more: object) => {
      const { inputTokens, outputTokens } = read(operation, more);
      return [inputTokens, outputTokens];
    };
    const messages = [
      { role: 'user', content: text },
      { role: 'user', content: [{ type: 'text', text }] },
      { role: 'assistant', content: null },
    ];
    assert.deepEqual(tokensOf('chat', { messages }), [20, 1_024]);
    assert.deepEqual(tokensOf('chat', { messages, max_tokens: 7, n: 3 }), [20, 21]);
    const both = { messages, max_completion_tokens: 9, max_tokens: 7 };
    assert.deepEqual(tokensOf('chat', both), [20, 9]);
    const larger = { messages, max_completion_tokens: 1, max_tokens: 7 };
    assert.deepEqual(tokensOf('chat', larger), [20, 7]);
    assert.deepEqual(tokensOf('text', { prompt: text, suffix: text, max_tokens: 5 }), [20, 5]);
    assert.deepEqual(tokensOf('text', { prompt: [1, 2, 3], max_tokens: 5 }), [3, 5]);
    assert.deepEqual(tokensOf('text', { prompt: [text, text], max_tokens: 5, n: 2 }), [20, 20]);
    assert.deepEqual(tokensOf('text', { prompt: [[1, 2], [3]], max_tokens: 5 }), [3, 10]);
    assert.deepEqual(tokensOf('text', { prompt: text, max_tokens: 5, best_of: 4, n: 2 }), [10, 20]);
    assert.deepEqual(tokensOf('embeddings', { input: [text, [1, 2]] }), [12, 0]);
  });

  it('may be answered from the cache unless answers are to differ, or it is more than text', () => {
    const mayCache = (operation: RelayOperation, more: object) => read(operation, more).mayCache;
    assert.ok(mayCache('chat', {}));
    assert.ok(mayCache('chat', { temperature: 0.3, tools: null }));
    assert.ok(!mayCache('chat', { temperature: 0.31 }));
    for (const name of ['tools', 'functions', 'web_search_options', 'audio'])
      assert.ok(!mayCache('chat', { [name]: [] }), name);
    const image = { type: 'image_url', image_url: { url: 'data:' } };
    for (const message of [
      { role: 'user', content: [image] },
      { role: 'user', content: ['x'] },
      { role: 'assistant', content: null, tool_calls: [] },
      { role: 'tool', content: 'x' },
      { role: 'function', content: 'x' },
    ]) {
      assert.ok(!mayCache('chat', { messages: [MESSAGE, message] }), JSON.stringify(message));
    }
    assert.ok(mayCache('text', {}) && mayCache('embeddings', {}));
  });

  it('is worked on in steps where it is large, and not cached beyond a million tokens', () => {
    const of = (bytes: number) => readRequest('chat', { value: BODIES.chat, bytes }, OPTIONS);
    assert.equal('isLarge' in of(131_072).input, false);
    assert.equal(of(131_073).input.isLarge, true);
    assert.ok(of(4_000_000).mayCache);
    assert.ok(!of(4_000_001).mayCache);
  });
});
