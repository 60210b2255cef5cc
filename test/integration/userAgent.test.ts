import { strict as assert } from 'node:assert';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { systemClock } from '../../server/src/base/clock.ts';
import { HttpClient } from '../../server/src/upstream/transport/httpClient.ts';

describe('every request', () => {
  it('says who asks, unless its own headers do', async () => {
    const heard: (string | undefined)[] = [];
    const server = createServer((request, response) => {
      heard.push(request.headers['user-agent']);
      response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const client = new HttpClient(systemClock, 'aurelis/1.2.3');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    for (const headers of [{}, { 'user-agent': 'own' }]) {
      const { signal } = new AbortController();
      const { body } = await client.call({ url, method: 'GET', headers, signal });
      for await (const _ of body);
    }
    client.dispose();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    assert.deepEqual(heard, ['aurelis/1.2.3', 'own']);
  });
});
