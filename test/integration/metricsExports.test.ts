import { strict as assert } from 'node:assert';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExpositionResult } from '../../server/src/protocol/messages.ts';
import { freePort, needs } from '../../tools/servers/realServers.ts';
import { waitFor } from '../../tools/waitFor.ts';
import { type LspPair, lspPair } from '../support/lspPair.ts';
import { ScriptedUpstream } from '../support/scriptedUpstream.ts';

const metricsAt = async (port: number) => {
  const response = await fetch(`http://127.0.0.1:${port}/metrics`);
  return { status: response.status, text: await response.text() };
};

describe('what is exposed', () => {
  needs('promtool', '--version');

  it('is accepted by the parser of Prometheus, without a complaint', () => {
    const input = readFileSync(join(import.meta.dirname, '../fixtures/exposition.txt'));
    const { status, stdout, stderr } = spawnSync('promtool', ['check', 'metrics'], { input });
    assert.deepEqual([status, stdout.toString(), stderr.toString()], [0, '', '']);
  });
});

describe('metrics for others', () => {
  let upstream: ScriptedUpstream;
  let pairs: LspPair[] = [];

  beforeEach(async () => {
    upstream = await new ScriptedUpstream(() => ({ chunks: ['sum(', 'items);'] })).start();
  });
  afterEach(async () => {
    for (const pair of pairs) await pair.close();
    pairs = [];
    await upstream.stop();
  });

  async function serverWith(metrics: object): Promise<LspPair> {
    const endpoints = [{ id: 'first', provider: 'openai', url: upstream.url, model: 'm' }];
    const settings = { endpoints, metrics, completion: { debounceMs: 0 } };
    const pair = await lspPair({ settings });
    pairs.push(pair);
    return pair;
  }

  async function complete(pair: LspPair): Promise<void> {
    await pair.open('file:///a.ts', 'const total = ');
    await pair.complete('file:///a.ts', { line: 0, character: 14 }, { invoked: true });
  }

  it('are served on this machine alone, and by command', async () => {
    const port = await freePort();
    const pair = await serverWith({ prometheusPort: port });
    await complete(pair);
    await waitFor('the listener', () =>
      metricsAt(port).then(
        () => true,
        () => false,
      ),
    );
    const { status, text } = await metricsAt(port);
    assert.equal(status, 200);
    assert.match(text, /^aurelis_requests_total\{model="m",status="success"\} 1$/m);
    const exposed = await pair.client.sendRequest<ExpositionResult>('aurelis/exposition');
    assert.match(exposed.text, /^aurelis_suggestions_total\{event="shown"\} 1$/m);
    assert.equal((await fetch(`http://127.0.0.1:${port}/`)).status, 404);
    // A page that has made its name lead here must not read them.
    const status403 = await new Promise((resolve) => {
      const headers = { host: 'evil.example' };
      get({ port, host: '127.0.0.1', path: '/metrics', headers }, ({ statusCode }) =>
        resolve(statusCode),
      );
    });
    assert.equal(status403, 403);
  });

  it('are told once to be impossible where another program has the port', async () => {
    const other = createServer((_, response) => response.end('other'));
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    const pair = await serverWith({ prometheusPort: port });
    await waitFor('the message', () => pair.messages.some((text) => text.includes(String(port))));
    await complete(pair);
    const told = pair.messages.filter((text) => text.includes(String(port)));
    assert.equal(told.length, 1);
    assert.match(told[0] ?? '', /Choose another port/);
    await new Promise((resolve) => other.close(resolve));
  });

  it('are left to the window that has the port already, without a word', async () => {
    const port = await freePort();
    await serverWith({ prometheusPort: port });
    await waitFor('the listener', () =>
      metricsAt(port).then(
        () => true,
        () => false,
      ),
    );
    const second = await serverWith({ prometheusPort: port });
    await complete(second);
    assert.deepEqual(second.messages, []);
  });

  it('go to an OpenTelemetry collector under the names of its conventions', async () => {
    const bodies: string[] = [];
    const collector = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        bodies.push(`${request.url} ${Buffer.concat(chunks)}`);
        response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
      });
    });
    await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve));
    const { port } = collector.address() as AddressInfo;
    const pair = await serverWith({ otlpUrl: `http://127.0.0.1:${port}` });
    await complete(pair);
    await pair.close();
    pairs = [];
    await waitFor('the export', () => bodies.length > 0);
    const [body = ''] = bodies;
    assert.match(body, /^\/v1\/metrics /);
    for (const name of ['operation.duration', 'operation.time_to_first_chunk', 'token.usage']) {
      assert.ok(body.includes(`gen_ai.client.${name}`), name);
    }
    assert.doesNotMatch(body, /items|total/);
    await new Promise((resolve) => collector.close(resolve));
  });
});

describe('a real Prometheus', () => {
  needs('prometheus', '--version');
  const folder = mkdtempSync(join(tmpdir(), 'aurelis-prometheus-'));
  let prometheus: ChildProcess | undefined;

  after(async () => {
    const ended = new Promise((resolve) => prometheus?.once('exit', resolve));
    prometheus?.kill('SIGTERM');
    if (prometheus !== undefined) await ended;
    rmSync(folder, { recursive: true, force: true });
  });

  it('scrapes the server', async function () {
    this.timeout(30_000);
    const [own, its] = [await freePort(), await freePort()];
    const pair = await lspPair({ settings: { metrics: { prometheusPort: own } } });
    const configuration = join(folder, 'prometheus.yml');
    writeFileSync(
      configuration,
      `global: {scrape_interval: 1s}\nscrape_configs: [{job_name: aurelis, static_configs: [{targets: ['127.0.0.1:${own}']}]}]\n`,
    );
    prometheus = spawn(
      'prometheus',
      [
        `--config.file=${configuration}`,
        `--storage.tsdb.path=${join(folder, 'data')}`,
        `--web.listen-address=127.0.0.1:${its}`,
      ],
      { stdio: 'ignore' },
    );
    const ask = async (query: string): Promise<string | undefined> => {
      const url = `http://127.0.0.1:${its}/api/v1/query?query=${encodeURIComponent(query)}`;
      const answer = await fetch(url)
        .then((response) => response.json())
        // It is not ready yet.
        .catch(() => undefined);
      return answer?.data?.result?.[0]?.value?.[1];
    };
    await waitFor('the scrape', async () => (await ask('up{job="aurelis"}')) === '1', 20_000);
    assert.equal(await ask('aurelis_suggestions_total{event="requested"}'), '0');
    assert.equal((await ask('scrape_samples_scraped{job="aurelis"} > 10')) !== undefined, true);
    await pair.close();
  });
});
