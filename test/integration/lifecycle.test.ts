import { strict as assert } from 'node:assert';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from '../../tools/root.ts';
import { RawClient } from '../support/rawClient.ts';

const SCRIPT = join(ROOT, 'server/src/app/main.ts');
const URI = 'file:///open.ts';
const TEXT = 'export function findOrder(id: st';
const textDocument = { uri: URI, languageId: 'typescript', version: 1, text: TEXT };
const place = { textDocument: { uri: URI }, position: { line: 0, character: TEXT.length } };

describe('the life of the server', function () {
  this.timeout(120_000);
  let folder: string;
  let child: ChildProcess;
  let client: RawClient;
  const children: ChildProcess[] = [];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'aurelis-life-'));
    mkdirSync(join(folder, 'work'));
  });
  afterEach(() => {
    for (const each of children.splice(0)) each.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });

  const start = (...args: string[]) => {
    const env = { ...process.env, XDG_CACHE_HOME: join(folder, 'platform') };
    const cwd = join(folder, 'work');
    child = spawn(process.execPath, [SCRIPT, '--stdio', ...args], { stdio: 'pipe', cwd, env });
    children.push(child);
    client = new RawClient(child);
  };
  const initialize = (options: object = {}, rest: object = {}) =>
    client.request('initialize', {
      processId: null,
      capabilities: {},
      initializationOptions: { storagePath: join(folder, 'storage'), ...options },
      ...rest,
    });
  const ended = async (): Promise<unknown[]> => {
    if (child.exitCode !== null || child.signalCode !== null)
      return [child.exitCode, child.signalCode];
    return once(child, 'exit');
  };
  /** A started server that has answered. */
  const ready = async (options?: object, rest?: object) => {
    start();
    await initialize(options, rest);
    client.notify('initialized', {});
    await client.request('aurelis/metrics');
  };

  it('ends, and says why, where nobody can tell where the next message begins', async () => {
    for (const header of ['Content-Length: -5', 'X: y', 'Content-Length: 99999999999']) {
      await ready();
      let said = '';
      child.stderr?.on('data', (part: Buffer) => {
        said += part.toString();
      });
      child.stdin?.write(`${header}\r\n\r\n{}`);
      assert.deepEqual(await ended(), [1, null], header);
      assert.match(said, /Aurelis ends: the editor sent a message without a usable Content-Length/);
    }
  });

  it('begins with a client that answers nothing, and asks it for nothing that it did not name', async () => {
    start();
    const capabilities = {
      workspace: { configuration: true, didChangeConfiguration: { dynamicRegistration: true } },
    };
    await initialize({}, { capabilities });
    client.notify('initialized', {});
    assert.ok((await client.request('aurelis/metrics')).result);
    const own = [...client.asked, ...client.heard].filter((method) =>
      method.startsWith('aurelis/'),
    );
    assert.deepEqual(own, []);
    assert.equal(client.asked[0], 'workspace/configuration');
  });

  it('begins, with a key of its own, where the client leaves questions open that it asked for', async () => {
    start();
    await initialize({ custom: true });
    client.notify('initialized', {});
    assert.ok((await client.request('aurelis/metrics')).result);
    assert.ok(client.asked.includes('aurelis/credential'));
    assert.ok(readdirSync(join(folder, 'storage')).includes('cache.key'));
  });

  it('begins without `initialized`, and takes it late', async () => {
    start();
    assert.equal((await client.request('aurelis/metrics')).error?.code, -32002);
    await initialize();
    assert.ok((await client.request('aurelis/metrics')).result);
    client.notify('initialized', {});
    assert.equal((await initialize()).error?.code, -32600);
    assert.ok((await client.request('aurelis/metrics')).result);
  });

  it('begins whatever the folders are called', async () => {
    const uris = [
      'file:///c%3A/x',
      'file:///100%zz',
      'untitled:x',
      'file://host/share',
      'x',
      7,
      null,
    ];
    const workspaceFolders = [...uris.map((uri) => ({ uri, name: 'a' })), null, 'x'];
    await ready({}, { workspaceFolders, rootUri: 7, rootPath: {} });
  });

  it('leaves no file in the working folder, and tells once of a folder that cannot be used', async () => {
    for (const storagePath of [
      'relative',
      '',
      '/proc/nothing',
      join(folder, 'work', '..', 'work', '\0'),
    ]) {
      await ready({ storagePath });
      client.notify('exit', null);
      await ended();
      const told = client.messages.filter((message) => message.includes('storagePath'));
      assert.equal(told.length, storagePath === '' ? 0 : 1, storagePath);
    }
    assert.deepEqual(readdirSync(join(folder, 'work')), []);
    assert.ok(readdirSync(join(folder, 'platform', 'aurelis')).includes('cache.key'));
  });

  it('knows a file however its URI is written, and answers with the spelling of the client', async () => {
    await ready();
    const spelling = 'file:///C%3A/x/a%20b.ts';
    client.notify('textDocument/didOpen', { textDocument: { ...textDocument, uri: spelling } });
    const same = 'file:///c:/x/a b.ts';
    await client.request('textDocument/inlineCompletion', {
      ...place,
      textDocument: { uri: same },
    });
    const { result } = await client.request('aurelis/explain', {
      uri: 'file:///c%3a/x/a%20b.ts',
      line: 0,
    });
    assert.notDeepEqual((result as { decisions: unknown[] }).decisions, []);
  });

  describe('ends', () => {
    it('with 0 after a goodbye, and with 1 without one', async () => {
      await ready();
      await client.request('shutdown');
      assert.equal(
        (await client.request('textDocument/inlineCompletion', place)).error?.code,
        -32600,
      );
      client.notify('exit', undefined);
      assert.deepEqual(await ended(), [0, null]);
      await ready();
      client.notify('exit', undefined);
      assert.deepEqual(await ended(), [1, null]);
    });

    it('when nobody writes to it any more, or reads it', async () => {
      await ready();
      child.stdin?.end();
      assert.deepEqual(await ended(), [1, null]);
      await ready();
      child.stdout?.destroy();
      client.notify('aurelis/shown', 7);
      void client.request('aurelis/metrics');
      assert.deepEqual(await ended(), [1, null]);
    });

    it('with the process that the client names, by its first message or by an argument', async () => {
      const parent = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
      children.push(parent);
      await ready({}, { processId: parent.pid });
      const first = ended();
      start(`--clientProcessId=${parent.pid}`);
      const second = ended();
      parent.kill('SIGKILL');
      assert.deepEqual(await Promise.all([first, second]), [
        [1, null],
        [1, null],
      ]);
    });

    if (process.platform !== 'win32') {
      it('at a signal, even before the first message', async () => {
        for (const [signal, code] of [
          ['SIGTERM', 143],
          ['SIGINT', 130],
          ['SIGHUP', 129],
        ] as const) {
          await ready();
          child.kill(signal);
          assert.deepEqual(await ended(), [code, null]);
        }
      });

      it('while a model is silent, a workspace is read, and questions are open', async () => {
        const asked = Promise.withResolvers<void>();
        const model = createServer(() => asked.resolve()).listen(0, '127.0.0.1');
        await once(model, 'listening');
        const url = `http://127.0.0.1:${(model.address() as AddressInfo).port}/v1`;
        const endpoints = [{ id: 'silent', provider: 'openai', url, model: 'm' }];
        start();
        const settings = { endpoints, completion: { debounceMs: 0 } };
        const workspaceFolders = [{ uri: pathToFileURL(ROOT).href, name: 'a' }];
        await initialize({ settings, custom: ['aurelis/languageModel'] }, { workspaceFolders });
        client.notify('initialized', {});
        client.notify('textDocument/didOpen', { textDocument });
        const context = { triggerKind: 1 };
        void client.request('textDocument/inlineCompletion', { ...place, context });
        await asked.promise;
        child.kill('SIGTERM');
        assert.deepEqual(await ended(), [143, null]);
        model.closeAllConnections();
        model.close();
      });
    }

    it('with nothing of the history lost', async () => {
      const uri = pathToFileURL(join(ROOT, 'examples/workspace')).href;
      const rest = { workspaceFolders: [{ uri, name: 'a' }] };
      const shown = async () => {
        const { result } = await client.request('aurelis/history', { range: '1h' });
        const { points } = result as { points: readonly { shown: number }[] };
        return points.reduce((sum, point) => sum + point.shown, 0);
      };
      const ends: (() => unknown)[] = [
        () => child.kill('SIGTERM'),
        // Who is impatient asks twice.
        () => child.kill('SIGTERM') && child.kill('SIGTERM'),
        () => child.stdin?.end(),
        () => client.notify('exit', undefined),
      ];
      for (const [index, end] of ends.entries()) {
        await ready({ settings: { completion: { debounceMs: 0 } } }, rest);
        assert.equal(await shown(), index);
        client.notify('textDocument/didOpen', { textDocument });
        for (let items: unknown = null; items === null; ) {
          const context = { triggerKind: 1 };
          const answer = await client.request('textDocument/inlineCompletion', {
            ...place,
            context,
          });
          assert.equal(answer.error, undefined);
          items = answer.result;
        }
        end();
        await ended();
      }
      await ready({}, rest);
      assert.equal(await shown(), ends.length);
    });
  });
});
