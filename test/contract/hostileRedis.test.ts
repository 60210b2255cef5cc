import { strict as assert } from 'node:assert';
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { Codec } from '../../server/src/cache/codec/codec.ts';
import { RedisTier } from '../../server/src/cache/redis/redisTier.ts';
import { TierIncident } from '../../server/src/cache/tierIncident.ts';
import { FakeClock } from '../../tools/testing/fakeClock.ts';
import { HeldMemory } from '../support/heldMemory.ts';

const PART = Buffer.alloc(64 * 1024, 'x');
/** More than any reply may be long. */
const MOST_BYTES = 256 * 1024 * 1024;

/** Writes without an end, as fast as it is taken; returns how much that was when the connection is closed. */
async function flood(socket: Socket, begin: string, part: Buffer): Promise<number> {
  socket.write(begin);
  while (!socket.destroyed && socket.bytesWritten < MOST_BYTES) {
    if (socket.write(part)) await new Promise(setImmediate);
    else await Promise.race([once(socket, 'drain'), once(socket, 'close')]).catch(() => undefined);
  }
  return socket.bytesWritten;
}

describe('a Redis that means harm', () => {
  const floods: readonly (readonly [name: string, begin: string, part: Buffer])[] = [
    ['a text without an end', '$2000000000\r\n', PART],
    ['a line without an end', '+', PART],
    ['a list without an end', '*90000\r\n', Buffer.from(`$60000\r\n${'x'.repeat(60_000)}\r\n`)],
    ['a list of two thousand million', '*2000000000\r\n', Buffer.from(':1\r\n'.repeat(9_000))],
    ['replies to nothing', '', Buffer.from('+OK\r\n'.repeat(9_000))],
    ['another protocol', 'HTTP/1.1 200 OK\r\n\r\n', PART],
  ];
  const meetings = floods.flatMap(([name, begin, part]) => [
    { name, begin, part, nodes: 1 },
    { name: `${name}, of a node of a cluster`, begin, part, nodes: 2 },
  ]);
  for (const { name, begin, part, nodes } of meetings) {
    it(`is left: ${name}`, async () => {
      const sockets: Socket[] = [];
      const sent = Promise.withResolvers<number>();
      const server = createServer((socket) => {
        sockets.push(socket);
        socket.on('error', () => undefined);
        socket.once('data', () => flood(socket, begin, part).then(sent.resolve, sent.reject));
      }).listen(0, '127.0.0.1');
      await once(server, 'listening');
      const address = server.address();
      assert.ok(typeof address === 'object' && address !== null);
      const url = `redis://127.0.0.1:${address.port}`;
      const held = new HeldMemory();
      const tier = new RedisTier<string>(
        { urls: Array(nodes).fill(url), keyPrefix: 'a:', ttlMs: 1e6 },
        {
          codec: new Codec('secret'),
          clock: new FakeClock(),
          incident: new TierIncident('redis', () => undefined),
          origin: 'me',
        },
      );
      try {
        const bytes = await sent.promise;
        assert.ok(bytes < MOST_BYTES, `${bytes} bytes were taken`);
        assert.equal(tier.isUp, false);
        const grown = held.grown();
        assert.ok(grown < 200 * 1024 * 1024, `${grown} bytes more are held`);
      } finally {
        tier.dispose();
        for (const socket of sockets) socket.destroy();
        server.close();
      }
    });
  }
});
