import { strict as assert } from 'node:assert';
import { getEventListeners } from 'node:events';
import { CancelledError } from '../../../server/src/base/errors.ts';
import { relayRequest } from '../../support/relays.ts';
import { chunk, exchange, type Script, TOTAL_MS } from '../../support/scriptedExchange.ts';

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

  it('counts nothing for an answer that a gateway had', async () => {
    const script = [
      chunk('sum(a);', 'stop'),
      'data: {"usage":{"prompt_tokens":9,"completion_tokens":3},"choices":[]}\n\n',
    ];
    const free = exchange(script, { headers: { 'x-aurelis-cache': 'hit; tier=disk' } });
    assert.deepEqual((await free.ask()).usage, { inputTokens: 0, outputTokens: 0 });
    const paid = exchange(script, { headers: { 'x-aurelis-cache': 'miss' } });
    assert.deepEqual((await paid.ask()).usage, { inputTokens: 9, outputTokens: 3 });
    const told = ({ events }: typeof free) =>
      events.flatMap((event) => (event.kind === 'answered' ? [event.isFree] : []));
    assert.deepEqual([told(free), told(paid)], [[true], [undefined]]);
  });

  it('tells which model a gateway has chosen, as soon as the answer begins, where none was named', async () => {
    const headers = { 'x-aurelis-model': 'coder' };
    const slow = exchange([chunk('a'), 50, chunk('b', 'stop')], {
      provider: 'aurelis',
      model: 'default',
      headers,
    });
    const asked = slow.ask();
    await slow.clock.pass(10);
    assert.deepEqual(slow.chosen, [{ fill: 'coder' }]);
    await slow.clock.pass(50);
    assert.equal((await asked).answeredBy, 'coder');
    for (const other of [
      { provider: 'aurelis', model: 'mine', headers },
      { provider: 'aurelis', model: 'default' },
      { provider: 'openai', model: 'default', headers },
    ]) {
      const { ask, chosen } = exchange([chunk('a', 'stop')], other);
      assert.deepEqual(['answeredBy' in (await ask()), chosen], [false, []]);
    }
    const refused = exchange(['{"error":{}}'], {
      provider: 'aurelis',
      model: 'default',
      status: 500,
      headers,
    });
    await assert.rejects(refused.ask());
    assert.deepEqual(refused.chosen, []);
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
    const pieces = Array.from({ length: 300 }, () => chunk('x'.repeat(1_000)));
    const { ask, clock, state } = exchange(pieces);
    const asked = ask();
    let isOver = false;
    void asked.finally(() => {
      isOver = true;
    });
    // What is long is read in several turns of the event loop.
    while (!isOver) await clock.pass(0);
    const { text, ending } = await asked;
    assert.ok(text.length <= 256_000 && ending === 'length' && state.closed);
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

  it('waits for the first word as long as the settings say', async () => {
    const { ask, clock } = exchange([], { silentHead: true, usualMs: 100, firstWordMs: 20_000 });
    const asked = ask();
    await clock.pass(19_999);
    assert.ok(clock.pending > 0);
    await clock.pass(1);
    await assert.rejects(asked, { kind: 'timeout' });
  });

  it('takes progress, comments and pings for life', async () => {
    const progress = { total: 900, cache: 0, processed: 300, time_ms: 2_500 };
    const told = `data: ${JSON.stringify({ content: '', prompt_progress: progress })}\n\n`;
    for (const first of [told, ': keep-alive\n\n', 'event: ping\ndata: {}\n\n']) {
      const { ask, clock } = exchange([2_500, first, 2_500, chunk('a', 'stop')]);
      const asked = ask();
      await clock.pass(5_000);
      assert.equal((await asked).text, 'a');
    }
  });

  it('learns how long first words take, also from those that nobody waited for', async () => {
    const heard = exchange([700, chunk('a', 'stop')]);
    const answer = heard.ask();
    await heard.clock.pass(700);
    await answer;
    assert.equal(heard.times.firstWordMs, 700);
    const leaving = new AbortController();
    const left = exchange([], { silentHead: true });
    const gone = left.ask({ signal: leaving.signal });
    await left.clock.pass(1_200);
    leaving.abort();
    await assert.rejects(gone, CancelledError);
    assert.equal(left.times.firstWordMs, 1_200);
    const late = left.ask();
    await left.clock.pass(3_600);
    await assert.rejects(late, { kind: 'timeout' });
    assert.equal(left.times.firstWordMs, 3_600);
  });

  it('keeps what came before 20 s of silence', async () => {
    const { ask, clock } = exchange([chunk('sum('), 19_999, chunk('a'), 20_000, chunk('b')]);
    const asked = ask({ priority: 'invoked' });
    await clock.pass(40_000);
    assert.deepEqual([(await asked).text, (await asked).ending], ['sum(a', 'length']);
  });

  it('waits for another program as long as is allowed at all: models think, and whole answers come at once', async () => {
    const { input } = relayRequest({ operation: 'text' });
    const event = chunk('a', 'stop');
    const silent = exchange([35_000, event, 24_000, 'data: [DONE]\n\n'], { usualMs: 30 });
    const asked = silent.ask({}, { input });
    await silent.clock.pass(59_000);
    assert.equal((await asked).ending, 'stop');
    const hanging = exchange([], { silentHead: true, usualMs: 30, firstWordMs: 1_000 });
    const inVain = hanging.ask({}, { input });
    await hanging.clock.pass(TOTAL_MS - 1);
    assert.ok(hanging.clock.pending > 0);
    await hanging.clock.pass(1);
    await assert.rejects(inVain, { kind: 'timeout' });
  });

  it('ends after the longest time allowed, however busy the stream', async () => {
    const { ask, clock } = exchange(Array.from({ length: 100 }, () => [10_000, chunk('x')]).flat());
    const asked = ask({ priority: 'invoked' });
    await clock.pass(TOTAL_MS);
    assert.equal((await asked).text.length, TOTAL_MS / 10_000 - 1);
    assert.equal(clock.pending, 0);
  });

  it('measures how long a prompt takes, by what a server says, else by the first word of a local one', async () => {
    const input = { kind: 'infill', prefix: 'x'.repeat(400), suffix: '' } as const;
    const measure = async (provider: string, first: string) => {
      const { ask, clock, speed } = exchange([200, first, chunk('a', 'stop')], { provider });
      void ask({ priority: 'invoked' }, { input });
      await clock.pass(200);
      return speed.msPerToken;
    };
    const progress = { total: 100, cache: 60, processed: 100, time_ms: 120 };
    const told = `data: ${JSON.stringify({ content: '', prompt_progress: progress })}\n\n`;
    assert.equal(await measure('llamacpp', told), 3);
    assert.equal(await measure('lmstudio', ''), 2);
    // The first word of a model far away says nothing of its prompt.
    assert.equal(await measure('openai', ''), undefined);
  });

  it('tells once how much of a prompt had to be evaluated, where the server says', async () => {
    const told = async (...lines: object[]) => {
      const script = lines.map((line) => `data: ${JSON.stringify(line)}\n\n`);
      const { ask, events } = exchange([...script, chunk('a', 'stop')], { provider: 'llamacpp' });
      await ask();
      return events.flatMap((event) =>
        event.kind === 'evaluated' ? [[event.evaluated, event.reused]] : [],
      );
    };
    const progress = { total: 100, cache: 60, processed: 100, time_ms: 120 };
    const timings = { prompt_n: 40, cache_n: 60, prompt_ms: 120 };
    assert.deepEqual(await told({ content: '', prompt_progress: progress }, { timings }), [
      [40, 60],
    ]);
    assert.deepEqual(await told({ content: 'a', timings }), [[40, 60]]);
    const usage = { prompt_tokens: 100, completion_tokens: 1 };
    const details = { prompt_tokens_details: { cached_tokens: 90 } };
    assert.deepEqual(await told({ choices: [], usage: { ...usage, ...details } }), [[10, 90]]);
    assert.deepEqual(await told({ choices: [], usage }), []);
    const { cache_n: _, ...old } = timings;
    assert.deepEqual(await told({ content: 'a', timings: old }), []);
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
