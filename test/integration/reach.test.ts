import { strict as assert } from 'node:assert';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { systemClock } from '../../server/src/base/clock.ts';
import { HttpClient } from '../../server/src/upstream/transport/httpClient.ts';
import { DIRECT } from '../../server/src/upstream/transport/options.ts';
import { selfSigned } from '../../tools/servers/certificate.ts';
import { H2Upstream } from '../../tools/servers/h2Upstream.ts';
import { needs } from '../../tools/servers/realServers.ts';
import { waitFor } from '../../tools/waitFor.ts';

describe('a connection that is tried beside all requests', () => {
  needs('openssl', 'version');
  let client: HttpClient;
  let server: Server;
  let heard = '';
  let [opened, closed] = [0, 0];

  beforeEach(async () => {
    [heard, opened, closed] = ['', 0, 0];
    client = new HttpClient(systemClock);
    client.configure(DIRECT);
    server = createServer((socket: Socket) => {
      opened++;
      socket.on('data', (data) => {
        heard += data.toString();
      });
      socket.on('error', () => undefined);
      socket.on('close', () => closed++);
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  });
  afterEach(async () => {
    client.dispose();
    await new Promise((done) => server.close(done));
  });

  const portOf = () => (server.address() as AddressInfo).port;

  it('tells whether anybody is there, sends nothing, and leaves nothing open', async () => {
    const url = `http://127.0.0.1:${portOf()}/v1`;
    assert.equal(await client.reach(url), true);
    await waitFor('the end', () => closed === 1);
    assert.deepEqual([opened, heard], [1, '']);
    server.close();
    assert.equal(await client.reach(url), false);
    server.listen(0, '127.0.0.1');
  });

  it('goes to the proxy where requests do, and asks it for nothing', async () => {
    client.configure({ ...DIRECT, plainProxy: `http://127.0.0.1:${portOf()}` });
    assert.equal(await client.reach('http://models.invalid/v1'), true);
    await waitFor('the end', () => closed === 1);
    assert.deepEqual([opened, heard], [1, '']);
  });

  it('finds somebody where the certificate is not trusted, which is for a request to tell, and nobody where one that was made before is dead', async () => {
    const tls = selfSigned();
    const upstream = new H2Upstream(tls);
    await upstream.start();
    try {
      assert.equal(await client.reach(upstream.url), true);
      client.configure({ ...DIRECT, authorities: tls.certificate });
      assert.deepEqual(
        [await client.reach(upstream.url), await client.reach(upstream.url)],
        [true, true],
      );
      assert.equal(upstream.requests, 0);
      const { signal } = new AbortController();
      const { url } = upstream;
      const asked = await client.call({ url, method: 'POST', headers: {}, body: '{}', signal });
      await Array.fromAsync(asked.body);
      await upstream.stop();
      assert.equal(await client.reach(url), false);
      await upstream.start();
    } finally {
      client.dispose();
      await upstream.stop();
      tls.remove();
    }
  });

  it('is none for what is not asked over a network', async () => {
    assert.equal(await client.reach('vscode-lm:'), true);
    assert.equal(opened, 0);
  });
});
