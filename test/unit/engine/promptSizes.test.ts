import { strict as assert } from 'node:assert';
import { FULL_SIZE } from '../../../server/src/completion/context/promptSize.ts';
import { PromptSizes } from '../../../server/src/engine/promptSizes.ts';
import { anEndpoint } from '../../../tools/testing/requests.ts';

const HERE = { provider: 'llamacpp', url: 'http://127.0.0.1:8080' };
const suffixAt = (changes: object, msPerToken?: number): number =>
  new PromptSizes().of(anEndpoint(changes), msPerToken).suffix;

describe('the size of a prompt', () => {
  it('is full for what is not known to be of the user’s own, and does not tell what it costs', () => {
    for (const each of [
      { provider: 'mistral', url: 'https://api.mistral.ai/v1' },
      // A gateway may pass requests on.
      { provider: 'openai', url: 'http://127.0.0.1:4000/v1' },
      { ...HERE, url: 'https://gpu.example.com' },
      { ...HERE, limits: { requestsPerMinute: 9 } },
      { ...HERE, limits: { requestsPerDay: 100 } },
      { ...HERE, limits: { tokensPerMinute: 100 } },
      { ...HERE, price: { input: 1, output: 1 } },
      { ...HERE, provider: 'ollama', completionModel: 'qwen3-coder:480b-cloud' },
    ]) {
      assert.equal(suffixAt(each), FULL_SIZE.suffix, JSON.stringify(each));
    }
  });

  it('is small for a server of the user’s own that was not measured yet', () => {
    const small = new PromptSizes().of(anEndpoint(HERE), 1_000);
    for (const changes of [{}, { limits: { inputTokens: 3_072, concurrency: 4 } }])
      assert.deepEqual(new PromptSizes().of(anEndpoint({ ...HERE, ...changes }), undefined), small);
  });

  it('follows what a token costs', () => {
    assert.deepEqual(
      [0.05, 0.2, 4, 9].map((ms) => suffixAt(HERE, ms)),
      [3_000, 1_200, 400, 240],
    );
    assert.equal(suffixAt({ provider: 'openai', url: 'http://127.0.0.1:4000/v1' }, 1), 400);
  });

  it('stays as it is while the cost wavers', () => {
    const sizes = new PromptSizes();
    const endpoint = anEndpoint(HERE);
    const suffixes = [0.19, 0.28, 0.14, 0.29, 0.21, 0.19].map(
      (ms) => sizes.of(endpoint, ms).suffix,
    );
    assert.deepEqual(suffixes, [1_200, 1_200, 1_200, 400, 400, 1_200]);
  });

  it('is smaller in every part for a server that takes seconds for a window', () => {
    const { prefix, keptPrefix, suffix, snippets } = new PromptSizes().of(anEndpoint(HERE), 8);
    assert.ok(prefix < 2_000 && suffix < 300 && snippets < 1_000);
    // Evaluated anew when the window moves, in less than two seconds.
    assert.ok(keptPrefix <= prefix / 2);
  });
});
