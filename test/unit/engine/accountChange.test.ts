import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { MemoryTier } from '../../../server/src/cache/memory/memoryTier.ts';
import { TieredCache } from '../../../server/src/cache/tieredCache.ts';
import { CacheKeys } from '../../../server/src/engine/cacheKeys.ts';
import { SimilarPrompts } from '../../../server/src/pipeline/similarPrompts.ts';
import { type StoredGeneration, withCache } from '../../../server/src/pipeline/withCache.ts';
import { withFlights } from '../../../server/src/pipeline/withFlights.ts';
import { withProseCache } from '../../../server/src/pipeline/withProseCache.ts';
import { FakeClock, settled } from '../../../tools/testing/fakeClock.ts';
import { aContext, aGeneration, anEndpoint, aRequest } from '../../../tools/testing/requests.ts';

const endpoint = anEndpoint();
const REQUESTS = [
  aRequest(),
  aRequest({
    task: 'action',
    input: { kind: 'chat', system: 'Be short.', user: 'Why is the sky blue, please?' },
  }),
];

/**
 * The request path with an account that changes as a host changes it. The model answers with the name of the account
 * that it was asked under, which is known only when the request is sent.
 */
function path() {
  const clock = new FakeClock();
  const options = { maxEntries: 99, maxBytes: 1e6, ttlMs: 1e9, eviction: 'lru' } as const;
  const near = new MemoryTier<StoredGeneration>(options, clock);
  const cache = new TieredCache<StoredGeneration>(near, [], clock, () => undefined);
  let account = 'A';
  const keys = new CacheKeys({
    secrets: { own: 'own' },
    identity: () => account,
    byTask: { completion: [endpoint], action: [endpoint] },
    formed: (endpoint) => endpoint,
    chosen: () => undefined,
    isSure: () => true,
    similarPrompts: true,
  });
  const waiting: (() => void)[] = [];
  const turn = () => new Promise<void>((resolve) => waiting.push(resolve));
  const tools = { cache, clock, random: () => 0.5, observe: () => undefined };
  const similar = new SimilarPrompts('own');
  const generate = withFlights(
    keys.flight,
    clock,
    withCache(
      { ...tools, keysOf: keys.exact, mayRefresh: () => false },
      withProseCache({ ...tools, keysOf: keys.prose, similar }, async () => {
        await turn();
        const usedAccount = account;
        await turn();
        return aGeneration({ text: usedAccount });
      }),
    ),
    () => undefined,
  );
  return {
    ask: (which: number) => generate(REQUESTS[which] ?? aRequest(), aContext()),
    step: () => waiting.shift()?.(),
    finish: async () => {
      while (waiting.length > 0) {
        waiting.shift()?.();
        await settled();
      }
    },
    become(next: string) {
      account = next;
      cache.supersede();
    },
    /** The key has been read: until then the account is nobody's. */
    turnOut(next: string) {
      account = next;
    },
    account: () => account,
  };
}

const step = fc.oneof(
  fc.record({ kind: fc.constant('ask' as const), which: fc.nat(1) }),
  fc.record({ kind: fc.constant('become' as const), account: fc.constantFrom('A', 'B', 'C') }),
  fc.record({ kind: fc.constant('step' as const) }),
);

describe('an account that changes while requests are under way', () => {
  it('is never served what another one was answered', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
        const { ask, step, finish, become, account } = path();
        for (const each of steps) {
          if (each.kind === 'ask') void ask(each.which);
          if (each.kind === 'become') become(each.account);
          if (each.kind === 'step') step();
          await settled();
        }
        await finish();
        for (const next of ['A', 'B', 'C']) {
          become(next);
          for (const which of [0, 1]) {
            const answer = ask(which);
            await settled();
            await finish();
            assert.equal((await answer).text, account());
          }
        }
      }),
    );
  });

  it('stores nothing that was asked before a change and answered after it', async () => {
    for (const which of [0, 1]) {
      const { ask, step, finish, become } = path();
      const early = ask(which);
      await settled();
      become('B');
      step();
      await settled();
      become('A');
      await finish();
      assert.equal((await early).text, 'B');
      const again = ask(which);
      await settled();
      await finish();
      assert.deepEqual([(await again).text, (await again).source], ['A', 'upstream']);
    }
  });

  it('stores nothing for nobody, while the key of an account is still to be read', async () => {
    for (const which of [0, 1]) {
      const { ask, finish, become, turnOut } = path();
      become('not asked yet');
      void ask(which);
      await settled();
      turnOut('A');
      await finish();
      become('not asked yet');
      const again = ask(which);
      await settled();
      await finish();
      assert.equal((await again).source, 'upstream');
    }
  });

  it('keeps what was answered under one account for that account', async () => {
    const { ask, finish, become } = path();
    void ask(0);
    await settled();
    await finish();
    become('B');
    become('A');
    assert.equal((await ask(0)).source, 'memory');
  });
});
