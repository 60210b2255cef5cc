import { strict as assert } from 'node:assert';
import { readPart } from '../../../server/src/providers/answerParts.ts';

describe('what servers count', () => {
  it('is a number of tokens, or nothing', () => {
    const usageIn = (text: string) => {
      const event = JSON.parse(`{"choices":[],"usage":${text}}`);
      return readPart(event).usage;
    };
    const none = [
      '1e999',
      '-1',
      '"5"',
      'null',
      '1e15',
      '0.5',
      '[5]',
      '{}',
      'true',
      '100000001',
      '-0.1',
    ];
    for (const each of none) {
      assert.equal(usageIn(`{"prompt_tokens":${each},"completion_tokens":1}`), undefined, each);
      assert.equal(usageIn(`{"prompt_tokens":1,"completion_tokens":${each}}`), undefined, each);
    }
    for (const each of ['null', '[]', '5', '"x"', '{"prompt_tokens":0,"completion_tokens":0}']) {
      assert.equal(usageIn(each), undefined, each);
    }
    assert.deepEqual(usageIn('{"prompt_tokens":1,"completion_tokens":0}'), {
      inputTokens: 1,
      outputTokens: 0,
    });
  });

  it('says how much of a prompt was evaluated, in the words of each server', () => {
    const openai = { prompt_tokens: 900, completion_tokens: 5 };
    const of = (usage: object) => readPart({ choices: [], usage: { ...openai, ...usage } }).usage;
    const evaluated = { inputTokens: 900, outputTokens: 5, evaluatedTokens: 100 };
    assert.deepEqual(of({ prompt_tokens_details: { cached_tokens: 800 } }), evaluated);
    assert.deepEqual(
      of({ prompt_cache_hit_tokens: 800, prompt_cache_miss_tokens: 100 }),
      evaluated,
    );
    assert.deepEqual(of({ cached_tokens: 800 }), evaluated);
    for (const wrong of [901, -1, '800', null, 0.5])
      assert.deepEqual(of({ cached_tokens: wrong }), { inputTokens: 900, outputTokens: 5 });
  });
});
