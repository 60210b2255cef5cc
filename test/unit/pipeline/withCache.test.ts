import { strict as assert } from 'node:assert';
import { MemoryTier } from '../../../server/src/cache/memoryTier.ts';
import { TieredCache } from '../../../server/src/cache/tieredCache.ts';
import type { Generate, Generation } from '../../../server/src/domain/generation.ts';
import { type StoredGeneration, withCache } from '../../../server/src/pipeline/withCache.ts';
import { FakeClock, settled } from '../../support/fakeClock.ts';
import { aContext, aGeneration, aRequest } from '../../support/requests.ts';

function cached(answer: () => Generation) {
  const clock = new FakeClock();
  const options = {
    maxEntries: 10,
    maxBytes: 1_000_000,
    ttlMs: 86_400_000,
    eviction: 'lru',
  } as const;
  const cache = new TieredCache<StoredGeneration>(
    new MemoryTier(options, clock),
    [],
    clock,
    () => undefined,
  );
  let calls = 0;
  const next: Generate = async () => {
    calls++;
    return answer();
  };
  const keys = [
    { endpointId: 'first', key: 'k1' },
    { endpointId: 'second', key: 'k2' },
  ];
  const generate = withCache(
    () => keys,
    cache,
    clock,
    () => undefined,
    next,
  );
  const ask = async () => {
    const generation = await generate(aRequest(), aContext());
    await settled();
    return generation;
  };
  return { clock, cache, ask, generate, calls: () => calls };
}

describe('withCache', () => {
  it('asks once, stores under the endpoint that answered, and says where an answer came from', async () => {
    const { ask, cache, calls } = cached(() => aGeneration({ endpointId: 'second' }));
    assert.equal((await ask()).source, 'upstream');
    const again = await ask();
    assert.deepEqual([again.source, again.endpointId, calls()], ['memory', 'second', 1]);
    assert.deepEqual([cache.peek('k1'), cache.peek('k2')?.text], [undefined, 'sum(items)']);
  });

  it('never stores an answer that was cut', async () => {
    const { ask, calls } = cached(() => aGeneration({ ending: 'length' }));
    await ask();
    await ask();
    assert.equal(calls(), 2);
  });

  it('stores what our own rule found whole', async () => {
    const { ask, calls } = cached(() => aGeneration({ ending: 'enough' }));
    await ask();
    await ask();
    assert.equal(calls(), 1);
  });

  it('stores nothing that looks like a credential, in answer or question', async () => {
    const key = ['AKIA', 'IOSFODNN7EXAMPLE'].join('');
    const answered = cached(() => aGeneration({ text: `const key = '${key}';` }));
    await answered.ask();
    await answered.ask();
    assert.equal(answered.calls(), 2);
    const asked = cached(() => aGeneration());
    const request = aRequest({ input: { kind: 'infill', prefix: `// ${key}`, suffix: '' } });
    for (let index = 0; index < 2; index++) {
      await asked.generate(request, aContext());
      await settled();
    }
    assert.equal(asked.calls(), 2);
  });

  it('stores nothing larger than 256 KB', async () => {
    const { ask, calls } = cached(() => aGeneration({ text: 'é'.repeat(140_000) }));
    await ask();
    await ask();
    assert.equal(calls(), 2);
  });

  it('remembers an empty answer for 45 s', async () => {
    const { ask, clock, calls } = cached(() => aGeneration({ text: '' }));
    await ask();
    await clock.pass(44_999);
    await ask();
    assert.equal(calls(), 1);
    await clock.pass(1);
    await ask();
    assert.equal(calls(), 2);
  });

  it('does not store what was asked before a clear', async () => {
    let clear = () => Promise.resolve();
    const { ask, cache, calls } = cached(() => {
      void clear();
      return aGeneration();
    });
    clear = async () => {
      await cache.clear();
    };
    await ask();
    assert.deepEqual(cache.usage(), { memory: { entries: 0, bytes: 0 } });
    assert.equal(calls(), 1);
  });

  it('gives a hit to who watches the text', async () => {
    const { ask, generate } = cached(() => aGeneration());
    await ask();
    const seen: string[] = [];
    const onText = (text: string) => seen.push(text) > 0;
    await generate(aRequest(), aContext({ onText }));
    assert.deepEqual(seen, ['sum(items)']);
  });
});
