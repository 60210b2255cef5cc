import { strict as assert } from 'node:assert';
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { lstatSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { installNode } from '../../tools/machine/nodeVersions.ts';
import { packageGateway } from '../../tools/package/packageGateway.ts';
import { OpenAiUpstream } from '../../tools/servers/openAiUpstream.ts';
import { freePort, isListening } from '../../tools/servers/realServers.ts';
import { waitFor } from '../../tools/waitFor.ts';
import { foreignImports } from '../support/bundleImports.ts';
import { InstalledGateway } from '../support/installedGateway.ts';
import { missingIn, nameOf, sourcesOf } from '../support/shippedNotices.ts';

const TOO_OLD = ['20.20.2', '22.11.0'];
/** Whether they have SQLite. */
const NEW_ENOUGH: readonly (readonly [string, boolean])[] = [
  ['22.13.0', true],
  ['23.0.0', false],
];
/** The gateway gives answers under way more than that. */
const SOON_MS = 10_000;
const MODEL = 'gpt-5-mini';

describe('the npm package of the gateway', function () {
  this.timeout(60_000);
  let installed: InstalledGateway;
  let upstream: OpenAiUpstream;
  before(async () => {
    installed = new InstalledGateway();
    for (const version of [...TOO_OLD, ...NEW_ENOUGH.map(([each]) => each)]) installNode(version);
    upstream = new OpenAiUpstream({ key: 'sk-model', models: [MODEL], seed: 1 });
    await upstream.start();
  });
  afterEach(() => installed.stop());
  after(async () => {
    installed?.remove();
    await upstream?.stop();
  });

  /** The configurations that the package's page shows. */
  const shown = () =>
    [
      ...readFileSync(installed.inPackage('README.md'), 'utf8').matchAll(/```json\n([\s\S]*?)```/g),
    ].map(([, json = '']) => JSON.parse(json));
  /** The one of them for a server with OpenAI's API, in front of ours. */
  const config = (port: number) => {
    const found = shown().find(({ endpoints }) => endpoints[0].provider === 'openai');
    const [endpoint] = found.endpoints;
    return {
      ...found,
      endpoints: [{ ...endpoint, url: upstream.url, apiKeyEnv: 'MODEL_KEY' }],
      listen: `127.0.0.1:${port}`,
      workers: { min: 2, max: 2 },
    };
  };
  const ask = async (port: number, content: string, more: object = {}) =>
    fetch(`http://127.0.0.1:${port}/v1/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', connection: 'close' },
      body: JSON.stringify({ model: MODEL, messages: [{ role: 'user', content }], ...more }),
    });
  const said = async (answer: Response) => (await answer.json()).choices[0].message.content;

  it('has in it what is meant to be, and needs no other package', () => {
    const { file, bytes, files } = packageGateway();
    assert.match(file, /\/artifacts\/aurelis-gateway-\d+\.\d+\.\d+\.tgz$/);
    assert.ok(bytes <= 1_000_000, `${bytes} bytes`);
    assert.deepEqual(
      files.map(({ path }) => path).filter((path) => !path.startsWith('deploy/')),
      [
        'LICENSE',
        'README.md',
        'ThirdPartyNotices.txt',
        'dist/gateway.js',
        'dist/gateway.js.map',
        'dist/gatewayCommands.js',
        'dist/gatewayCommands.js.map',
        'dist/gatewayWriter.js',
        'dist/gatewayWriter.js.map',
        'dist/redisClient.js',
        'dist/redisClient.js.map',
        'docs/gateway.md',
        'docs/gateway.schema.json',
        'docs/metrics.md',
        'package.json',
      ],
    );
    const manifest = JSON.parse(readFileSync(installed.inPackage('package.json'), 'utf8'));
    assert.deepEqual(manifest.bin, { 'aurelis-gateway': 'dist/gateway.js' });
    assert.deepEqual(manifest.engines, { node: '>=22.13' });
    for (const name of ['private', 'dependencies', 'scripts', 'devDependencies']) {
      assert.equal(manifest[name], undefined, name);
    }
    const folders = readdirSync(join(installed.folder, 'node_modules'));
    assert.deepEqual(
      folders.filter((name) => !name.startsWith('.')),
      ['aurelis-gateway'],
    );
  });

  it('imports nothing but Node and its own files', async () => {
    const { bundles, foreign, count } = await foreignImports(installed.inPackage('dist'));
    assert.equal(bundles.length, 4);
    assert.ok(count > 15, `${count} imports seen`);
    assert.deepEqual(foreign, []);
  });

  it('brings the license of everybody whose work is in it, and of nobody else', () => {
    const notices = readFileSync(installed.inPackage('ThirdPartyNotices.txt'), 'utf8');
    const names = sourcesOf(installed.inPackage('dist')).map(nameOf);
    const packages = [...new Set(names.filter((name) => name !== undefined))].sort();
    assert.ok(packages.includes('undici') && packages.includes('@redis/client'));
    assert.deepEqual(missingIn(notices, packages), []);
    const parts = notices.split(`\n${'='.repeat(80)}\n\n`).slice(1);
    assert.deepEqual([...new Set(parts.map((part) => part.split(' ', 1)[0]))], packages);
  });

  it('tells its version and its usage, and what is wrong with its arguments', () => {
    const version = installed.npx('--version');
    assert.deepEqual([version.status, version.stderr], [0, '']);
    assert.match(version.stdout, /^\d+\.\d+\.\d+\n$/);
    const node = process.execPath;
    const help = installed.withNode(node, '--help');
    assert.deepEqual([help.status, help.stderr], [0, '']);
    assert.match(help.stdout, /^Usage: aurelis-gateway --config FILE/m);
    const wrong = installed.withNode(node, 'nonsense');
    assert.deepEqual([wrong.status, wrong.stdout], [2, '']);
    assert.match(wrong.stderr, /^There is no such command\.\n[\s\S]*Usage: /);
  });

  it('takes the configurations that its page shows', () => {
    const configs = shown();
    assert.ok(configs.length >= 3);
    for (const each of configs) {
      writeFileSync(join(installed.folder, 'shown.json'), JSON.stringify(each));
      const { status, stdout, stderr } = installed.withNode(
        process.execPath,
        'check',
        'shown.json',
      );
      assert.deepEqual([status, stdout, stderr], [0, 'The configuration can be used.\n', '']);
    }
    writeFileSync(join(installed.folder, 'broken.json'), '{ "endpoints": [] }');
    const { status, stdout, stderr } = installed.npx('check', 'broken.json');
    assert.deepEqual([status, stdout], [1, '']);
    assert.match(stderr, /^Error: .*endpoints/);
  });

  it('makes a key that it then asks for', async () => {
    const { status, stdout } = installed.npx('key');
    assert.equal(status, 0);
    const key = /ak-\S+/.exec(stdout)?.[0];
    const entry = JSON.parse(/^ {2}(\{.*\})$/m.exec(stdout)?.[1] ?? '');
    const port = await freePort();
    const child = await installed.serve({ ...config(port), keys: [entry] });
    const models = (headers: Record<string, string>) =>
      fetch(`http://127.0.0.1:${port}/v1/models`, { headers });
    assert.equal((await models({})).status, 401);
    assert.equal((await models({ authorization: `Bearer ${key}` })).status, 200);
    child.kill('SIGTERM');
    assert.deepEqual(await once(child, 'exit'), [0, null]);
  });

  it('serves by its link, from another folder, with two processes, and ends answers before itself', async () => {
    assert.ok(lstatSync(installed.command).isSymbolicLink());
    const port = await freePort();
    const child = await installed.serve(config(port));
    const models = await (await fetch(`http://127.0.0.1:${port}/v1/models`)).json();
    assert.deepEqual(
      models.data.map(({ id }: { id: string }) => id),
      [MODEL],
    );
    const first = await ask(port, 'Hello');
    assert.equal(first.status, 200);
    const text = await said(first);
    // The other process knows of it when it is on disk.
    await waitFor('the same from the cache', async () => {
      const again = await ask(port, 'Hello');
      assert.equal(await said(again), text);
      return /^hit/.test(again.headers.get('x-aurelis-cache') ?? '');
    });
    const metrics = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    assert.match(metrics, /^aurelis_gateway_workers 2$/m);
    const waiting = await ask(port, 'Wait for the end', { stream: true });
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await waitFor('the door to be closed', async () => !(await isListening(port)));
    await upstream.release();
    assert.ok((await waiting.text()).endsWith('data: [DONE]\n\n'));
    assert.deepEqual(await ended, [0, null]);
  });

  it('serves with processes that are slow to begin', async () => {
    const port = await freePort();
    await installed.serve(config(port), { isSlow: true });
    assert.equal((await ask(port, 'Hello')).status, 200);
  });

  it('ends at once where it is told to before its processes listen', async () => {
    const child = installed.start(config(await freePort()), { isSlow: true });
    const ended = once(child, 'exit');
    const hasProcesses = () => {
      const { stdout } = spawnSync('ps', ['-A', '-o', 'ppid='], { encoding: 'utf8' });
      return stdout.split('\n').some((line) => Number(line) === child.pid);
    };
    await waitFor('its processes', hasProcesses, SOON_MS);
    child.kill('SIGTERM');
    let status: unknown;
    void ended.then((told) => {
      status = told;
    });
    await waitFor('its end', () => status !== undefined, SOON_MS);
    assert.deepEqual(status, [0, null]);
  });

  it('serves by npx until Ctrl+C', async () => {
    const port = await freePort();
    const child = await installed.serveByNpx(config(port));
    assert.equal((await ask(port, 'Hello')).status, 200);
    const ended = once(child, 'exit');
    process.kill(-(child.pid ?? 0), 'SIGINT');
    await ended;
    await waitFor('the gateway to be gone', async () => !(await isListening(port)));
  });

  it('ends when it is told to, started in the ways that its documentation has for service managers', async () => {
    const documentation = readFileSync(installed.inPackage('docs/gateway.md'), 'utf8');
    const program = 'node_modules/aurelis-gateway/dist/gateway.js';
    for (const line of ['npm install -g', 'aurelis-gateway --config', `node ${program} --config`])
      assert.match(documentation, new RegExp(`^${line}`, 'm'));
    const ways = [
      { command: installed.installGlobally() },
      { node: process.execPath, command: join(installed.folder, program) },
    ];
    for (const way of ways) {
      const child = await installed.serve(config(await freePort()), way);
      child.kill('SIGTERM');
      assert.deepEqual(await once(child, 'exit'), [0, null]);
    }
  });

  for (const [version, hasSqlite] of NEW_ENOUGH) {
    it(`answers on Node ${version}`, async () => {
      const port = await freePort();
      const child = await installed.serve(config(port), { node: installNode(version) });
      assert.equal((await ask(port, `Hello, ${version}`)).status, 200);
      const warning = hasSqlite ? [] : ['Warning: this Node has no SQLite'];
      const told = installed.told.split('\n').map((line) => line.split(/, so| on http/)[0]);
      assert.deepEqual(told, [...warning, 'The gateway listens', '']);
      child.kill('SIGTERM');
      assert.deepEqual(await once(child, 'exit'), [0, null]);
    });
  }

  for (const version of TOO_OLD) {
    it(`says in one sentence that Node ${version} is too old, and what to do`, () => {
      const node = installNode(version);
      for (const args of [['key'], ['check', 'shown.json'], ['--config', 'shown.json']]) {
        assert.deepEqual(installed.withNode(node, ...args), {
          status: 1,
          stdout: '',
          stderr: `Aurelis needs Node 22.13 or newer, and this is Node ${version}: install a newer one (nodejs.org), and start the gateway with that.`,
        });
      }
      assert.equal(installed.withNode(node, '--version').status, 0);
    });
  }
});
