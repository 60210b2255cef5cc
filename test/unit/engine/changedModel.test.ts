import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { MemoryTier } from '../../../server/src/cache/memory/memoryTier.ts';
import { TieredCache } from '../../../server/src/cache/tieredCache.ts';
import { CacheKeys } from '../../../server/src/engine/cacheKeys.ts';
import { ChosenModels } from '../../../server/src/engine/chosenModels.ts';
import { SimilarPrompts } from '../../../server/src/pipeline/similarPrompts.ts';
import { type StoredGeneration, withCache } from '../../../server/src/pipeline/withCache.ts';
import { withFlights } from '../../../server/src/pipeline/withFlights.ts';
import { withProseCache } from '../../../server/src/pipeline/withProseCache.ts';
import { FakeClock, settled } from '../../../tools/testing/fakeClock.ts';
import { aContext, aGeneration, anEndpoint, aRequest } from '../../../tools/testing/requests.ts';

const gateway = anEndpoint({ provider: 'aurelis', model: 'default', completionModel: 'default' });
const REQUESTS = [
  aRequest(),
  aRequest({
    task: 'action',
    input: { kind: 'chat', system: 'Be short.', user: 'Why is the sky blue, please?' },
  }),
];
/** The operation of each request. */
const OPERATIONS = ['fill', 'chat'] as const;

/**
 * The request path to a gateway that is not told which model to take. It takes one as a request arrives, says so at the head of its answer, and the
 * answer is that model's name.
 */
function path() {
  const clock = new FakeClock();
  const options = { maxEntries: 99, maxBytes: 1e6, ttlMs: 1e9, eviction: 'lru' } as const;
  const near = new MemoryTier<StoredGeneration>(options, clock);
  const cache = new TieredCache<StoredGeneration>(near, [], clock, () => undefined);
  const chosen = new ChosenModels();
  const state = { model: 'A', isSilent: false };
  const keys = new CacheKeys({
    secrets: { own: 'own' },
    identity: () => 'me',
    byTask: { completion: [gateway], action: [gateway] },
    formed: (endpoint) => endpoint,
    chosen: chosen.of,
    isSure: () => true,
    similarPrompts: true,
  });
  const waiting: (() => void)[] = [];
  const turn = () => new Promise<void>((resolve) => waiting.push(resolve));
  const tools = { cache, clock, random: () => 0.5, observe: () => undefined };
  const generate = withFlights(
    keys.flight,
    clock,
    withCache(
      { ...tools, keysOf: keys.exact, mayRefresh: () => false },
      withProseCache(
        { ...tools, keysOf: keys.prose, similar: new SimilarPrompts('own') },
        async (request) => {
          await turn();
          const { model: text, isSilent } = state;
          await turn();
          if (isSilent) return aGeneration({ text });
          chosen.told(gateway, { [OPERATIONS[REQUESTS.indexOf(request)] ?? 'fill']: text });
          await turn();
          return aGeneration({ text, answeredBy: text });
        },
      ),
    ),
    () => undefined,
  );
  const finish = async () => {
    while (waiting.length > 0) {
      waiting.shift()?.();
      await settled();
    }
  };
  const begin = (which: number) => generate(REQUESTS[which] ?? aRequest(), aContext());
  return {
    state,
    chosen,
    begin,
    step: () => waiting.shift()?.(),
    finish,
    ask: async (which: number) => {
      const asked = begin(which);
      await settled();
      await finish();
      const { text, source } = await asked;
      return [text, source];
    },
  };
}

const step = fc.oneof(
  fc.record({ kind: fc.constant('ask' as const), which: fc.nat(1) }),
  fc.record({ kind: fc.constant('take' as const), model: fc.constantFrom('A', 'B', 'C') }),
  fc.record({ kind: fc.constant('list' as const), model: fc.constantFrom('A', 'B', 'C') }),
  fc.record({ kind: fc.constant('hide' as const), isSilent: fc.boolean() }),
  fc.record({ kind: fc.constant('step' as const) }),
);

describe('a gateway that takes another model, where none is named', () => {
  it('is answered for by no other one, once it has said so, whatever was under way', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const { begin, step, finish, ask, state, chosen } = path();
        for (const each of steps) {
          if (each.kind === 'ask') void begin(each.which);
          if (each.kind === 'take') state.model = each.model;
          // A list may come late, and say what is no more.
          if (each.kind === 'list') chosen.told(gateway, { fill: each.model, chat: each.model });
          if (each.kind === 'hide') state.isSilent = each.isSilent;
          if (each.kind === 'step') step();
          await settled();
        }
        await finish();
        for (const model of ['A', 'B', 'C']) {
          state.model = model;
          chosen.told(gateway, { fill: model, chat: model });
          for (const which of [0, 1]) assert.equal((await ask(which))[0], model);
        }
      }),
    );
  });

  it('is asked for itself while it has not said which one, and keeps nothing for nobody', async () => {
    for (const which of [0, 1]) {
      const { ask, state } = path();
      assert.deepEqual(await ask(which), ['A', 'upstream']);
      state.model = 'B';
      assert.deepEqual(await ask(which), ['B', 'upstream']);
      assert.deepEqual(await ask(which), ['B', 'upstream']);
      assert.deepEqual(await ask(which), ['B', 'memory']);
    }
  });

  it('has its answers kept at once where its list has come first, and found again when it takes that model again', async () => {
    for (const which of [0, 1]) {
      const { ask, state, chosen } = path();
      chosen.told(gateway, { fill: 'A', chat: 'A' });
      assert.deepEqual(await ask(which), ['A', 'upstream']);
      assert.deepEqual(await ask(which), ['A', 'memory']);
      state.model = 'B';
      chosen.told(gateway, { fill: 'B', chat: 'B' });
      assert.deepEqual(await ask(which), ['B', 'upstream']);
      assert.deepEqual(await ask(which), ['B', 'memory']);
      chosen.told(gateway, { fill: 'A', chat: 'A' });
      assert.deepEqual(await ask(which), ['A', 'memory']);
    }
  });

  it('has nothing kept that does not say by which model it is', async () => {
    const { ask, state, chosen } = path();
    chosen.told(gateway, { fill: 'A', chat: 'A' });
    state.isSilent = true;
    for (const which of [0, 1, 0, 1]) assert.deepEqual(await ask(which), ['A', 'upstream']);
  });
});
