import { strict as assert } from 'node:assert';
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createProtocolConnection,
  IPCMessageReader,
  IPCMessageWriter,
  type ProtocolConnection,
  SocketMessageReader,
  SocketMessageWriter,
} from 'vscode-languageserver/node';
import { freePort } from '../../tools/servers/realServers.ts';
import { type UnpackedPackage, unpackPackage } from '../support/unpackedPackage.ts';

describe('the unpacked package starts', () => {
  let unpacked: UnpackedPackage;
  let child: ChildProcess | undefined;
  before(() => {
    unpacked = unpackPackage();
  });
  afterEach(() => child?.kill('SIGKILL'));
  after(() => unpacked?.remove());

  /** Says hello and goodbye; the process must end by itself, with 0. */
  async function converse(client: ProtocolConnection, server: ChildProcess): Promise<void> {
    const ended = once(server, 'exit');
    client.onRequest('aurelis/credential', () => ({}));
    client.listen();
    const params = {
      processId: process.pid,
      rootUri: null,
      capabilities: {},
      workspaceFolders: null,
    };
    const initializationOptions = { storagePath: join(unpacked.folder, 'storage') };
    const { serverInfo } = await client.sendRequest<{ serverInfo: { name: string } }>(
      'initialize',
      { ...params, initializationOptions },
    );
    assert.equal(serverInfo.name, 'aurelis');
    await client.sendNotification('initialized', {});
    assert.ok(await client.sendRequest('aurelis/metrics'));
    await client.sendRequest('shutdown');
    await client.sendNotification('exit');
    assert.deepEqual(await ended, [0, null]);
    client.dispose();
  }

  /** An editor that listens, as `--socket` and `--pipe` want it. */
  async function overSocket(where: { port: number; host: string } | { path: string }, arg: string) {
    const editor = createServer();
    const connected = once(editor, 'connection') as Promise<[Socket]>;
    await new Promise<void>((resolve) => editor.listen(where, resolve));
    child = spawn(process.execPath, [unpacked.dist('server.js'), arg], { stdio: 'inherit' });
    const [socket] = await connected;
    await converse(
      createProtocolConnection(new SocketMessageReader(socket), new SocketMessageWriter(socket)),
      child,
    );
    await new Promise((resolve) => editor.close(resolve));
  }

  it('over a socket', async () => {
    const port = await freePort();
    await overSocket({ port, host: '127.0.0.1' }, `--socket=${port}`);
  });

  it('over a pipe', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'aurelis-pipe-'));
    try {
      const path = process.platform === 'win32' ? `\\\\.\\pipe\\${folder}` : join(folder, 'pipe');
      await overSocket({ path }, `--pipe=${path}`);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('over the channel of the process that forks it', async () => {
    child = fork(unpacked.dist('server.js'), ['--node-ipc', `--clientProcessId=${process.pid}`]);
    await converse(
      createProtocolConnection(new IPCMessageReader(child), new IPCMessageWriter(child)),
      child,
    );
  });

  it('and ends with the process that forks it, and silently where nobody reads', async () => {
    child = fork(unpacked.dist('server.js'), ['--node-ipc']);
    const client = createProtocolConnection(
      new IPCMessageReader(child),
      new IPCMessageWriter(child),
    );
    client.listen();
    await client.sendRequest('initialize', { processId: null, rootUri: null, capabilities: {} });
    const ended = once(child, 'exit');
    child.disconnect();
    assert.deepEqual(await ended, [1, null]);
    client.dispose();

    child = spawn(process.execPath, [unpacked.dist('server.js'), '--stdio']);
    let errors = '';
    child.stderr?.on('data', (part) => {
      errors += part;
    });
    const gone = once(child, 'exit');
    child.stdout?.destroy();
    const hello = JSON.stringify({
      jsonrpc: '2.0',
      id: 1,
      method: 'initialize',
      params: { processId: null, rootUri: null, capabilities: {} },
    });
    child.stdin?.write(`Content-Length: ${hello.length}\r\n\r\n${hello}`);
    assert.deepEqual(await gone, [1, null]);
    assert.equal(errors, '');
  });

  it('the files that are loaded when they are needed', async () => {
    const { connection, keyvOver } = await import(unpacked.dist('redisClient.js'));
    const { OtlpExport } = await import(unpacked.dist('otlp.js'));
    for (const each of [connection, keyvOver, OtlpExport]) assert.equal(typeof each, 'function');
  });
});
