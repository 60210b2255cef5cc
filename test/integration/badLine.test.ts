import { strict as assert } from 'node:assert';
import { systemClock } from '../../server/src/base/clock.ts';
import type { EndpointError } from '../../server/src/domain/endpointError.ts';
import { HttpClient } from '../../server/src/upstream/transport/httpClient.ts';
import { freshRequest, requestPath } from '../../tools/testing/requestPath.ts';
import { waitFor } from '../../tools/waitFor.ts';
import { ScriptedUpstream } from '../support/scriptedUpstream.ts';
import { type LineFaults, TcpProxy } from '../support/tcpProxy.ts';

const CHUNKS = ['sum(', 'größe, ', '日本', ');'];
const WHOLE = CHUNKS.join('');

describe('a bad line to a server', () => {
  let upstream: ScriptedUpstream;
  let line: TcpProxy;
  let client: HttpClient;

  beforeEach(async () => {
    upstream = await new ScriptedUpstream(() => ({ chunks: CHUNKS, chunkDelayMs: 5 })).start();
    line = await new TcpProxy(Number(new URL(upstream.url).port)).start();
    client = new HttpClient(systemClock);
  });

  afterEach(async () => {
    client.dispose();
    await waitFor('the line to be free', () => line.openSockets === 0);
    await line.stop();
    await upstream.stop();
  });

  async function ask(faults: LineFaults, timeoutSeconds = 5) {
    line.faults = faults;
    const { call } = client;
    const settings = {
      endpoints: [{ id: 'e', provider: 'openai', url: line.url, model: 'm' }],
      requests: { timeoutSeconds, retries: 0 },
      cache: { disk: { enable: false } },
    };
    const path = requestPath({ clock: systemClock, call, settings });
    const context = { signal: new AbortController().signal, priority: 'invoked' } as const;
    return path.generate(freshRequest(), context).then(
      ({ text, ending }) => `${text} ${ending}`,
      ({ kind }: EndpointError) => kind,
    );
  }

  it('that is slow, narrow, or cuts every character apart changes no answer', async () => {
    assert.equal(await ask({ latencyMs: 60 }), `${WHOLE} stop`);
    assert.equal(await ask({ sliceBytes: 1 }), `${WHOLE} stop`);
    assert.equal(await ask({ sliceBytes: 7, bytesPerSecond: 8_000 }), `${WHOLE} stop`);
  });

  it('that breaks is an error, or gives what had come, marked as cut', async () => {
    assert.equal(await ask({ resetAfter: 20 }), 'unreachable');
    assert.match(await ask({ resetAfter: 420, sliceBytes: 20 }), /^sum\(.* length$/);
    assert.equal(await ask({}), `${WHOLE} stop`);
  });

  it('that falls silent ends within the deadline', async () => {
    const begin = performance.now();
    assert.equal(await ask({ silentAfter: 20 }, 1), 'timeout');
    assert.match(await ask({ silentAfter: 420, sliceBytes: 20 }, 1), /^sum\(.* length$/);
    assert.ok(performance.now() - begin < 3_000);
  }).timeout(6_000);
});
