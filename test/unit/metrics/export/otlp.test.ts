import { strict as assert } from 'node:assert';
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { OtlpExport } from '../../../../server/src/metrics/export/otlp.ts';
import { FakeClock } from '../../../../tools/testing/fakeClock.ts';
import { Collector } from '../../../support/collector.ts';

const of = { endpointId: 'first', model: 'm' };

describe('the export to an OpenTelemetry collector', () => {
  let collector: Collector;
  let clock: FakeClock;
  beforeEach(async () => {
    collector = await new Collector().start();
    clock = new FakeClock();
  });
  afterEach(() => collector.stop());

  it('sends durations in seconds and tokens of calls to models when it ends', async () => {
    const otlp = new OtlpExport({ url: collector.url, version: '1.2.3', clock });
    otlp.observe({ kind: 'sent', ...of, task: 'completion' });
    otlp.observe({ kind: 'firstText', ...of, ms: 250 });
    for (const ms of [500, 1_000]) {
      otlp.observe({ kind: 'answered', ...of, ms, usage: { inputTokens: 300, outputTokens: 20 } });
    }
    otlp.observe({ kind: 'failed', ...of, error: 'timeout' });
    otlp.dispose();
    const metrics = await collector.next();
    assert.equal(collector.exports[0]?.path, '/v1/metrics');
    const seen = metrics.flatMap(({ name, unit, histogram }) =>
      histogram.dataPoints.map(({ sum, count, attributes }) => {
        const labels = Object.fromEntries(
          attributes.map(({ key, value }) => [key.replace('gen_ai.', ''), value.stringValue]),
        );
        const { 'provider.name': provider, 'request.model': model, 'token.type': type } = labels;
        return [name.replace('gen_ai.client.', ''), unit, sum, count, provider, model, type];
      }),
    );
    assert.deepEqual(seen, [
      ['operation.duration', 's', 1.5, 2, 'first', 'm', undefined],
      ['operation.time_to_first_chunk', 's', 0.25, 1, 'first', 'm', undefined],
      ['token.usage', '{token}', 600, 2, 'first', 'm', 'input'],
      ['token.usage', '{token}', 40, 2, 'first', 'm', 'output'],
    ]);
  });

  it('uses the bounds that the conventions recommend', async () => {
    const otlp = new OtlpExport({ url: collector.url, version: '1.2.3', clock });
    otlp.observe({ kind: 'answered', ...of, ms: 1, usage: { inputTokens: 1, outputTokens: 1 } });
    otlp.dispose();
    const bounds = (await collector.next()).map(
      ({ histogram }) => histogram.dataPoints[0]?.explicitBounds,
    );
    const doubled = Array.from({ length: 14 }, (_, power) => 2 ** power / 100);
    assert.deepEqual(bounds[0], doubled);
    assert.deepEqual(
      bounds[1],
      Array.from({ length: 11 }, (_, power) => 4 ** power),
    );
  });

  /** Sends one export to a server that answers so; resolves with the connection once its request was read. */
  async function exportTo(
    answer: (socket: Socket) => void,
    use: (socket: Socket) => Promise<void>,
  ) {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    const otlp = new OtlpExport({ url: `http://127.0.0.1:${port}`, version: '1.2.3', clock });
    otlp.observe({ kind: 'firstText', ...of, ms: 250 });
    otlp.dispose();
    const [socket] = (await once(server, 'connection')) as [Socket];
    try {
      socket.on('error', () => undefined);
      await once(socket, 'data');
      answer(socket);
      await use(socket);
    } finally {
      socket.destroy();
      server.close();
    }
  }

  it('leaves a collector whose answer has not ended after ten seconds, though bytes come', async () => {
    const head = 'HTTP/1.1 200 OK\r\ncontent-length: 1000000\r\n\r\n';
    await exportTo(
      (socket) => socket.write(head),
      async (socket) => {
        for (let second = 1; second < 10; second++) {
          await clock.pass(1_000);
          socket.write('x');
        }
        assert.equal(clock.pending, 1);
        assert.equal(socket.destroyed, false);
        const closed = once(socket, 'close');
        await clock.pass(1_000);
        await closed;
      },
    );
  });

  it('reads no more than a few megabytes of an answer', async () => {
    const part = Buffer.alloc(65_536, 'x');
    await exportTo(
      (socket) => socket.write('HTTP/1.1 400 No\r\n\r\n'),
      async (socket) => {
        const closed = once(socket, 'close').catch(() => undefined);
        while (!socket.destroyed && socket.bytesWritten < 64 * 1024 * 1024) {
          if (!socket.write(part)) {
            const drained = once(socket, 'drain').catch(() => undefined);
            await Promise.race([drained, closed]);
          }
        }
        assert.ok(socket.bytesWritten < 32 * 1024 * 1024, `${socket.bytesWritten} bytes`);
      },
    );
  });
});
