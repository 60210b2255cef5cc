import { strict as assert } from 'node:assert';
import { type ChildProcess, fork, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer, type Socket } from 'node:net';
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
import { ROOT } from '../../tools/root.ts';
import { StdioServer } from '../../tools/servers/stdioServer.ts';

const SCRIPT = join(ROOT, 'server/src/app/main.ts');
const hello = { processId: null, rootUri: null, capabilities: {}, workspaceFolders: null };
/** A defect in code that runs beside the server, whose message quotes code. */
const DEFECT = `data:text/javascript,process.on('message', ({ method }) => {
  if (method !== 'defect') return;
  process.emitWarning('as Node would', 'DeprecationWarning');
  process.emitWarning('as code would', 'OtherWarning');
  throw new TypeError('const secret');
});`;

describe("the server's process", function () {
  // It starts from the sources, whose types are stripped first.
  this.timeout(60_000);
  let folder: string;
  let child: ChildProcess | undefined;
  let client: ProtocolConnection | undefined;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'aurelis-process-'));
  });
  afterEach(() => {
    client?.dispose();
    child?.kill('SIGKILL');
    [client, child] = [undefined, undefined];
  });
  after(() => rmSync(folder, { recursive: true }));

  const run = (...args: string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [SCRIPT, ...args], {
      encoding: 'utf8',
      input: '',
    });
    return { status, stdout: stdout.trim(), stderr: stderr.trim() };
  };

  it('tells its version and usage, and what is wrong with its arguments', () => {
    assert.deepEqual(run('--version'), { status: 0, stdout: '0.0.0', stderr: '' });
    const help = run('--help');
    assert.deepEqual([help.status, help.stderr], [0, '']);
    assert.match(help.stdout, /^Aurelis language server 0\.0\.0\n/);
    const wrong = run('--socket=http');
    assert.deepEqual([wrong.status, wrong.stdout], [2, '']);
    assert.match(wrong.stderr, /^--socket wants a port .*\n\nAurelis language server/);
  });

  it('says that no editor listens, and which arguments it ignores', () => {
    const { status, stdout, stderr } = run(`--pipe=${join(folder, 'nobody')}`, '--colour');
    assert.deepEqual([status, stdout], [1, '']);
    assert.match(
      stderr,
      /^Aurelis ignores --colour\.\nAurelis cannot reach the editor at the named/,
    );
    assert.match(stderr, /\(ENOENT\)\.$/);
  });

  it('completes from the workspace over stdio, and ends with 0', async () => {
    const logged: string[] = [];
    const server = await StdioServer.start({
      script: SCRIPT,
      folder: join(ROOT, 'examples/workspace'),
      storagePath: join(folder, 'storage'),
      settings: { completion: { debounceMs: 0 } },
      onMessage: (message) => logged.push(message),
      onError: (text) => logged.push(text),
    });
    child = server.process;
    await server.workspaceRead();
    const uri = 'file:///open.ts';
    const text = 'export function findOrder(id: st';
    await server.open(uri, 'typescript', text);
    const item = await server.complete(uri, { line: 0, character: text.length }, true);
    assert.deepEqual(item?.range?.start, { line: 0, character: text.length });
    assert.match(String(item?.insertText), /^ring/);
    await server.stop();
    assert.deepEqual([server.process.exitCode, logged], [0, []]);
  });

  it('talks over a socket, and ends with it', async () => {
    const editor = createServer().listen(0, '127.0.0.1');
    await once(editor, 'listening');
    const { port } = editor.address() as AddressInfo;
    child = spawn(process.execPath, [SCRIPT, `--socket=${port}`], { stdio: 'ignore' });
    const ended = once(child, 'exit');
    const [socket] = (await once(editor, 'connection')) as [Socket];
    client = createProtocolConnection(
      new SocketMessageReader(socket),
      new SocketMessageWriter(socket),
    );
    client.listen();
    const { serverInfo } = await client.sendRequest<{ serverInfo: object }>('initialize', hello);
    assert.deepEqual(serverInfo, { name: 'aurelis', version: '0.0.0' });
    socket.end();
    assert.deepEqual(await ended, [1, null]);
    editor.close();
  });

  it('outlives a defect, of which it logs the kind alone, and ends with the process that forked it', async () => {
    child = fork(SCRIPT, ['--node-ipc'], { execArgv: ['--import', DEFECT], silent: true });
    let errors = '';
    child.stderr?.on('data', (part) => {
      errors += part;
    });
    client = createProtocolConnection(new IPCMessageReader(child), new IPCMessageWriter(child));
    const logged = Promise.withResolvers<string>();
    client.onNotification('window/logMessage', ({ message }) => logged.resolve(message));
    client.listen();
    const initializationOptions = { storagePath: join(folder, 'storage') };
    await client.sendRequest('initialize', { ...hello, initializationOptions });
    await client.sendNotification('initialized', {});
    await client.sendNotification('defect');
    const line = await logged.promise;
    assert.match(line, /^Unexpected TypeError/);
    assert.doesNotMatch(line, /secret/);
    assert.ok(await client.sendRequest('aurelis/metrics'));
    const ended = once(child, 'exit');
    child.disconnect();
    assert.deepEqual(await ended, [1, null]);
    assert.match(errors, /OtherWarning: as code would/);
    assert.doesNotMatch(errors, /as Node would/);
  });
});
