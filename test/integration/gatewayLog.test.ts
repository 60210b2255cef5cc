import { strict as assert } from 'node:assert';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { childrenOf } from '../../tools/machine/childProcesses.ts';
import { ROOT } from '../../tools/root.ts';
import { freePort } from '../../tools/servers/realServers.ts';
import { waitFor } from '../../tools/waitFor.ts';

const STARTS_MS = 30_000;
const endpoint = { id: 'm', provider: 'openai', url: 'http://127.0.0.1:1/v1', model: 'm' };

describe('a gateway whose log nobody can write', function () {
  this.timeout(90_000);
  let folder: string;
  let config: string;
  let port: number;
  let child: ChildProcess;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'aurelis-gateway-'));
    config = join(folder, 'gateway.json');
    port = await freePort();
    writeFileSync(config, JSON.stringify({ listen: `127.0.0.1:${port}`, endpoints: [endpoint] }));
  });
  afterEach(() => {
    child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });

  const start = (log: 'pipe' | number) => {
    const main = join(ROOT, 'server/src/gateway/main.ts');
    child = spawn(process.execPath, [main, '--config', config], {
      stdio: ['ignore', 'ignore', log],
      env: { PATH: process.env.PATH, HOME: folder, XDG_CACHE_HOME: folder },
    });
  };
  const isThere = async () => {
    const answer = await fetch(`http://127.0.0.1:${port}/healthz`).catch(() => undefined);
    return answer?.status === 200;
  };
  /** Makes it say much: an endpoint that is away, files that cannot be used, and a worker that dies. */
  const makeItTalk = async () => {
    for (let time = 0; time < 4; time++) {
      const body = JSON.stringify({ model: 'm', messages: [{ role: 'user', content: `${time}` }] });
      const headers = { 'content-type': 'application/json' };
      const asked = { method: 'POST', headers, body };
      assert.ok((await fetch(`http://127.0.0.1:${port}/v1/chat/completions`, asked)).status >= 500);
      writeFileSync(config, `{ "broken": ${time}`);
      child.kill('SIGHUP');
      // It has read the file by then; nothing that can be seen from here says so.
      await delay(300);
    }
    const [worker] = childrenOf(child.pid ?? 0);
    if (worker !== undefined) process.kill(worker, 'SIGKILL');
    await waitFor('another worker', () => childrenOf(child.pid ?? 0).length >= 2, STARTS_MS);
  };
  const goesOnAndEnds = async () => {
    await makeItTalk();
    assert.equal(child.exitCode, null);
    await waitFor('an answer', isThere, STARTS_MS);
    child.kill('SIGTERM');
    const [status] = await once(child, 'exit');
    assert.equal(status, 0);
  };

  it('goes on, and ends well, where the reader of a pipe is gone', async () => {
    start('pipe');
    await waitFor('the gateway', isThere, STARTS_MS);
    child.stderr?.destroy();
    await goesOnAndEnds();
  });

  it('goes on, and ends well, where its disk is full', async function () {
    if (!existsSync('/dev/full')) this.skip();
    const full = openSync('/dev/full', 'w');
    start(full);
    closeSync(full);
    await waitFor('the gateway', isThere, STARTS_MS);
    await goesOnAndEnds();
  });
});
