import { strict as assert } from 'node:assert';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { waitFor } from '../../tools/waitFor.ts';
import { RunningGateway } from '../support/runningGateway.ts';

/** Each worker's channel is open for longer than it lives, as it is by chance where a machine is busy: Node lists it until then. */
const LISTED_DEAD =
  "import cluster from 'node:cluster'; if (cluster.isPrimary) cluster.Worker.prototype.isConnected = () => true;";
const ENVIRONMENT = {
  NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(LISTED_DEAD)}`,
};
const CONFIG = {
  endpoints: [{ id: 'a', provider: 'openai', url: 'http://127.0.0.1:1/v1', model: 'm' }],
  workers: { min: 2, max: 2 },
};

describe('the first process of a gateway', function () {
  this.timeout(60_000);
  let gateway: RunningGateway;
  beforeEach(async () => {
    gateway = await RunningGateway.start(CONFIG);
  });
  afterEach(() => gateway.stop());

  it('says that it ends, and ends at once when it is interrupted again', async () => {
    const socket = connect(gateway.port, '127.0.0.1');
    await once(socket, 'connect');
    socket.write(
      'POST /v1/chat/completions HTTP/1.1\r\nhost: localhost\r\ncontent-length: 9\r\n\r\n',
    );
    await new Promise((resolve) => setTimeout(resolve, 200));
    gateway.signal('SIGINT');
    await waitFor('the word', () => /The gateway ends: .* 30 seconds/.test(gateway.log));
    assert.equal(gateway.workers().length > 0, true, 'a request is under way');
    gateway.signal('SIGINT');
    await waitFor('its end', () => gateway.hasEnded);
    socket.destroy();
  });

  it('replaces each worker once, however often it is told meanwhile', async () => {
    const before = gateway.workers();
    for (let time = 0; time < 6; time++) {
      gateway.signal('SIGUSR2');
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    const areOthers = () => !gateway.workers().some((pid) => before.includes(pid));
    await waitFor('others', areOthers, 30_000);
    await waitFor('two of them', () => gateway.workers().length === 2, 10_000);
    assert.match(gateway.log, /The workers are being replaced already\./);
    assert.doesNotMatch(gateway.log, /unexpectedly/);
  });

  it('has no more workers than before where an old one dies while it is replaced', async () => {
    const before = gateway.workers();
    gateway.signal('SIGUSR2');
    await waitFor('a new one', () => gateway.workers().length === 3);
    process.kill(before[0] ?? 0, 'SIGKILL');
    const areOthers = () => !gateway.workers().some((pid) => before.includes(pid));
    await waitFor('others', areOthers, 30_000);
    await waitFor('two of them', () => gateway.workers().length === 2, 10_000);
  });

  it('keeps its workers where a new one ends before it listens', async () => {
    const before = gateway.workers();
    gateway.signal('SIGUSR2');
    let started: number | undefined;
    await waitFor('a new one', () => {
      started = gateway.workers().find((pid) => !before.includes(pid));
      return started !== undefined;
    });
    process.kill(started ?? 0, 'SIGKILL');
    await waitFor('the word', () => gateway.log.includes('those that are there stay'), 10_000);
    assert.deepEqual(gateway.workers(), before);
  });

  it('replaces the first worker that dies at once, whenever that is', async () => {
    const [killed = 0] = gateway.workers();
    process.kill(killed, 'SIGKILL');
    await waitFor('the word', () => gateway.log.includes('unexpectedly'), 10_000);
    assert.doesNotMatch(gateway.log, /as others before/);
    await waitFor('another one', () => gateway.workers().length === 2, 10_000);
  });

  it('says when its configuration cannot be read, and when it is there again, and waits for no pipe', async () => {
    const text = readFileSync(gateway.configFile);
    rmSync(gateway.configFile);
    await waitFor('the loss', () => /file cannot be read/.test(gateway.log), 10_000);
    execFileSync('mkfifo', [gateway.configFile]);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    rmSync(gateway.configFile);
    writeFileSync(gateway.configFile, text);
    await waitFor('the return', () => /there again, as it was before/.test(gateway.log), 10_000);
    assert.equal(gateway.log.split('file cannot be read').length, 2, 'said once');
  });
});

describe('workers of a gateway that Node lists after they have ended', function () {
  this.timeout(60_000);
  let gateway: RunningGateway;
  beforeEach(async () => {
    gateway = await RunningGateway.start(CONFIG, ENVIRONMENT);
  });
  afterEach(() => gateway.stop());

  it('keep it from ending no longer', async () => {
    assert.equal(await gateway.stop(), 0);
  });

  it('are replaced, and not counted', async () => {
    const workers = async () => {
      // The one that was killed may have been the only one that listened so far.
      const answer = await fetch(`${gateway.url}/metrics`).catch(() => undefined);
      const text = (await answer?.text()) ?? '';
      return Number(/^aurelis_gateway_workers (\d+)$/m.exec(text)?.[1]);
    };
    await waitFor('both workers', async () => (await workers()) === 2, 20_000);
    const [killed = 0, ...others] = gateway.workers();
    process.kill(killed, 'SIGKILL');
    const isReplaced = () => {
      const now = gateway.workers();
      return now.length === 2 && !now.includes(killed) && now.some((pid) => !others.includes(pid));
    };
    await waitFor('another one', isReplaced, 20_000);
    await waitFor('its metrics', async () => (await workers()) === 2, 20_000);
  });
});
