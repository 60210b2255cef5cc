import { strict as assert } from 'node:assert';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../../tools/root.ts';
import { RawClient } from '../support/rawClient.ts';

const SCRIPT = join(ROOT, 'server/src/app/main.ts');
const URI = 'file:///project/a.ts';
const SECRET = 'const_secret_of_the_client';
/** Megabytes that objects may take, garbage that nobody has collected yet included. Without a limit it depends on the machine's memory. */
const MAX_HEAP_MB = 256;
/** Resident memory of the server after all of it, at most: its heap, 130 MB of code and what it has at rest, and buffers. */
const MAX_RESIDENT_MB = 600;

const REQUESTS = [
  'textDocument/inlineCompletion',
  'textDocument/codeAction',
  'codeAction/resolve',
  'workspace/executeCommand',
  'aurelis/metrics',
  'aurelis/history',
  'aurelis/report',
  'aurelis/exposition',
  'aurelis/explain',
  'aurelis/chat',
  'aurelis/chatModels',
  'aurelis/cache/clear',
  'aurelis/cache/contents',
  'aurelis/cache/discard',
  'aurelis/regenerate',
  'unknown/method',
  '__proto__',
];
const NOTIFICATIONS = [
  'initialized',
  'textDocument/didOpen',
  'textDocument/didChange',
  'textDocument/didClose',
  'notebookDocument/didOpen',
  'notebookDocument/didChange',
  'notebookDocument/didClose',
  'workspace/didChangeConfiguration',
  'aurelis/accepted',
  'aurelis/shown',
  'aurelis/dismissed',
  'aurelis/credentialChanged',
  'aurelis/languageModel/text',
  '$/setTrace',
  '$/cancelRequest',
  '$/progress',
  'window/workDoneProgress/cancel',
  'unknown/notification',
];

const position = { line: 0, character: 0 };
const range = { start: position, end: position };
const textDocument = { uri: URI, languageId: 'typescript', version: 2, text: SECRET };
const notebookDocument = { uri: 'file:///n.ipynb', cells: [] };
/** Parameters that suit all methods at once, from which one member after the other is made wrong. */
const SOUND = {
  textDocument,
  notebookDocument,
  position,
  range,
  contentChanges: [{ range, text: 'x' }],
  context: { triggerKind: 2, diagnostics: [{ range, message: SECRET }], only: ['quickfix'] },
  cellTextDocuments: [textDocument],
  change: { cells: { structure: { array: { start: 0, deleteCount: 0 } }, textContent: [] } },
  data: {
    actionId: 'fix',
    title: 'x',
    kind: 'quickfix',
    uri: URI,
    version: 1,
    diagnostic: { line: 0, message: 'x' },
  },
  title: 'x',
  command: 'aurelis.runAction',
  arguments: [{}],
  id: 1,
  uri: URI,
  line: 0,
  range_: '1h',
  tiers: ['memory'],
  settings: {},
  endpointId: 'first',
  text: 'x',
  value: 'off',
  token: 1,
};
/** Values in place of a member; none of them is right for every member. */
const VALUES: readonly unknown[] = [
  null,
  true,
  -1,
  1.5,
  1e308,
  SECRET,
  '',
  '1',
  [],
  [null],
  [[]],
  {},
  { length: 1e9 },
  { line: -1, character: -1 },
  { line: '1', character: '1' },
  { line: 1e308, character: 1e308 },
  { start: { line: 9, character: 9 }, end: position },
  { uri: SECRET },
  { uri: null },
  { diagnostics: null, selectedCompletionInfo: null },
  { selectedCompletionInfo: {} },
  { diagnostics: [{}] },
];
const DEEP = `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`;
/** Whole parameters, as text: some cannot be written by `JSON.stringify`. */
const WHOLE: readonly string[] = [
  'null',
  'true',
  '0',
  '"x"',
  '[]',
  '[1]',
  '[{}]',
  '{}',
  '{"__proto__":{"uri":1},"constructor":1,"toString":2}',
  `{"textDocument":${JSON.stringify({ ...textDocument, uri: 'x'.repeat(2_000_000) })}}`,
  `{"textDocument":${JSON.stringify({ ...textDocument, languageId: 'x'.repeat(2_000_000) })}}`,
  `{"textDocument":{"uri":"${URI}"},"position":{"line":1e999,"character":-1e999}}`,
  `{"textDocument":{"uri":"${URI}"},"contentChanges":{"length":4294967295}}`,
  `[${'1,'.repeat(200_000)}1]`,
];

describe('parameters that no client should send', function () {
  this.timeout(240_000);
  let folder: string;
  let child: ChildProcess;
  let client: RawClient;
  let errors = '';
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'aurelis-malformed-'));
    child = spawn(process.execPath, [`--max-old-space-size=${MAX_HEAP_MB}`, SCRIPT, '--stdio'], {
      stdio: 'pipe',
    });
    child.stderr?.on('data', (part) => {
      errors += part;
    });
    client = new RawClient(child);
    const initializationOptions = { storagePath: folder, settings: { enable: true } };
    await client.request('initialize', {
      processId: null,
      capabilities: {},
      initializationOptions,
    });
    client.notify('initialized', {});
  });
  after(() => {
    child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });

  /** Each shape of parameters: whole ones, and sound ones with one member wrong or missing. */
  function* shapes(): Generator<string> {
    yield* WHOLE;
    for (const member of Object.keys(SOUND))
      yield `{${JSON.stringify(member)}:${DEEP},"uri":"${URI}"}`;
    yield `{"title":"x","other":${DEEP}}`;
    for (const member of Object.keys(SOUND)) {
      const { [member as keyof typeof SOUND]: _, ...rest } = SOUND;
      yield JSON.stringify(rest);
      for (const value of VALUES) yield JSON.stringify({ ...SOUND, [member]: value });
    }
  }

  it('are answered in our own words or ignored, and leave the server alive and small', async () => {
    const all = [...shapes()];
    assert.ok(all.length >= 60);
    const wrong: string[] = [];
    for (const params of all) {
      const asked = REQUESTS.map(async (method) => {
        const { error } = await client.requestRaw(method, params);
        const text =
          error === undefined ? '' : `${error.message} ${JSON.stringify(error.data ?? '')}`;
        const isForeign =
          text.includes(SECRET) || /[/\\](?:work|home|server|node_modules)[/\\]|\n/.test(text);
        if (error?.code === -32603 || isForeign) {
          wrong.push(`${method} ${params.slice(0, 200)}: ${error?.code} ${text.slice(0, 200)}`);
        }
      });
      for (const method of NOTIFICATIONS) client.notifyRaw(method, params);
      await Promise.all(asked);
    }
    assert.deepEqual(wrong, []);
    client.notify('textDocument/didOpen', {
      textDocument: { ...textDocument, uri: 'file:///b.ts' },
    });
    const { result } = await client.request('aurelis/metrics', {});
    assert.ok(result);
    const foreign = client.log.filter(
      (line) => line.includes(SECRET) || line.startsWith('Unexpected'),
    );
    assert.deepEqual(foreign, []);
    assert.ok(client.log.length <= 250, `${client.log.length} lines`);
    assert.ok(client.log.every((line) => line.length <= 500));
    assert.equal(errors, '');
    assert.equal(child.exitCode, null);
    if (process.platform === 'linux') {
      const [, resident = '0'] =
        /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8')) ?? [];
      assert.ok(Number(resident) / 1024 < MAX_RESIDENT_MB, `${Number(resident) / 1024} MB`);
    }
  });

  it('need no whole message to be survived', async () => {
    client.send('{"jsonrpc":"2.0","id":{},"method":"aurelis/metrics"}');
    client.send('[{"jsonrpc":"2.0","id":900001,"method":"aurelis/metrics"}]');
    client.send('null');
    client.send('{"jsonrpc":"2.0","result":1}');
    client.send('{"jsonrpc":"2.0","id":900002}');
    client.send('{"jsonrpc":"2.0","id":900003,"error":7}');
    client.send('not json');
    assert.ok((await client.request('aurelis/metrics', {})).result);
  });

  it('do not keep it from saying goodbye', async () => {
    const ended = once(child, 'exit');
    await client.request('shutdown', {});
    assert.equal((await client.request('aurelis/metrics', {})).error?.code, -32600);
    client.notify('exit', {});
    assert.deepEqual(await ended, [0, null]);
  });
});
