import { strict as assert } from 'node:assert';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { EDITORS_NODE, installNode } from '../../tools/machine/nodeVersions.ts';
import { needs } from '../../tools/servers/realServers.ts';
import { RedisServer } from '../../tools/servers/redisServer.ts';
import { StdioServer } from '../../tools/servers/stdioServer.ts';
import { waitFor } from '../../tools/waitFor.ts';
import { ScriptedUpstream } from '../support/scriptedUpstream.ts';
import { type UnpackedPackage, unpackPackage } from '../support/unpackedPackage.ts';

const URI = 'file:///project/a.ts';
const TEXT = 'const first = ';
const ANSWER = 'fromTheModel();';

/** A Node to run the package on, and whether it has SQLite. */
interface Case {
  readonly name: string;
  readonly node: () => string;
  readonly nodeArguments?: readonly string[];
  readonly hasDisk: boolean;
}

const onNode = (version: string, hasDisk = true): Case => {
  return { name: `Node ${version}`, node: () => installNode(version), hasDisk };
};
const CASES: readonly Case[] = [
  { name: 'this Node', node: () => process.execPath, hasDisk: true },
  onNode(EDITORS_NODE),
  onNode('22.14.0'),
  onNode('23.4.0'),
  onNode('23.0.0', false),
  {
    name: 'a Node without SQLite',
    node: () => process.execPath,
    nodeArguments: ['--no-experimental-sqlite'],
    hasDisk: false,
  },
];

for (const { name, node, nodeArguments = [], hasDisk } of CASES) {
  describe(`the unpacked package on ${name}`, function () {
    this.timeout(120_000);
    needs('redis-server', '--version');
    let unpacked: UnpackedPackage;
    let folder: string;
    let upstream: ScriptedUpstream;
    let messages: string[];
    let errors: string;
    let running: StdioServer[];

    before(() => {
      unpacked = unpackPackage();
      node();
    });
    after(() => unpacked?.remove());
    beforeEach(async () => {
      folder = mkdtempSync(join(tmpdir(), 'aurelis-alone-'));
      upstream = await new ScriptedUpstream(() => ({ chunks: [ANSWER] })).start();
      messages = [];
      errors = '';
      running = [];
    });
    afterEach(async () => {
      for (const { process: child } of running) child.kill('SIGKILL');
      await upstream.stop();
      rmSync(folder, { recursive: true, force: true });
    });

    const start = async (settings: Readonly<Record<string, unknown>>, workspace?: string) => {
      const server = await StdioServer.start({
        script: unpacked.dist('server.js'),
        node: node(),
        nodeArguments,
        settings: { completion: { debounceMs: 0, speculate: false }, ...settings },
        storagePath: join(folder, 'storage'),
        ...(workspace === undefined ? {} : { folder: workspace }),
        onMessage: (message) => messages.push(message),
        onError: (text) => {
          errors += text;
        },
      });
      running.push(server);
      return server;
    };
    const endpoints = () => [{ id: 'scripted', provider: 'openai', url: upstream.url, model: 'm' }];
    /** One completion by the model's answer, wherever it comes from. */
    const complete = async (server: StdioServer) => {
      await server.open(URI, 'typescript', TEXT);
      const item = await server.complete(URI, { line: 0, character: TEXT.length }, true);
      assert.equal(item?.insertText, ANSWER);
      return server.metrics();
    };

    it('completes from the workspace', async () => {
      const workspace = join(folder, 'workspace');
      cpSync(join(import.meta.dirname, '../../examples/workspace'), workspace, { recursive: true });
      const server = await start({}, workspace);
      const file = join(workspace, 'src/orders.ts');
      const before = readFileSync(file, 'utf8');
      const line = 'export function findOrder(id: st';
      const uri = pathToFileURL(file).href;
      await server.open(uri, 'typescript', `${before}\n${line}`);
      await server.workspaceRead();
      const position = { line: before.split('\n').length, character: line.length };
      const item = await server.complete(uri, position, true);
      assert.match(String(item?.insertText), /^ring/);
      assert.equal((await server.metrics()).completions.fromWorkspace, 1);
      await server.stop();
      assert.equal(errors, '');
    });

    it(`completes from a model, and after a restart ${hasDisk ? 'from disk' : 'from the model again, and says why once'}`, async () => {
      for (const round of [0, 1]) {
        const server = await start({ endpoints: endpoints() });
        const { cache } = await complete(server);
        assert.equal(cache.disk?.hits, hasDisk ? round : undefined);
        if (hasDisk && round === 0) {
          await waitFor(
            'the write',
            async () => (await server.metrics()).cache.disk?.entries === 1,
          );
        }
        await server.stop();
      }
      assert.equal(upstream.received.length, hasDisk ? 1 : 2);
      const once =
        'aurelis.cache.disk.enable: this Node has no SQLite, so answers are kept in memory only. Use Node 22.13 or newer (not 23.0 to 23.3), or turn this setting off.';
      assert.deepEqual(messages, hasDisk ? [] : [once, once]);
      assert.equal(errors, '');
    });

    it('reaches Redis', async () => {
      const redis = await RedisServer.begin();
      try {
        const cache = { redis: { url: redis.url }, disk: { enable: false } };
        for (const round of [0, 1]) {
          const server = await start({ endpoints: endpoints(), cache });
          await redis.clients(2);
          const metrics = await complete(server);
          assert.equal(metrics.cache.redis?.hits, round);
          await waitFor('the write', () => redis.command('dbsize').replace(/\D/g, '') !== '0');
          await server.stop();
        }
        assert.equal(upstream.received.length, 1);
        assert.equal(errors, '');
      } finally {
        await redis.stop();
      }
    });

    it('reaches an OTLP receiver', async () => {
      const received: string[] = [];
      const collector = createServer((request, response) => {
        request.resume().on('end', () => {
          received.push(`${request.method} ${request.url}`);
          response.end('{}');
        });
      });
      await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve));
      const { port } = collector.address() as AddressInfo;
      try {
        const metrics = { otlpUrl: `http://127.0.0.1:${port}` };
        const server = await start({ endpoints: endpoints(), metrics });
        // The exporter is loaded when the settings have been read, which the first answer does not wait for.
        await new Promise((resolve) => setTimeout(resolve, 500));
        await complete(server);
        await server.client.sendRequest('shutdown');
        await waitFor('the metrics', () => received.includes('POST /v1/metrics'), 10_000);
        server.process.kill();
        server.client.dispose();
        assert.equal(errors, '');
      } finally {
        collector.closeAllConnections();
        await new Promise((resolve) => collector.close(resolve));
      }
    });
  });
}
