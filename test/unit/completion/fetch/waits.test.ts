import { strict as assert } from 'node:assert';
import { AdaptiveDebounce } from '../../../../server/src/completion/fetch/debounce.ts';
import { SuggestionSource } from '../../../../server/src/completion/fetch/suggestionSource.ts';
import { SuggestionStore } from '../../../../server/src/completion/memory/suggestionStore.ts';
import { FakeClock, settled } from '../../../../tools/testing/fakeClock.ts';
import { aGeneration, aRequest } from '../../../../tools/testing/requests.ts';
import { cursorIn } from '../../../support/caret.ts';

describe('the wait before a call', () => {
  let clock: FakeClock;
  let calls: number;
  let told: string[];
  let factor: number;

  beforeEach(() => {
    [clock, calls, told, factor] = [new FakeClock(), 0, [], 1];
  });

  const ask = async (debounceMs: number | null, more: object = {}) => {
    const tools = {
      models: {
        generate: async () => {
          calls++;
          return aGeneration();
        },
        peek: () => undefined,
        route: () => ({ model: 'm', ttftMs: 300 }),
        maySpeculate: () => false,
      },
      clock,
      predictor: { predict: async () => undefined },
      newId: () => 'id',
      requests: { requestAt: () => aRequest() },
      waits: {
        scaled: (ms: number) => ms * factor,
        begun: (usualMs: number, needMs: number) => void told.push(`${usualMs} ${needMs}`),
        key: () => undefined,
        shown: () => undefined,
      },
    };
    const display = { grown: () => undefined, isRefused: () => false };
    const debounce = new AdaptiveDebounce(clock);
    const memory = new SuggestionStore(clock);
    const source = new SuggestionSource(
      { maxLines: 12, debounceMs },
      tools,
      memory,
      debounce,
      display,
    );
    const options = { isUserInitiated: false, isFresh: false, leastWaitMs: 0, isLikelyTypo: false };
    const { cursor } = cursorIn('const total = value|;\n\n');
    const asked = source.get(cursor, { ...options, ...more }, new AbortController().signal);
    asked.catch(() => undefined);
    await settled();
    return debounce.waitMs(cursor, { ttftMs: 300 });
  };

  it('is scaled, and followed by its usual length', async () => {
    factor = 2;
    const usualMs = await ask(null);
    assert.deepEqual(told, [`${usualMs} 300`]);
    await clock.pass(usualMs * 2 - 1);
    assert.equal(calls, 0);
    await clock.pass(1);
    assert.equal(calls, 1);
  });

  it('is neither where the user has set it, asks for it, or may have made a typo', async () => {
    factor = 100;
    await ask(40);
    await clock.pass(40);
    assert.equal(calls, 1);
    await ask(null, { isUserInitiated: true });
    assert.equal(calls, 2);
    await ask(null, { leastWaitMs: 10 });
    assert.deepEqual(told, []);
    await clock.pass(100_000);
  });
});
