import { strict as assert } from 'node:assert';
import { type ClientHttp2Session, connect, constants, type IncomingHttpHeaders } from 'node:http2';
import type { OpenAiUpstream } from '../../tools/servers/openAiUpstream.ts';
import { waitFor } from '../../tools/waitFor.ts';
import { CHAT, EMBEDDING, TEXT } from './clients/program.ts';
import { anUpstream, Ground, placeOf } from './ground/ground.ts';
import { textIn } from './ground/plainRequest.ts';

const messages = (content: string) => [{ role: 'user', content }];

describe('the gateway over HTTP/2', () => {
  let ground: Ground;
  let direct: OpenAiUpstream;
  let session: ClientHttp2Session;
  before(async () => {
    [ground, direct] = await Promise.all([Ground.begin(), anUpstream()]);
    session = connect(`http://${ground.gateway.address}`);
  });
  after(async () => {
    session.destroy();
    await Promise.all([ground.stop(), direct.stop()]);
  });

  const open = (path: string, body?: object, apiKey = ground.place.apiKey) => {
    const stream = session.request({
      ':path': `/v1${path}`,
      ':method': body === undefined ? 'GET' : 'POST',
      authorization: `Bearer ${apiKey}`,
      'content-type': 'application/json',
    });
    stream.end(body === undefined ? undefined : JSON.stringify(body));
    return stream.setEncoding('utf8');
  };
  const ask = async (...asked: Parameters<typeof open>) => {
    const stream = open(...asked);
    const head = new Promise<IncomingHttpHeaders>((resolve) => stream.once('response', resolve));
    let text = '';
    for await (const chunk of stream) text += chunk;
    const { ':status': status, ...headers } = await head;
    return { status: Number(status), headers, text };
  };
  const askedDirectly = async (path: string, body: object) => {
    const { baseURL, apiKey } = placeOf(direct);
    const response = await fetch(`${baseURL}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${apiKey}`, connection: 'close' },
      body: JSON.stringify(body),
    });
    return response.text();
  };

  it('answers as the server does', async () => {
    const bodies: [string, object][] = [
      ['/chat/completions', { model: CHAT, messages: messages('Tell me of streams.') }],
      ['/completions', { model: TEXT, prompt: 'Say 🙂', suffix: 'end', max_tokens: 60 }],
      ['/embeddings', { model: EMBEDDING, input: ['one', 'two'], dimensions: 16 }],
    ];
    for (const [path, body] of bodies) {
      const { status, text } = await ask(path, body);
      assert.equal(status, 200);
      assert.deepEqual(JSON.parse(text), JSON.parse(await askedDirectly(path, body)));
    }
  });

  it('streams as the server does', async () => {
    const body = {
      model: CHAT,
      messages: messages('Tell me of pieces.'),
      stream: true,
      stream_options: { include_usage: true },
    };
    const { status, headers, text } = await ask('/chat/completions', body);
    assert.equal(status, 200);
    assert.equal(headers['content-type'], 'text/event-stream; charset=utf-8');
    assert.equal(text, await askedDirectly('/chat/completions', body));
    const again = await ask('/chat/completions', body);
    assert.equal(again.headers['x-aurelis-cache'], 'hit; tier=memory');
    assert.equal(textIn(again.text), textIn(text));
  });

  it('lists models, and refuses', async () => {
    const { text } = await ask('/models');
    const ids = JSON.parse(text).data.map(({ id }: { id: string }) => id);
    for (const id of [CHAT, TEXT, EMBEDDING]) assert.ok(ids.includes(id), id);
    const unknown = await ask('/chat/completions', { model: 'gpt-9', messages: messages('Hi') });
    assert.equal(unknown.status, 404);
    assert.equal(JSON.parse(unknown.text).error.code, 'model_not_found');
    assert.equal((await ask('/models', undefined, 'sk-wrong')).status, 401);
    const wrong = { model: CHAT, messages: messages('x'.repeat(100_000)) };
    assert.equal((await ask('/chat/completions', wrong, 'sk-wrong')).status, 401);
  });

  it('answers many at once over one connection', async () => {
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, at) =>
        ask('/chat/completions', { model: CHAT, messages: messages(`Say ${at}`), stream: true }),
      ),
    );
    assert.deepEqual(
      answers.map(({ text }) => textIn(text)),
      answers.map((_, at) => String(at)),
    );
  });

  it('ends the call of a stream that is left, and no other', async () => {
    const { aborted } = ground.upstream;
    const body = (content: string) => ({ model: CHAT, messages: messages(content), stream: true });
    const left = open('/chat/completions', body('Wait for the one'));
    const other = ask('/chat/completions', body('Wait for the other'));
    await new Promise((resolve) => left.once('data', resolve));
    await waitFor('both', () => ground.upstream.running === 2);
    left.close();
    await waitFor('the call to end', () => ground.upstream.aborted === aborted + 1);
    await ground.upstream.release();
    assert.ok((await other).text.endsWith('data: [DONE]\n\n'));
    assert.equal(ground.upstream.aborted, aborted + 1);
  });

  it('goes on where clients leave before they are answered', async () => {
    const { aborted } = ground.upstream;
    for (const code of [constants.NGHTTP2_CANCEL, constants.NGHTTP2_NO_ERROR]) {
      const body = { model: CHAT, messages: messages(`Never begin ${code}`) };
      const left = open('/chat/completions', body);
      left.on('error', () => undefined);
      await waitFor('the call', () => ground.upstream.running === 1);
      left.close(code);
      await waitFor('the call to end', () => ground.upstream.running === 0);
    }
    assert.equal(ground.upstream.aborted, aborted + 2);
    assert.equal((await ask('/models')).status, 200);
    assert.doesNotMatch(ground.gateway.told, /unexpected/);
  });
});
