import { strict as assert } from 'node:assert';
import { MemoryTier } from '../../../server/src/cache/memory/memoryTier.ts';
import { TieredCache } from '../../../server/src/cache/tieredCache.ts';
import type { GenerationRequest } from '../../../server/src/domain/generation.ts';
import { proseKey } from '../../../server/src/pipeline/requestKey.ts';
import { SimilarPrompts } from '../../../server/src/pipeline/similarPrompts.ts';
import type { StoredGeneration } from '../../../server/src/pipeline/withCache.ts';
import { withProseCache } from '../../../server/src/pipeline/withProseCache.ts';
import { FakeClock, settled } from '../../../tools/testing/fakeClock.ts';
import { aContext, aGeneration, anEndpoint, aRequest } from '../../../tools/testing/requests.ts';

/** `during` happens while the model answers. */
function asking(
  during: (cache: TieredCache<StoredGeneration>) => Promise<unknown> = async () => {},
) {
  const clock = new FakeClock();
  const options = { maxEntries: 99, maxBytes: 1e6, ttlMs: 1e9, eviction: 'lru' } as const;
  const near = new MemoryTier<StoredGeneration>(options, clock);
  const cache = new TieredCache<StoredGeneration>(near, [], clock, () => undefined);
  const scope = { secret: 's', identity: 'me' };
  let calls = 0;
  const generate = withProseCache(
    {
      keysOf: (request) => {
        const key = proseKey(scope, request, anEndpoint());
        return key === undefined ? [] : [{ endpointId: 'first', ...key }];
      },
      cache,
      clock,
      random: () => 0.5,
      similar: new SimilarPrompts('s'),
      observe: () => undefined,
    },
    async () => {
      await during(cache);
      return aGeneration({ text: `answer ${++calls}` });
    },
  );
  const ask = async (user: string, changes: Partial<GenerationRequest> = {}, system = 'Help.') => {
    const input = { kind: 'chat', system, user } as const;
    const answer = await generate(aRequest({ task: 'action', input, ...changes }), aContext());
    await settled();
    return answer;
  };
  return { ask, calls: () => calls };
}

describe('withProseCache', () => {
  it('answers the same question with other manners, and says so', async () => {
    const { ask, calls } = asking();
    assert.equal((await ask('Explain backpressure')).match, undefined);
    const again = await ask('Could you please explain backpressure?');
    assert.deepEqual([again.text, again.match, again.source], ['answer 1', 'prose', 'memory']);
    assert.equal(calls(), 1);
  });

  it('does not where instructions, parameters or warmth differ, nor for code', async () => {
    const { ask, calls } = asking();
    await ask('Explain backpressure');
    await ask('explain backpressure', {}, 'Be brief.');
    await ask('explain backpressure', { maxOutputTokens: 9 });
    await ask('explain backpressure', { temperature: 0.2 });
    await ask('explain backpressure', { temperature: 0.7 });
    await ask('explain backpressure', { temperature: 0.7 });
    await ask('explain a.pause()');
    await ask('Explain a.pause()');
    assert.equal(calls(), 8);
  });

  it('offers what resembles a question beside its own answer, and never in its place', async () => {
    const { ask } = asking();
    await ask('How do I keep a slow consumer from being flooded by a fast producer of events');
    const other = await ask('How do I keep a slow consumer from being flooded by a fast producer');
    assert.equal(other.text, 'answer 2');
    assert.equal(other.match, undefined);
    assert.equal(other.similar?.length, 1);
    assert.ok((other.similar?.[0]?.likeness ?? 0) >= 0.5);
    assert.equal((await ask('What is a monad')).similar, undefined);
  });

  it('keeps no answer that was asked for before the cache was cleared', async () => {
    let clears = true;
    const { ask, calls } = asking(async (cache) => {
      if (clears) await cache.clear();
      clears = false;
    });
    await ask('Explain backpressure');
    await ask('explain backpressure');
    assert.equal(calls(), 2);
    await ask('explain backpressure');
    assert.equal(calls(), 2);
  });

  it('leaves completions alone', async () => {
    const { ask, calls } = asking();
    const input = { kind: 'infill', prefix: 'explain backpressure', suffix: '' } as const;
    await ask('', { input });
    await ask('', { input });
    assert.equal(calls(), 2);
  });
});

describe('SimilarPrompts', () => {
  it('keeps a bounded number, the newest', () => {
    const similar = new SimilarPrompts('s');
    const words = (index: number) =>
      `question number${index} about subject${index} in detail${index}`;
    for (let index = 0; index < 1_001; index++) similar.add(`k${index}`, words(index));
    assert.deepEqual(similar.candidates(words(0)), []);
    assert.equal(similar.candidates(words(1_000))[0]?.cacheKey, 'k1000');
  });

  it('estimates how much two questions have in common', () => {
    const similar = new SimilarPrompts('s');
    const text = Array.from({ length: 41 }, (_, index) => `w${index}`).join(' ');
    similar.add('k', text);
    assert.equal(similar.candidates(text)[0]?.likeness, 1);
    // 34 of 48 pairs are shared.
    const other = text.replace(/w3[4-9]|w40/g, (word) => `x${word}`);
    const estimate = similar.candidates(other)[0]?.likeness ?? 0;
    assert.ok(Math.abs(estimate - 34 / 48) < 0.2, String(estimate));
  });
});
