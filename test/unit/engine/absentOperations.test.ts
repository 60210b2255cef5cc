import { strict as assert } from 'node:assert';
import type { HttpCall } from '../../../server/src/base/httpCall.ts';
import type { EndpointError } from '../../../server/src/domain/endpointError.ts';
import type { MetricsEvent } from '../../../server/src/metrics/collect/recorder.ts';
import { FakeClock } from '../../../tools/testing/fakeClock.ts';
import { requestPath } from '../../../tools/testing/requestPath.ts';
import { aContext } from '../../../tools/testing/requests.ts';
import { relayRequest } from '../../support/relays.ts';

const CHAT = {
  choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: 'a' } }],
};
const EMBEDDINGS = { object: 'list', data: [{ object: 'embedding', index: 0, embedding: [1] }] };

/** Two equal endpoints, of which the first refuses what `refused` says. */
function twoServers(refused: (path: string) => object | undefined, ids = ['first', 'second']) {
  const asked: string[] = [];
  const events: MetricsEvent[] = [];
  const call: HttpCall = async ({ url }) => {
    const { hostname, pathname } = new URL(url);
    asked.push(`${hostname}${pathname}`);
    const refusal = hostname === 'first' ? refused(pathname) : undefined;
    const answer = refusal ?? (pathname.endsWith('embeddings') ? EMBEDDINGS : CHAT);
    async function* body() {
      yield Buffer.from(JSON.stringify(answer));
    }
    const headers = { 'content-type': 'application/json' };
    return { status: refusal === undefined ? 200 : 404, headers, body: body() };
  };
  const clock = new FakeClock();
  const endpoints = ids.map((id) => ({
    id,
    provider: 'openai',
    url: `http://${id}/v1`,
    model: 'm',
  }));
  const observe = (event: MetricsEvent) => events.push(event);
  const settings = { endpoints, 'cache.disk.enable': false };
  const engine = requestPath({ clock, call, settings, observe });
  let count = 0;
  const ask = async (operation: 'chat' | 'embeddings') => {
    const body = { input: `${++count}`, messages: [{ role: 'user', content: `${count}` }] };
    const request = relayRequest({ operation, isStreamed: false, body });
    const answer = engine.generate(request, aContext({ priority: 'action', comesAgain: true }));
    const end = answer.then(
      ({ endpointId }) => endpointId,
      (error: EndpointError) => error.kind,
    );
    await clock.pass(1);
    return end;
  };
  return { ask, asked, clock, engine, events };
}

const noPath = (path: string) => (path.endsWith('embeddings') ? {} : undefined);
const noModel = (path: string) =>
  path.endsWith('embeddings') ? { error: { message: 'The model `m` does not exist.' } } : undefined;

describe('a model server without one operation of OpenAI’s API', () => {
  for (const [kind, refused] of [
    ['wrongApi', noPath],
    ['noModel', noModel],
  ] as const) {
    it(`is asked for all others (${kind})`, async () => {
      const { ask, engine, events } = twoServers(refused, ['first']);
      for (let time = 0; time < 8; time++) {
        assert.equal(await ask('embeddings'), kind);
        assert.equal(await ask('chat'), 'first');
      }
      const failed = events.filter((event) => event.kind === 'failed');
      assert.deepEqual(
        failed.map((event) => 'operation' in event && event.operation),
        Array.from({ length: 8 }, () => 'embeddings'),
      );
      engine.dispose();
    });
  }

  it('is passed over for it where another one may have it, for a minute', async () => {
    const { ask, asked, clock, engine } = twoServers(noPath);
    for (let time = 0; time < 3; time++) assert.equal(await ask('embeddings'), 'second');
    const path = 'v1/embeddings';
    assert.deepEqual(asked.splice(0), [`first/${path}`, ...Array(3).fill(`second/${path}`)]);
    assert.equal(await ask('chat'), 'first');
    await clock.pass(60_000);
    asked.splice(0);
    assert.equal(await ask('embeddings'), 'second');
    assert.equal(asked[0], `first/${path}`);
    engine.dispose();
  });
});
