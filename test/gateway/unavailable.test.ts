import { strict as assert } from 'node:assert';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { GatewayProcess } from './ground/gatewayProcess.ts';
import { asked, type PlainAnswer, read } from './ground/plainRequest.ts';

const ANSWER = {
  id: '1',
  object: 'chat.completion',
  created: 1,
  model: 'm',
  choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: 'a' } }],
};

/** The seconds that an answer names, which both headers have to agree about. */
function secondsOf({ headers }: PlainAnswer): number {
  const seconds = Number(headers['retry-after']);
  const ms = Number(headers['retry-after-ms']);
  assert.ok(ms > 0 && seconds === Math.max(1, Math.ceil(ms / 1_000)), `${seconds} s, ${ms} ms`);
  return seconds;
}

describe('a gateway whose only model server cannot answer', function () {
  this.timeout(60_000);
  let gateway: GatewayProcess;
  let server: Server;
  let answer: (path: string, response: ServerResponse) => void;

  const json = (response: ServerResponse, status: number, body: object) => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body));
  };

  beforeEach(async () => {
    server = createServer((request, response) => {
      request.resume().once('end', () => answer(request.url ?? '', response));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const endpoint = { id: 'main', provider: 'openai', url: `http://127.0.0.1:${port}/v1` };
    gateway = await GatewayProcess.begin(
      { endpoints: [{ ...endpoint, model: 'm' }], workers: { min: 1, max: 1 } },
      {},
    );
  });
  afterEach(async () => {
    await gateway.stop();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  let count = 0;
  const ask = async (headers: Readonly<Record<string, string>> = {}) => {
    const more = { model: 'm' };
    const told = await asked(gateway.url, '', { content: `Hello ${++count}`, more, headers });
    await read(told);
    return told;
  };

  it('says when to ask again while its breaker is open', async () => {
    answer = (_, response) => json(response, 500, { error: { message: 'No.' } });
    let told = await ask();
    for (let time = 0; time < 20 && told.status !== 503; time++) told = await ask();
    assert.equal(told.status, 503);
    assert.ok(secondsOf(told) <= 30);
  });

  it('does not hold a request back for a limit that names no time', async () => {
    answer = (_, response) => json(response, 429, { error: { message: 'Too many requests.' } });
    const begunAt = performance.now();
    for (let time = 0; time < 3; time++) {
      const told = await ask();
      assert.equal(told.status, 429);
      assert.ok(secondsOf(told) <= 5);
    }
    assert.ok(performance.now() - begunAt < 4_000);
  });

  it('goes on with chat where there are no embeddings, and says so once', async () => {
    answer = (path, response) =>
      path.endsWith('/embeddings') ? json(response, 404, {}) : json(response, 200, ANSWER);
    for (let time = 0; time < 3; time++) {
      const embeddings = await fetch(`${gateway.url}/embeddings`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', connection: 'close' },
        body: JSON.stringify({ model: 'm', input: `Hello ${time}` }),
      });
      const { error } = (await embeddings.json()) as { error: { code: string } };
      assert.deepEqual([embeddings.status, error.code], [404, 'unsupported_operation']);
      assert.equal((await ask()).status, 200);
    }
    assert.equal(gateway.told.match(/does not offer \/v1\/embeddings/g)?.length, 1);
    assert.doesNotMatch(gateway.told, /does not answer|again/);
  });

  it('refuses a word in its own headers that it does not know', async () => {
    answer = (_, response) => json(response, 200, ANSWER);
    assert.equal((await ask({ 'x-aurelis-cache': 'no' })).status, 400);
    assert.equal((await ask({ 'x-aurelis-priority': 'urgent' })).status, 400);
    assert.equal((await ask({ 'x-aurelis-cache': '', 'x-aurelis-priority': 'Batch' })).status, 200);
  });
});
