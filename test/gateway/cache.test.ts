import { strict as assert } from 'node:assert';
import { programs } from './clients/openai/programs.ts';
import { EMBEDDING, PICTURE } from './clients/program.ts';
import { ClientProcess } from './ground/clientProcess.ts';
import { Ground } from './ground/ground.ts';
import { asked, type PlainAsk, read, textIn } from './ground/plainRequest.ts';

const TOOL = { type: 'function', function: { name: 'get', parameters: { type: 'object' } } };

describe('the cache of the gateway', () => {
  let ground: Ground;
  before(async () => {
    ground = await Ground.begin();
  });
  after(() => ground.stop());

  /** The gateway’s word about its cache, the body, and how many calls it made. */
  const ask = async (ask: PlainAsk) => {
    const { calls } = ground.upstream;
    const answer = await asked(ground.gateway.url, ground.place.apiKey, ask);
    const body = await read(answer);
    assert.equal(answer.status, 200, body);
    const cache = String(answer.headers['x-aurelis-cache']);
    return { cache, body, calls: ground.upstream.calls - calls };
  };
  const cacheOf = async (request: PlainAsk) => (await ask(request)).cache;

  it('answers the same request a second time', async () => {
    const first = await ask({ content: 'Tell me something.' });
    const second = await ask({ content: 'Tell me something.' });
    assert.deepEqual([first.cache, first.calls], ['miss', 1]);
    assert.deepEqual([second.cache, second.calls], ['hit; tier=memory', 0]);
    assert.equal(second.body, first.body);
  });

  it('answers a stream from a whole answer, and the other way round', async () => {
    const whole = await ask({ content: 'Tell me it whole.' });
    const streamed = await ask({ content: 'Tell me it whole.', stream: true });
    assert.equal(streamed.cache, 'hit; tier=memory');
    const { message } = JSON.parse(whole.body).choices[0];
    assert.equal(textIn(streamed.body), message.content);
    const stream = await ask({ content: 'Tell me it in pieces.', stream: true });
    const joined = await ask({ content: 'Tell me it in pieces.' });
    assert.equal(joined.cache, 'hit; tier=memory');
    const { annotations, ...other } = JSON.parse(
      (await ask({ content: 'Tell me it in pieces.', headers: { 'x-aurelis-cache': 'none' } }))
        .body,
    ).choices[0].message;
    assert.deepEqual(JSON.parse(joined.body).choices[0].message, other);
    assert.equal(textIn(stream.body), other.content);
    assert.deepEqual(annotations, []);
  });

  it('does not count what says only how an answer comes, or for whom', async () => {
    const content = 'Tell me who asks.';
    await ask({ content, more: { user: 'anna', temperature: 0 } });
    const more = { temperature: 0, user: 'bert', metadata: { topic: 'a' }, stream: true };
    const options = { ...more, stream_options: { include_usage: true } };
    assert.equal(await cacheOf({ content, more: options }), 'hit; tier=memory');
    assert.equal(await cacheOf({ content, more: { temperature: 0.1 } }), 'miss');
    assert.equal(await cacheOf({ content, more: { temperature: 0, seed: 2 } }), 'miss');
  });

  const picture = [{ type: 'image_url', image_url: { url: `data:image/png;base64,${PICTURE}` } }];
  const passed: Readonly<Record<string, object>> = {
    'a temperature above the limit': { temperature: 0.31 },
    'a tool': { tools: [TOOL] },
    'a function of the old form': { functions: [TOOL.function] },
    'a picture': { messages: [{ role: 'user', content: picture }] },
    "a tool's answer": { messages: [{ role: 'tool', tool_call_id: 'c', content: 'a' }] },
  };
  for (const [name, more] of Object.entries(passed)) {
    it(`is passed by with ${name}`, async () => {
      for (const stream of [false, true, false]) {
        const { cache, calls } = await ask({ content: 'Pass by.', stream, more });
        assert.deepEqual([cache, calls], ['bypass', 1]);
      }
    });
  }

  it('is passed by, or filled anew, where a client says so', async () => {
    const content = 'Tell me the news.';
    const withHeaders = (headers: Record<string, string>) => ask({ content, headers });
    await ask({ content });
    for (const headers of [{ 'x-aurelis-cache': 'none' }, { 'cache-control': 'no-store' }]) {
      const { cache, calls } = await withHeaders(headers);
      assert.deepEqual([cache, calls], ['bypass', 1], JSON.stringify(headers));
    }
    for (const headers of [{ 'x-aurelis-cache': 'refresh' }, { 'cache-control': 'no-cache' }]) {
      const { cache, calls } = await withHeaders(headers);
      assert.deepEqual([cache, calls], ['miss', 1], JSON.stringify(headers));
      assert.equal(await cacheOf({ content }), 'hit; tier=memory');
    }
    assert.equal((await withHeaders({ 'cache-control': 'max-age=0' })).calls, 0);
  });

  it('keeps nothing of what is passed by', async () => {
    const content = 'Tell nobody.';
    await ask({ content, headers: { 'cache-control': 'no-store' } });
    assert.equal(await cacheOf({ content }), 'miss');
  });

  it('keeps nothing that was cut or filtered', async () => {
    for (const request of [
      { content: 'Say one two three', more: { max_tokens: 1 } },
      { content: 'Be filtered' },
    ]) {
      await ask(request);
      assert.equal(await cacheOf(request), 'miss', request.content);
    }
  });

  it('costs no more than one call in each process of a gateway that has no Redis', async () => {
    const many = await Ground.begin({ workers: { min: 2, max: 2 } });
    try {
      const outcomes = new Set<string>();
      for (let count = 0; count < 8; count++) {
        const answer = await asked(many.gateway.url, many.place.apiKey, { content: 'Tell both.' });
        await read(answer);
        outcomes.add(String(answer.headers['x-aurelis-cache']));
      }
      assert.ok(many.upstream.calls <= 2, [...outcomes].join());
    } finally {
      await many.stop();
    }
  });

  it('keeps answers over a restart', async () => {
    const content = 'Tell me once and for all.';
    await ask({ content });
    await ground.restart();
    const { cache, calls } = await ask({ content });
    assert.deepEqual([cache, calls], ['hit; tier=disk', 0]);
  });

  it('gives every client what it keeps, in numbers or base64, each under its own name', async () => {
    const host = new ClientProcess('openai');
    try {
      const embeddings = programs.filter(({ name }) => /embedding/.test(name));
      assert.ok(embeddings.length > 3);
      for (const { name } of embeddings) {
        const first = await host.run(name, ground.place);
        const { calls } = ground.upstream;
        assert.deepEqual(await host.run(name, ground.place), first);
        assert.equal(ground.upstream.calls, calls, `${EMBEDDING}: ${name}`);
      }
    } finally {
      await host.stop();
    }
  });
});
