import { strict as assert } from 'node:assert';
import { getEventListeners } from 'node:events';
import { CancelledError } from '../../../server/src/base/errors.ts';
import type { HttpCall } from '../../../server/src/base/httpCall.ts';
import type {
  GenerationContext,
  GenerationRequest,
} from '../../../server/src/domain/generation.ts';
import type { UpstreamEvent } from '../../../server/src/domain/requestEvents.ts';
import { BodyCoding } from '../../../server/src/upstream/bodyCoding.ts';
import { send } from '../../../server/src/upstream/send.ts';
import { FakeClock } from '../../../tools/testing/fakeClock.ts';
import { aContext, anEndpoint, aRequest } from '../../../tools/testing/requests.ts';

const TOTAL_MS = 60_000;
const chunk = (text: string, finish: string | null = null) =>
  `data: ${JSON.stringify({ choices: [{ index: 0, text, finish_reason: finish }] })}\n\n`;

/** The upstream's stream: texts, and waits in milliseconds; 'for ever' waits for the abort. */
type Script = readonly (string | number | 'for ever')[];

interface ExchangeOptions {
  readonly type?: string;
  readonly silentHead?: boolean;
  readonly usualMs?: number | undefined;
  readonly status?: number;
}

function exchange(
  script: Script,
  { type = 'text/event-stream', silentHead = false, usualMs, status = 200 }: ExchangeOptions = {},
) {
  const clock = new FakeClock();
  const events: UpstreamEvent[] = [];
  const state = { sent: 0, closed: false };
  const forEver = (signal: AbortSignal) =>
    new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(new Error('aborted')), { once: true });
    });
  const call: HttpCall = async ({ signal }) => {
    if (silentHead) await forEver(signal);
    async function* body() {
      try {
        for (const part of script) {
          if (part === 'for ever') await forEver(signal);
          else if (typeof part === 'number') {
            const waited = new Promise<void>((resolve) => clock.after(part, resolve));
            await Promise.race([waited, forEver(signal)]);
          } else {
            state.sent++;
            yield Buffer.from(part);
          }
        }
      } finally {
        state.closed = true;
      }
    }
    return { status, headers: { 'content-type': type }, body: body() };
  };
  const tools = {
    call,
    clock,
    credential: async () => undefined,
    observe: (event: UpstreamEvent) => events.push(event),
    totalMs: TOTAL_MS,
    usualTtftMs: () => usualMs,
    hear: () => undefined,
    coding: new BodyCoding(clock),
    compression: 'never' as const,
  };
  const generate = send(anEndpoint(), tools);
  const ask = (
    context: Partial<GenerationContext> = {},
    request: Partial<GenerationRequest> = {},
  ) => {
    const asked = generate(aRequest(request), aContext(context));
    asked.catch(() => undefined);
    return asked;
  };
  return { ask, clock, events, state };
}

describe('send', () => {
  const answers: [name: string, script: Script, text: string, ending: string][] = [
    [
      'ends with the model',
      [chunk('sum('), chunk('a);'), chunk('', 'stop'), 'data: [DONE]\n\n'],
      'sum(a);',
      'stop',
    ],
    ['does not need [DONE]', [chunk('sum(a);', 'stop')], 'sum(a);', 'stop'],
    ['is cut by the token limit', [chunk('sum('), chunk('', 'length')], 'sum(', 'length'],
    ['is cut by a content filter', [chunk('sum('), chunk('', 'content_filter')], 'sum(', 'length'],
    ['is cut when no end is told', [chunk('sum('), 'data: [DONE]\n\n'], 'sum(', 'length'],
    [
      'passes over other choices',
      [
        `data: ${JSON.stringify({ choices: [{ index: 1, text: 'no', finish_reason: 'stop' }] })}\n\n`,
        chunk('a', 'stop'),
      ],
      'a',
      'stop',
    ],
    ['is cut where an error comes', [chunk('sum('), 'data: {"error":{}}\n\n'], 'sum(', 'length'],
    [
      'is whole when an error comes after its end',
      [chunk('a', 'stop'), 'data: {"error":{}}\n\n'],
      'a',
      'stop',
    ],
  ];
  for (const [name, script, text, ending] of answers) {
    it(`has an answer that ${name}`, async () => {
      const generation = await exchange(script).ask();
      assert.deepEqual([generation.text, generation.ending], [text, ending]);
    });
  }

  it('reads the whole answer of a server that does not stream', async () => {
    const json = JSON.stringify({
      choices: [{ text: 'sum(a);', finish_reason: 'stop' }],
      usage: { prompt_tokens: 9, completion_tokens: 3 },
    });
    const { ask } = exchange([json.slice(0, 20), json.slice(20)], { type: 'application/json' });
    const { text, ending, usage } = await ask();
    assert.deepEqual(
      [text, ending, usage],
      ['sum(a);', 'stop', { inputTokens: 9, outputTokens: 3 }],
    );
  });

  it('stops the stream as soon as the stop rule finds the text whole', async () => {
    const { ask, state } = exchange([chunk('sum(a);\nb'), chunk('c'), 'for ever']);
    const { text, ending } = await ask({}, { stopRule: { name: 'line', version: 2 } });
    assert.deepEqual([text, ending, state.sent, state.closed], ['sum(a);', 'enough', 1, true]);
  });

  it('stops the stream when its reader has enough, and takes the text for cut', async () => {
    const { ask, state } = exchange([chunk('sum('), chunk('a'), 'for ever']);
    const { text, ending } = await ask({ onText: (soFar) => soFar.length < 3 });
    assert.deepEqual([text, ending, state.closed], ['sum(', 'length', true]);
  });

  it('bounds an endless stream', async () => {
    const { ask, state } = exchange(Array.from({ length: 300 }, () => chunk('x'.repeat(1_000))));
    const { text, ending } = await ask();
    assert.ok(text.length <= 257_000 && ending === 'length' && state.closed);
  });

  it('bounds the endless body of an error', async () => {
    const { ask, state } = exchange(Array(300).fill('x'.repeat(1_000)), { status: 500 });
    await assert.rejects(ask(), { kind: 'server' });
    assert.deepEqual([state.sent, state.closed], [65, true]);
  });

  it('gives up when no word comes: after 3 s while the user types, 15 s when asked, less where it usually takes less', async () => {
    for (const [priority, usualMs, ms] of [
      ['automatic', undefined, 3_000],
      ['invoked', undefined, 15_000],
      ['invoked', 500, 5_000],
      ['invoked', 30, 2_000],
      ['invoked', 4_000, 15_000],
      ['automatic', 500, 3_000],
    ] as const) {
      const { ask, clock, events } = exchange([], { silentHead: true, usualMs });
      const asked = ask({ priority });
      await clock.pass(ms - 1);
      assert.ok(!events.some(({ kind }) => kind === 'failed'));
      await clock.pass(1);
      await assert.rejects(asked, { name: 'EndpointError', kind: 'timeout' });
      assert.equal(clock.pending, 0);
    }
  });

  it('keeps what came before 20 s of silence', async () => {
    const { ask, clock } = exchange([chunk('sum('), 19_999, chunk('a'), 20_000, chunk('b')]);
    const asked = ask({ priority: 'invoked' });
    await clock.pass(40_000);
    assert.deepEqual([(await asked).text, (await asked).ending], ['sum(a', 'length']);
  });

  it('ends after the longest time allowed, however busy the stream', async () => {
    const { ask, clock } = exchange(Array.from({ length: 100 }, () => [10_000, chunk('x')]).flat());
    const asked = ask({ priority: 'invoked' });
    await clock.pass(TOTAL_MS);
    assert.equal((await asked).text.length, TOTAL_MS / 10_000 - 1);
    assert.equal(clock.pending, 0);
  });

  it('leaves neither a timer nor a listener, however it ends', async () => {
    for (const [script, status] of [
      [[chunk('a', 'stop')], 200],
      [['no'], 400],
    ] as const) {
      const { signal } = new AbortController();
      const { ask, clock } = exchange(script, { status });
      await ask({ signal }).catch(() => undefined);
      assert.deepEqual([getEventListeners(signal, 'abort').length, clock.pending], [0, 0]);
    }
  });

  it('is cancelled at once, which is no failure', async () => {
    const controller = new AbortController();
    const { ask, clock, events, state } = exchange([chunk('sum('), 'for ever']);
    const asked = ask({ signal: controller.signal });
    await clock.pass(1);
    controller.abort();
    await assert.rejects(asked, CancelledError);
    assert.ok(state.closed);
    assert.deepEqual(
      events.map(({ kind }) => kind),
      ['sent', 'firstText', 'cancelled'],
    );
    assert.equal(clock.pending, 0);
  });
});
