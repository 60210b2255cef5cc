import { strict as assert } from 'node:assert';
import { MemoryTier } from '../../../server/src/cache/memory/memoryTier.ts';
import { TieredCache } from '../../../server/src/cache/tieredCache.ts';
import { EndpointError } from '../../../server/src/domain/endpointError.ts';
import type { Generate, Generation } from '../../../server/src/domain/generation.ts';
import { type StoredGeneration, withCache } from '../../../server/src/pipeline/withCache.ts';
import { FakeClock, settled } from '../../../tools/testing/fakeClock.ts';
import { aContext, aGeneration, aRequest } from '../../../tools/testing/requests.ts';
import { relayRequest } from '../../support/relays.ts';

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
    { endpointId: 'first', key: 'k1', check: 'c1' },
    { endpointId: 'second', key: 'k2', check: 'c2' },
  ];
  let mayRefresh = true;
  const seen: string[] = [];
  let freshMs = 600_000;
  const generate = withCache(
    {
      keysOf: () => keys,
      cache,
      clock,
      random: () => 0.5,
      mayRefresh: () => mayRefresh,
      observe: ({ kind }) => void seen.push(kind),
      freshMs: () => freshMs,
      watch: {
        asked: (key, task, known) => void seen.push(`asked ${key} ${task} ${known?.bytes}`),
        stored: (key, bytes, isEmpty) => void seen.push(`stored ${key} ${bytes} ${isEmpty}`),
        refreshed: (key) => void seen.push(`refreshed ${key}`),
      },
    },
    next,
  );
  const ask = async () => {
    const generation = await generate(aRequest(), aContext());
    await settled();
    return generation;
  };
  const spend = (may: boolean) => {
    mayRefresh = may;
  };
  const freshFor = (ms: number) => {
    freshMs = ms;
  };
  return { clock, cache, keys, ask, generate, spend, seen, freshFor, calls: () => calls };
}

describe('withCache', () => {
  it('asks once, stores under the endpoint that answered, and says where an answer came from', async () => {
    const { ask, cache, calls } = cached(() => aGeneration({ endpointId: 'second' }));
    assert.equal((await ask()).source, 'upstream');
    const again = await ask();
    assert.deepEqual([again.source, again.endpointId, calls()], ['memory', 'second', 1]);
    assert.deepEqual([cache.peek('k1'), cache.peek('k2')?.text], [undefined, 'sum(items)']);
  });

  it('tells who follows it what was asked for, stored and asked again, under the first of its keys', async () => {
    const { ask, seen, clock, freshFor } = cached(() => aGeneration({ endpointId: 'second' }));
    freshFor(60_000);
    await ask();
    await ask();
    await clock.pass(50_000);
    await ask();
    await clock.pass(11_000);
    await ask();
    assert.deepEqual(seen, [
      ...['asked k1 completion undefined', 'stored k1 10 false'],
      ...['asked k1 completion 10', 'reused', 'asked k1 completion 10', 'reused'],
      ...['asked k1 completion 10', 'reused', 'refreshed', 'refreshed k1', 'stored k1 10 false'],
    ]);
    await clock.pass(60_000);
  });

  it("tells of another request's answer under a key, and asks", async () => {
    const { ask, seen, keys, calls } = cached(() => aGeneration());
    await ask();
    keys[0] = { endpointId: 'first', key: 'k1', check: 'another' };
    await ask();
    assert.equal(calls(), 2);
    assert.deepEqual(seen.slice(2, 4), ['asked k1 completion undefined', 'falseHit']);
  });

  it('gives others their turn while it looks through a long question', async () => {
    const { generate, clock, cache } = cached(() => aGeneration());
    const texts = ['some words of a text '.repeat(5_000)];
    const ask = (): Promise<Generation> => generate(relayRequest({ texts }), aContext());
    let isAnswered = false;
    const asked = ask().then(() => {
      isAnswered = true;
    });
    await settled();
    assert.equal(isAnswered, false);
    await clock.pass(0);
    await asked;
    assert.equal(cache.peek('k1')?.text, 'sum(items)');
    // What is forgotten meanwhile stays forgotten.
    await cache.clear();
    const again = ask();
    await settled();
    await cache.clear();
    await clock.pass(0);
    await again;
    assert.equal(cache.peek('k1'), undefined);
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

  it('stores no answer that holds a credential, or a placeholder that is not its own', async () => {
    const key = ['AKIA', 'IOSFODNN7EXAMPLE'].join('');
    const answered = cached(() => aGeneration({ text: `const key = '${key}';` }));
    await answered.ask();
    await answered.ask();
    assert.equal(answered.calls(), 2);
    const garbled = cached(() => aGeneration({ text: 'open(veiledBaboBaboBabo)' }));
    await garbled.ask();
    await garbled.ask();
    assert.equal(garbled.calls(), 2);
  });

  it('stores no answer that was meant to be one of several', async () => {
    const { generate, calls } = cached(() => aGeneration());
    for (const temperature of [0.4, 0.4, 0.3, 0.3]) {
      await generate(aRequest({ temperature }), aContext());
      await settled();
    }
    assert.equal(calls(), 3);
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

  const SOFT_MS = 600_000;

  it('serves an old answer at once, fetches a new one behind it, and serves that from then on', async () => {
    let text = 'old';
    const { ask, clock, calls } = cached(() => aGeneration({ text }));
    await ask();
    text = 'new';
    await clock.pass(SOFT_MS);
    assert.equal((await ask()).text, 'old');
    assert.equal((await ask()).text, 'new');
    assert.equal(calls(), 2);
  });

  it('goes on serving an old answer while the upstream fails, trying no more than twice a minute', async () => {
    let isDown = false;
    const { ask, clock, calls } = cached(() => {
      if (isDown) throw new EndpointError('first', 'server');
      return aGeneration();
    });
    await ask();
    isDown = true;
    await clock.pass(SOFT_MS);
    for (let index = 0; index < 10; index++) assert.equal((await ask()).text, 'sum(items)');
    assert.equal(calls(), 2);
    await clock.pass(30_000);
    await ask();
    assert.equal(calls(), 3);
    await clock.pass(86_400_000);
    await assert.rejects(ask());
  });

  it('fetches nothing behind an answer while budgets are low', async () => {
    const { ask, clock, calls, spend } = cached(() => aGeneration());
    await ask();
    await clock.pass(SOFT_MS);
    spend(false);
    await ask();
    assert.equal(calls(), 1);
  });

  it('asks anew when that is wished, and replaces what it had', async () => {
    let text = 'old';
    const { ask, generate, calls } = cached(() => aGeneration({ text }));
    await ask();
    text = 'new';
    assert.equal((await generate(aRequest(), aContext({ isFresh: true }))).text, 'new');
    assert.deepEqual([(await ask()).text, calls()], ['new', 2]);
  });

  it('leaves what it replaces alone where the first write wins', async () => {
    const { cache, generate, ask } = cached(() => aGeneration());
    const asked: (readonly string[] | undefined)[] = [];
    const { set } = cache;
    cache.set = (key, entry, tiers) => {
      asked.push(tiers);
      return set.call(cache, key, entry, tiers);
    };
    await ask();
    await generate(aRequest(), aContext({ isFresh: true }));
    assert.deepEqual(asked, [undefined, ['memory', 'redis', 'disk']]);
  });

  it('serves nothing whose second digest is another’s, even under the same key', async () => {
    const { ask, keys, calls } = cached(() => aGeneration());
    await ask();
    keys[0] = { endpointId: 'first', key: 'k1', check: 'another' };
    await ask();
    assert.equal(calls(), 2);
  });

  it('does not store what a broken stream left', async () => {
    const { ask, calls } = cached(() => aGeneration({ fault: 'malformed' }));
    await ask();
    await ask();
    assert.equal(calls(), 2);
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
