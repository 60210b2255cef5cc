import { strict as assert } from 'node:assert';
import { CancelledError } from '../../../server/src/base/errors.ts';
import type { HttpCall } from '../../../server/src/base/httpCall.ts';
import { EndpointError } from '../../../server/src/domain/endpointError.ts';
import { type EndpointTest, testEndpoint } from '../../../server/src/engine/endpointTest.ts';
import { ConcurrencyLimit } from '../../../server/src/limits/concurrencyLimit.ts';
import { parseSettings } from '../../../server/src/settings/settings.ts';
import { EndpointStates } from '../../../server/src/upstream/endpointStates.ts';
import { ModelLoader } from '../../../server/src/upstream/modelLoader.ts';
import { FakeClock } from '../../../tools/testing/fakeClock.ts';
import { anEndpoint } from '../../../tools/testing/requests.ts';

interface Plan {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly words?: readonly string[];
  /** Milliseconds before each word. */
  readonly wordMs?: number;
  readonly usage?: object;
  readonly error?: object;
}

describe('the test of an endpoint', () => {
  let { settings } = parseSettings({});
  let clock: FakeClock;
  let bodies: string[];
  let mayCarryKey: boolean;
  let plans: Plan[];

  beforeEach(() => {
    [clock, bodies, mayCarryKey, plans] = [new FakeClock(), [], true, []];
    ({ settings } = parseSettings({}));
  });

  const call: HttpCall = async ({ body, signal }) => {
    bodies.push(String(body));
    const plan = plans[Math.min(bodies.length, plans.length) - 1] ?? {};
    const { status = 200, headers = {}, words = [], wordMs = 0, usage, error } = plan;
    async function* bytes() {
      if (error !== undefined) yield Buffer.from(JSON.stringify({ error }));
      if (status !== 200) return;
      const event = (data: object) => Buffer.from(`data: ${JSON.stringify(data)}\n\n`);
      for (const text of words) {
        await new Promise<void>((resolve, reject) => {
          const timer = clock.after(wordMs, resolve);
          signal.addEventListener('abort', () => {
            timer.dispose();
            reject(signal.reason);
          });
        });
        yield event({ choices: [{ text, delta: { content: text } }] });
      }
      yield event({ choices: [{ text: '', delta: {}, finish_reason: 'stop' }], usage });
    }
    return { status, headers: { 'content-type': 'text/event-stream', ...headers }, body: bytes() };
  };

  function start(endpoint = anEndpoint(), signal = new AbortController().signal) {
    const slots = new ConcurrencyLimit({ concurrency: 9, queueLimit: 9 });
    const states = new EndpointStates({ clock, random: () => 0, slots });
    const credential = async () => 'key';
    const may = { credential, mayCarryKey: () => mayCarryKey };
    const observed: unknown[] = [];
    const outcome = testEndpoint(
      endpoint,
      states,
      settings,
      {
        ...may,
        clock,
        random: () => 0,
        observe: (event) => observed.push(event),
        call,
        secrets: { own: 'own' },
        loader: new ModelLoader({ ...may, call, clock }),
      },
      signal,
    );
    return { outcome, states, observed };
  }

  async function tested(endpoint = anEndpoint()) {
    const { outcome, states, observed } = start(endpoint);
    // A test that fails at once is looked at below.
    outcome.catch(() => undefined);
    await clock.pass(70_000);
    const { health } = states.of(endpoint, 'completion');
    // The breaker and the metrics hear nothing of it.
    assert.deepEqual([health.state, health.lastError, observed], ['closed', null, []]);
    return outcome;
  }
  const fails = (outcome: EndpointTest) =>
    outcome.kind === 'fails' ? [outcome.error.kind, outcome.error.sentence] : outcome;

  it('is one tiny request, and tells how soon and how fast the answer came, and the limits', async () => {
    const usage = { prompt_tokens: 9, completion_tokens: 5 };
    const headers = { 'x-ratelimit-remaining-requests': '7', 'x-ratelimit-reset-requests': '20s' };
    plans = [{ words: ['a', ' b', ' c', ' d', ' e'], wordMs: 100, usage, headers }];
    const limits = { requestsPerMinute: 15 };
    const outcome = await tested(anEndpoint({ limits }));
    assert.deepEqual(outcome, {
      kind: 'works',
      endpointId: 'first',
      firstWordMs: 100,
      tokensPerSecond: 10,
      limits,
      told: { requestsLeft: 7 },
    });
    assert.equal(bodies.length, 1);
    const { max_tokens, prompt } = JSON.parse(bodies[0] ?? '');
    assert.equal(max_tokens, 24);
    assert.match(prompt, /^function add/);
  });

  it('ends what was held against the model where it answers, but for what that answer says', async () => {
    const spent = { 'x-ratelimit-remaining-requests': '0', 'x-ratelimit-reset-requests': '100s' };
    for (const [plan, state, waitMs] of [
      [{ words: ['a'] }, 'closed', 0],
      [{ status: 500 }, 'unauthorized', 3_530_000],
      [{ words: ['a'], headers: spent }, 'closed', 30_000],
    ] as const) {
      plans = [plan];
      const endpoint = anEndpoint();
      const { outcome, states } = start(endpoint);
      const { health, limiter } = states.of(endpoint, 'completion');
      health.begin();
      health.failed(new EndpointError('first', 'unauthorized', { status: 401 }));
      limiter.refused(3_600_000);
      await clock.pass(70_000);
      await outcome;
      assert.deepEqual([health.state, limiter.waitMs('automatic')], [state, waitMs]);
    }
  });

  it('works with an answer of one piece, and with an empty one, of which no speed is told', async () => {
    plans = [{ words: ['a + b'] }];
    assert.deepEqual(Object.keys(await tested()), [
      'kind',
      'endpointId',
      'firstWordMs',
      'limits',
      'told',
    ]);
    plans = [{ usage: { prompt_tokens: 9, completion_tokens: 0 } }];
    assert.equal((await tested()).kind, 'works');
  });

  it('asks a model for actions what such a model is asked', async () => {
    plans = [{ words: ['one'] }];
    await tested(anEndpoint({ roles: ['action'], model: 'talks' }));
    const { model, messages } = JSON.parse(bodies[0] ?? '');
    assert.equal(model, 'talks');
    assert.equal(messages.at(-1).role, 'user');
  });

  it('fails as every request would, with the words of the server', async () => {
    plans = [{ status: 401, error: { message: 'No such key' } }];
    assert.deepEqual(fails(await tested()), ['unauthorized', 'No such key']);
    assert.equal(bodies.length, 1);
  });

  it('is sent once more in the form that a refusal asks for', async () => {
    const message =
      "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.";
    const error = { message, type: 'invalid_request_error', param: 'max_tokens' };
    plans = [{ status: 400, error }, { words: ['a'] }];
    const chat = anEndpoint({ completionApi: 'chat' });
    assert.equal((await tested(chat)).kind, 'works');
    assert.equal(bodies.length, 2);
  });

  it('sends no key where others could read it, and nothing else either', async () => {
    mayCarryKey = false;
    assert.deepEqual(fails(await tested()), ['unencrypted', undefined]);
    assert.equal(bodies.length, 0);
  });

  for (const timeoutSeconds of [30, 600]) {
    it(`is given up after a minute at the latest, where answers may take ${timeoutSeconds} s`, async () => {
      settings = parseSettings({ 'requests.timeoutSeconds': timeoutSeconds }).settings;
      plans = [{ words: ['a'], wordMs: 3_600_000 }];
      assert.deepEqual(fails(await tested()), ['timeout', undefined]);
      assert.equal(clock.pending, 0);
    });
  }

  it('ends when it is called off', async () => {
    plans = [{ words: ['a'], wordMs: 3_600_000 }];
    const controller = new AbortController();
    const { outcome } = start(anEndpoint(), controller.signal);
    const rejects = assert.rejects(outcome, CancelledError);
    await clock.pass(100);
    controller.abort();
    await rejects;
    assert.equal(clock.pending, 0);
  });
});
