import { strict as assert } from 'node:assert';
import { AdaptiveDebounce } from '../../../../server/src/completion/fetch/debounce.ts';
import { SuggestionSource } from '../../../../server/src/completion/fetch/suggestionSource.ts';
import { SuggestionStore } from '../../../../server/src/completion/memory/suggestionStore.ts';
import type { Generation } from '../../../../server/src/domain/generation.ts';
import { FakeClock, settled } from '../../../../tools/testing/fakeClock.ts';
import { aGeneration, aRequest } from '../../../../tools/testing/requests.ts';
import { cursorIn } from '../../../support/caret.ts';

/** A model that answers when the test says so. */
interface Answering {
  readonly signal: AbortSignal;
  readonly say: (text: string) => void;
  readonly end: (generation: Generation) => void;
}

function begin({ isOwn = false } = {}) {
  const clock = new FakeClock();
  const memory = new SuggestionStore(clock);
  const calls: Answering[] = [];
  let ids = 0;
  const models = {
    generate: (_: unknown, { signal, onText }: { signal: AbortSignal; onText?: unknown }) =>
      new Promise<Generation>((end) => {
        calls.push({ signal, say: (text) => (onText as (text: string) => void)?.(text), end });
      }),
    peek: () => undefined,
    route: () => ({ model: 'm', ttftMs: 0, isOwn }),
    maySpeculate: () => false,
  };
  const tools = {
    models,
    clock,
    predictor: { predict: async () => undefined },
    newId: () => String(++ids),
    requests: { requestAt: () => aRequest() },
  };
  const screen = { grown: () => undefined, isRefused: () => false };
  const settings = { maxLines: 12, debounceMs: 0 };
  const source = new SuggestionSource(settings, tools, memory, new AdaptiveDebounce(clock), screen);
  const options = { isUserInitiated: false, isFresh: false, leastWaitMs: 0, isLikelyTypo: false };
  const ask = async (drawn: string, more: Partial<typeof options> = {}) => {
    const { signal } = new AbortController();
    const asked = source.get(cursorIn(drawn).cursor, { ...options, ...more }, signal);
    asked.catch(() => undefined);
    await settled();
    return { asked };
  };
  /** The user types on, and the editor does not call off what it asked for before. */
  const goOn = (drawn: string) => source.follow(cursorIn(drawn).cursor);
  const remember = (drawn: string, text: string) =>
    memory.put(cursorIn(drawn).cursor, { id: 'known', text, source: 'upstream', model: 'm' });
  return { source, ask, goOn, remember, calls, clock };
}

describe('asking', () => {
  it('begins a call, whatever memory holds: who asks has looked there', async () => {
    const { ask, remember, calls } = begin();
    remember('a = |', 'sum(items);');
    await ask('a = |');
    assert.equal(calls.length, 1);
  });

  it('looks at memory before a second call, when the one that it joined has said something else', async () => {
    const { ask, remember, calls } = begin();
    await ask('a = |');
    const { asked } = await ask('a = x|');
    remember('a = x|', 'or(items);');
    calls[0]?.end(aGeneration({ text: 'sum(items);' }));
    await settled();
    assert.partialDeepStrictEqual(await asked, { rest: 'or(items);' });
    assert.equal(calls.length, 1);
  });

  it('asks a server of the user’s own where the last key seems to be a typo once the user pauses there', async () => {
    const { ask, calls, clock } = begin({ isOwn: true });
    const { asked } = await ask('a = x|', { isLikelyTypo: true });
    await clock.pass(690);
    assert.equal(calls.length, 0);
    await clock.pass(20);
    assert.equal(calls.length, 1);
    calls[0]?.end(aGeneration({ text: 'or(items);' }));
    assert.partialDeepStrictEqual(await asked, { rest: 'or(items);' });
  });

  it('asks nobody who counts calls for what seems to be a typo', async () => {
    const { ask, calls, clock } = begin();
    const { asked } = await ask('a = x|', { isLikelyTypo: true });
    await clock.pass(5_000);
    assert.deepEqual(await asked, { kind: 'silent', reason: 'slip' });
    assert.equal(calls.length, 0);
  });

  it('asks no more for a place that its user has left, though the editor still waits', async () => {
    const { ask, goOn, calls } = begin();
    goOn('a = |');
    const first = await ask('a = |');
    goOn('a = q|');
    const second = await ask('a = q|');
    for (let turn = 0; turn < 50; turn++) {
      for (const call of [...calls]) if (!call.signal.aborted) call.say('sum(items);\n');
      await settled();
    }
    assert.deepEqual(calls.length, 2);
    assert.partialDeepStrictEqual(await first.asked, { kind: 'silent', reason: 'superseded' });
    assert.partialDeepStrictEqual(await second.asked, { rest: 'sum(items);' });
  });

  it('ends what is under way for a document that is closed', async () => {
    const { source, ask, calls } = begin();
    const { asked } = await ask('a = |');
    source.closed('file:///project/a.ts');
    assert.equal(calls[0]?.signal.aborted, true);
    assert.partialDeepStrictEqual(await asked, { kind: 'silent', reason: 'nothingFound' });
  });
});
