import { strict as assert } from 'node:assert';
import { factsIn, inForm, joined } from '../../../server/src/upstream/requestFacts.ts';

const BODY = {
  model: 'm',
  max_tokens: 9,
  temperature: 0,
  stream: true,
  stream_options: { include_usage: true },
  stop: ['a', 'b', 'c'],
  options: { stop: ['a', 'b', 'c'], temperature: 0, num_ctx: 1 },
};

describe('the form of requests', () => {
  it('follows what is known', () => {
    const facts = {
      without: ['temperature'],
      stops: 2,
      tokenLimit: 'max_completion_tokens',
    } as const;
    assert.deepEqual(inForm(BODY, facts), {
      model: 'm',
      max_completion_tokens: 9,
      stream: true,
      stream_options: { include_usage: true },
      stop: ['a', 'b'],
      options: { stop: ['a', 'b'], num_ctx: 1 },
    });
    const { stream, stream_options: options } = inForm(BODY, { isWhole: true });
    assert.deepEqual([stream, options], [false, undefined]);
  });

  it('joins what was learnt one after the other', () => {
    const first = { without: ['temperature'], inputTokens: 900 };
    assert.deepEqual(joined(first, { without: ['stop', 'temperature'], inputTokens: 400 }), {
      without: ['temperature', 'stop'],
      inputTokens: 400,
    });
  });

  it('takes nothing from a file that is no fact', () => {
    const odd = {
      without: ['model', 'messages', 5, 'stop', 'x'.repeat(99)],
      stops: -1,
      tokenLimit: 'tokens',
      inputTokens: Number.POSITIVE_INFINITY,
      outputTokens: 0.5,
      api: 'responses',
      isWhole: 'yes',
    };
    assert.deepEqual(factsIn(odd), { without: ['stop'] });
    for (const each of [null, 5, 'x', []]) assert.deepEqual(factsIn(each), {});
    const known = { stops: 4, api: 'chat', isWhole: true, inputTokens: 5 } as const;
    assert.deepEqual(factsIn(JSON.parse(JSON.stringify(known))), known);
  });
});
