import { strict as assert } from 'node:assert';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { needs } from '../../tools/servers/realServers.ts';
import { RedisServer } from '../../tools/servers/redisServer.ts';
import { waitFor } from '../../tools/waitFor.ts';
import { lspPair } from '../support/lspPair.ts';

/** A line of the log that tells of a cache, once there is one, and the message beside it where there is to be one. */
async function lineFor(cache: Record<string, unknown>, isTold = false): Promise<string> {
  const pair = await lspPair({ settings: { cache } });
  const found = () => pair.log.find((line) => / cache does not work/.test(line));
  try {
    await waitFor('the log line', () => found() !== undefined, 15_000);
    if (isTold) await waitFor('the message', () => pair.messages.length > 0, 15_000);
    return `${found()} | ${pair.messages.join()}`;
  } finally {
    await pair.close();
  }
}

describe('a cache that does not work says why:', function () {
  this.timeout(30_000);

  describe('Redis', () => {
    needs('redis-server', '--version');
    let server: RedisServer;
    const at = (login: string, scheme = 'redis') => ({
      redis: { url: `${scheme}://${login}127.0.0.1:${server.port}` },
    });

    before(async () => {
      server = await RedisServer.begin('--requirepass', 'right-horse-9');
    });
    after(() => server?.stop());

    it('without its password, or with another one', async () => {
      for (const login of ['', ':wrong-horse-8@', 'somebody:right-horse-9@']) {
        const line = await lineFor(at(login), true);
        assert.match(line, /redis cache .* because it refuses the user or the password/);
        assert.match(line, /Correct them in `aurelis\.cache\.redis\.url`/);
        assert.doesNotMatch(line, /horse/);
      }
    });

    it('by TLS at a port that does not speak it', async () => {
      const line = await lineFor(at('', 'rediss'));
      assert.match(line, /because it (?:does not speak TLS|cannot be reached)/);
    });

    it('where nobody listens', async () => {
      const line = await lineFor({ redis: { url: 'redis://127.0.0.1:1' } });
      assert.match(line, /because it cannot be reached; it is not used for a while \| $/);
    });
  });

  it('a file in place of its folder', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'aurelis-reasons-'));
    writeFileSync(join(folder, 'file'), '');
    try {
      const line = await lineFor({ disk: { path: join(folder, 'file', 'cache') } }, true);
      assert.match(line, /disk cache .* because it cannot be written to/);
      assert.match(line, /Name a folder that you can write to in `aurelis\.cache\.disk\.path`/);
      assert.ok(!line.includes(folder));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
