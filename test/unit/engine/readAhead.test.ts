import { strict as assert } from 'node:assert';
import type { HttpCall } from '../../../server/src/base/httpCall.ts';
import type { GenerationRequest } from '../../../server/src/domain/generation.ts';
import type { MetricsEvent } from '../../../server/src/metrics/collect/recorder.ts';
import { FakeClock, settled } from '../../../tools/testing/fakeClock.ts';
import { requestPath } from '../../../tools/testing/requestPath.ts';
import { aContext, aRequest } from '../../../tools/testing/requests.ts';

const HERE = { id: 'here', provider: 'llamacpp', url: 'http://127.0.0.1:8080' };
const progress = { total: 900, cache: 100, processed: 900, time_ms: 80 };
const EVENTS = [
  { content: '', prompt_progress: progress },
  { content: 'a', stop: true, stop_type: 'limit' },
];

function path(changes: object = {}) {
  const bodies: Record<string, unknown>[] = [];
  const signals: AbortSignal[] = [];
  const held: (() => void)[] = [];
  const state = { holds: false, status: 200 };
  const call: HttpCall = async ({ body, signal }) => {
    bodies.push(JSON.parse(String(body)));
    signals.push(signal);
    if (state.holds)
      await new Promise<void>((resolve, reject) => {
        held.push(resolve);
        signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      });
    const isRefused = state.status !== 200;
    async function* lines() {
      for (const event of EVENTS) yield Buffer.from(`data: ${JSON.stringify(event)}\n\n`);
    }
    return {
      status: state.status,
      headers: {
        'content-type': 'text/event-stream',
        ...(isRefused ? { 'retry-after': '3600' } : {}),
      },
      body: lines(),
    };
  };
  const clock = new FakeClock();
  const events: MetricsEvent[] = [];
  const settings = { endpoints: [{ ...HERE, ...changes }], 'cache.disk.enable': false };
  const engine = requestPath({ clock, call, settings, observe: (event) => events.push(event) });
  const read = async (request = at('x')) => {
    const reading = engine.readAhead(request, new AbortController().signal);
    await clock.pass(1);
    return reading;
  };
  return { engine, bodies, signals, held, state, events, clock, read };
}

/** A request with so much of a letter before the cursor. */
const at = (letter: string, length = 1_000): GenerationRequest =>
  aRequest({ input: { kind: 'infill', prefix: letter.repeat(length), suffix: '' } });

describe('a prompt that is read ahead', () => {
  it('is evaluated, and nothing generated; it is no call of the user', async () => {
    const { engine, bodies, events, read } = path();
    await read();
    assert.equal(bodies.length, 1);
    assert.equal(bodies[0]?.n_predict, 0);
    assert.deepEqual(events, [
      { kind: 'readAhead', endpointId: 'here', model: 'default' },
      { kind: 'readAheadDone', endpointId: 'here', model: 'default', tokens: 800 },
    ]);
    engine.dispose();
  });

  it('generates one token where none would mean no limit', async () => {
    const ollama = { provider: 'ollama', url: 'http://127.0.0.1:11434', model: 'qwen2.5-coder' };
    const { engine, bodies, read } = path(ollama);
    await read();
    assert.match(JSON.stringify(bodies[0]), /"num_predict":1,/);
    engine.dispose();
  });

  it('is read where much of it is new, and not again', async () => {
    const { engine, bodies, read } = path();
    await read(at('x', 399));
    assert.equal(bodies.length, 0);
    await read(at('x', 1_000));
    await read(at('x', 1_399));
    assert.equal(bodies.length, 1);
    await read(at('x', 1_400));
    await read(at('y', 1_000));
    assert.equal(bodies.length, 3);
    engine.dispose();
  });

  it('is known where a call has had it evaluated, and new again after a question', async () => {
    const { engine, bodies, clock, read } = path();
    const ask = async (request: GenerationRequest) => {
      const asked = engine.generate(request, aContext());
      await clock.pass(1);
      await asked;
    };
    await ask(at('x'));
    await read();
    assert.equal(bodies.length, 1);
    const input = { kind: 'chat', system: 's', user: 'u' } as const;
    await ask(aRequest({ task: 'action', input }));
    await read();
    assert.equal(bodies.length, 3);
    engine.dispose();
  });

  it('holds nothing against the server where it is refused, or takes long', async () => {
    const { engine, state, clock, read } = path();
    state.status = 429;
    await read();
    state.status = 200;
    const asked = engine.generate(at('y'), aContext({ priority: 'automatic' }));
    await clock.pass(1);
    assert.equal((await asked).text, 'a');
    const usual = engine.route('automatic')?.ttftMs;
    state.holds = true;
    const controller = new AbortController();
    const reading = engine.readAhead(at('z'), controller.signal);
    await clock.pass(9_000);
    controller.abort();
    await reading;
    assert.equal(engine.route('automatic')?.ttftMs, usual);
    engine.dispose();
  });

  it('is given up when anything is asked, and not begun while anything is under way', async () => {
    const { engine, signals, state, held, clock, read } = path();
    state.holds = true;
    const reading = read();
    await settled();
    assert.equal(signals[0]?.aborted, false);
    const asked = engine.generate(at('y'), aContext());
    await clock.pass(1);
    await reading;
    assert.equal(signals[0]?.aborted, true);
    assert.equal(engine.mayReadAhead(), false);
    await read(at('z'));
    assert.equal(signals.length, 2);
    held.at(-1)?.();
    await asked;
    assert.equal(engine.mayReadAhead(), true);
    engine.dispose();
  });

  it('ends with its signal', async () => {
    const { engine, signals, state } = path();
    state.holds = true;
    const controller = new AbortController();
    const reading = engine.readAhead(at('x'), controller.signal);
    await settled();
    controller.abort();
    await reading;
    assert.equal(signals[0]?.aborted, true);
    engine.dispose();
  });

  it('holds nothing against an endpoint that refuses it, and is not tried again', async () => {
    const { engine, bodies, state, events, read } = path();
    state.status = 500;
    await read();
    await read();
    assert.equal(bodies.length, 1);
    assert.deepEqual(
      events.map(({ kind }) => kind),
      ['readAhead'],
    );
    assert.equal(engine.route('automatic')?.model, 'default');
    engine.dispose();
  });

  it('goes to no server that is paid, counted, or elsewhere', async () => {
    for (const changes of [
      { url: 'https://gpu.example.com' },
      { price: { input: 1, output: 1 } },
      { limits: { requestsPerDay: 1_000 } },
      { provider: 'openai', url: 'http://127.0.0.1:4000/v1', model: 'm' },
    ]) {
      const { engine, bodies, read } = path(changes);
      assert.equal(engine.mayReadAhead(), false, JSON.stringify(changes));
      await read();
      assert.equal(bodies.length, 0, JSON.stringify(changes));
      engine.dispose();
    }
  });

  it('has placeholders in place of credentials', async () => {
    const { engine, bodies, read } = path();
    const key = `ghp_${'a1B2c3D4e5F6'.repeat(3)}`;
    const prefix = `${'// text\n'.repeat(60)}const token = '${key}';\n`;
    await read(aRequest({ input: { kind: 'infill', prefix, suffix: '' } }));
    assert.equal(bodies.length, 1);
    assert.equal(JSON.stringify(bodies[0]).includes(key), false);
    engine.dispose();
  });
});
