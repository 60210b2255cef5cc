import { strict as assert } from 'node:assert';
import { CancellationTokenSource } from 'vscode-languageserver';
import { crashText } from '../../../server/src/app/crashText.ts';
import { CancelledError } from '../../../server/src/base/errors.ts';
import { DocumentStore } from '../../../server/src/documents/documentStore.ts';
import { Spellings } from '../../../server/src/documents/spellings.ts';
import type { EngineHost } from '../../../server/src/engine/engineHost.ts';
import { bind } from '../../../server/src/lsp/bindings.ts';
import { ClientRequests } from '../../../server/src/lsp/door/clientRequests.ts';
import { Door } from '../../../server/src/lsp/door/door.ts';
import { EditorSurfaces } from '../../../server/src/lsp/editorSurfaces.ts';
import { FakeClock } from '../../../tools/testing/fakeClock.ts';
import { askingAll } from '../../support/askingAll.ts';
import { hostDouble } from '../../support/hostDouble.ts';
import { type MemoryPair, memoryPair } from '../../support/memoryPair.ts';

const URI = 'file:///project/a.ts';
const position = { line: 0, character: 3 };
const textDocument = { uri: URI };
const start = { line: 0, character: 0 };
const range = { start, end: position };
const item = { id: 'item', insertText: 'let a;', range };

describe('the bindings of the connection', () => {
  let pair: MemoryPair;
  /** The calls of the host, in order: the method's name and its arguments. */
  let calls: unknown[][];
  let run: () => Promise<unknown>;
  let items: () => Promise<unknown[]>;
  let offers: { title: string; kind: string; diagnostic: object }[];
  let host: Record<string, unknown>;
  let changed: string[];
  let resolves: boolean;
  let isOurs: boolean;
  let documents: DocumentStore;
  let clock: FakeClock;

  const record =
    (name: string, result?: unknown) =>
    (...args: unknown[]) => {
      calls.push([name, ...args]);
      return result;
    };

  beforeEach(() => {
    [calls, changed, resolves] = [[], [], true];
    [clock, isOurs] = [new FakeClock(), true];
    documents = new DocumentStore();
    documents.open(URI, 'typescript', 1, 'let');
    items = async () => [item];
    const diagnostic = { line: 0, message: 'wrong', source: 'ts' };
    run = async () => record('run', { kind: 'unchanged' })();
    offers = ['quickfix', 'refactor'].map((kind) => ({
      actionId: 'fix',
      title: kind,
      kind,
      uri: URI,
      version: 1,
      diagnostic,
    }));
    host = hostDouble(record, {
      provide: (...args) => {
        calls.push(['provide', ...args]);
        return items();
      },
      offers,
      run: () => run(),
    });
    pair = memoryPair();
    bind(new Door(pair.server, crashText), pair.server, {
      host: async () => host as unknown as EngineHost,
      documents,
      clock,
      client: askingAll(pair.server),
      isOurs: () => isOurs,
      support: () => ({
        hasLiterals: true,
        resolves,
        hasVersionedEdits: true,
        hasPreview: true,
        createsFiles: true,
      }),
      spellings: new Spellings(),
      newId: () => 'an id',
      surfaces: new EditorSurfaces(new ClientRequests(pair.server, clock, () => new Set()), clock),
      credentialChanged: (endpointId) => changed.push(endpointId),
      findServers: async () => 2,
      languageModelText: record('languageModelText'),
    });
  });
  afterEach(() => pair.close());

  const send = <Result>(method: string, params: object | null = {}) =>
    pair.client.sendRequest<Result>(method, params);
  const complete = (context: object) =>
    send<{ items: unknown[] } | null>('textDocument/inlineCompletion', {
      textDocument,
      position,
      context,
    });
  const actionsAt = (only?: string[]) =>
    send<Record<string, unknown>[]>('textDocument/codeAction', {
      textDocument,
      range,
      context: { diagnostics: [{ range, message: 'wrong', source: 'ts' }], only },
    });

  it('give a completion with the command that tells of its acceptance', async () => {
    const command = { title: '', command: 'aurelis.completionAccepted', arguments: ['item'] };
    const { id: _, ...shown } = item;
    assert.deepEqual(await complete({ triggerKind: 2 }), { items: [{ ...shown, command }] });
    assert.deepEqual(calls[0]?.[1], { uri: URI, position, isInvoked: false });
  });

  it('give it from the cursor on where the client does not show what stands before', async () => {
    isOurs = false;
    const shown = async (own: object, context: object = { triggerKind: 2 }) => {
      items = async () => [{ ...item, ...own }];
      const answer = await complete(context);
      const [first] = (answer?.items ?? []) as { insertText: string; range: object }[];
      return [first?.insertText, first?.range];
    };
    const behind = { start: position, end: position };
    assert.deepEqual(await shown({}), [' a;', behind]);
    const wide = { start, end: { line: 0, character: 5 } };
    assert.deepEqual(await shown({ range: wide }), [' a;', { ...wide, start: position }]);
    assert.deepEqual(await shown({ insertText: 'Let a;' }), ['Let a;', range]);
    const short = { start, end: { line: 0, character: 1 } };
    assert.deepEqual(await shown({ range: short }), ['let a;', short]);
    const selectedCompletionInfo = { range, text: 'let' };
    assert.deepEqual(await shown({}, { triggerKind: 2, selectedCompletionInfo }), [
      'let a;',
      range,
    ]);
  });

  it('tell completions who asks, and what the list of the editor has selected', async () => {
    const selected = { range, text: 'let' };
    await complete({ triggerKind: 1, selectedCompletionInfo: selected });
    assert.deepEqual(calls[0]?.[1], { uri: URI, position, isInvoked: true, selected });
  });

  it('answer null without a completion, and for a request that was cancelled', async () => {
    items = async () => [];
    assert.equal(await complete({ triggerKind: 2 }), null);
    items = () => Promise.reject(new CancelledError());
    assert.equal(await complete({ triggerKind: 2 }), null);
    items = () => Promise.reject(new TypeError('a defect'));
    await assert.rejects(complete({ triggerKind: 2 }), {
      code: -32603,
      message: /^Aurelis could not answer because of an error of its own/,
    });
    await pair.heard();
    assert.match(pair.log().join(), /^Unexpected TypeError\n {4}at bindings\.test\.ts:/);
    assert.doesNotMatch(pair.log().join(), /a defect/);
  });

  it('abort what a client cancels', async () => {
    const begun = Promise.withResolvers<void>();
    const aborted = Promise.withResolvers<void>();
    items = async () => {
      const signal = calls[0]?.[2] as AbortSignal;
      signal.addEventListener('abort', () => aborted.resolve());
      begun.resolve();
      await aborted.promise;
      throw new CancelledError();
    };
    const source = new CancellationTokenSource();
    const params = { textDocument, position, context: { triggerKind: 2 } };
    const asked = pair.client.sendRequest('textDocument/inlineCompletion', params, source.token);
    await begun.promise;
    source.cancel();
    assert.equal(await asked, null);
  });

  it('offer actions of the kinds that are asked for, to carry out in the way of the client', async () => {
    const resolved = await actionsAt(['quickfix']);
    assert.deepEqual(
      resolved.map(({ title, data, command }) => [title, data, command]),
      [['quickfix', offers[0], undefined]],
    );
    assert.deepEqual(calls[0]?.slice(1), [URI, [{ line: 0, message: 'wrong', source: 'ts' }]]);
    resolves = false;
    const [run] = await actionsAt();
    assert.deepEqual(
      [run?.data, (run?.command as { arguments: unknown } | undefined)?.arguments],
      [undefined, [offers[0]]],
    );
  });

  it('answer the command of an action that takes long before it has ended', async () => {
    const begun = Promise.withResolvers<void>();
    const end = Promise.withResolvers<void>();
    run = async () => {
      begun.resolve();
      await end.promise;
      return record('run', { kind: 'unchanged' })();
    };
    const answered = send('workspace/executeCommand', {
      command: 'aurelis.runAction',
      arguments: [offers[0]],
    });
    await begun.promise;
    await clock.pass(5_000);
    assert.equal(await answered, null);
    assert.deepEqual([calls, pair.messages()], [[], []]);
    end.resolve();
    await pair.heard();
    assert.deepEqual([calls, pair.messages().length], [[['run']], 1]);
  });

  it('offer no actions where all is off or not trusted, and one that leads to a model where there is none', async () => {
    host.isEnabled = false;
    assert.deepEqual(await actionsAt(), []);
    const activeAt = (uri: string) => calls.push(['activeAt', uri]);
    Object.assign(host, { isEnabled: true, hasActionEndpoint: false, activeAt });
    assert.deepEqual(
      (await actionsAt()).map(({ title }) => title),
      ['Set Up a Model for Aurelis'],
    );
    host.isTrusted = false;
    assert.deepEqual(await actionsAt(), []);
    // Where the user is it says even so.
    assert.deepEqual(calls, Array(2).fill(['activeAt', URI]));
  });

  it('resolve an offer of ours, and return any other action as it came', async () => {
    const foreign = { title: 'Other', edit: { changes: {} } };
    assert.deepEqual(await send('codeAction/resolve', foreign), foreign);
    assert.deepEqual(calls, []);
    await send('codeAction/resolve', { title: 'Fix', data: offers[0] });
    await pair.heard();
    assert.deepEqual([calls, pair.messages().length], [[['run']], 1]);
  });

  it('carry out the commands', async () => {
    const execute = (command: string, ...args: unknown[]) =>
      send('workspace/executeCommand', { command, arguments: args });
    assert.equal(await execute('aurelis.completionAccepted', 'item'), null);
    await execute('aurelis.runAction', offers[0]);
    await execute('aurelis.unknown');
    await pair.heard();
    assert.deepEqual(calls, [['accepted', 'item'], ['run']]);
  });

  it('answer questions about metrics, and refuse a range that there is not', async () => {
    assert.deepEqual(await send('aurelis/metrics'), { enabled: true, endpoints: [] });
    assert.deepEqual(await send('aurelis/history', { range: '1h' }), { points: [] });
    assert.deepEqual(await send('aurelis/report', { range: '7d' }), { markdown: '' });
    assert.deepEqual(calls, [
      ['history', '1h'],
      ['report', '7d'],
    ]);
    for (const method of ['aurelis/history', 'aurelis/report']) {
      await assert.rejects(send(method, { range: '2h' }), {
        code: -32602,
        message: '"range" must be one of 1m, 1h, 24h, 7d, 30d.',
      });
    }
    assert.deepEqual(await send('aurelis/exposition'), { text: '# HELP' });
    assert.deepEqual(await send('aurelis/explain', { uri: URI, line: 0 }), {
      isEnabled: true,
      decisions: [],
      endpoints: [],
    });
  });

  it('answer questions about the cache', async () => {
    assert.deepEqual(await send('aurelis/cache/clear', null), { cleared: [] });
    await send('aurelis/cache/clear', { tiers: ['redis'] });
    assert.deepEqual(await send('aurelis/cache/contents'), { rows: [{ tier: 'memory' }] });
    assert.deepEqual(await send('aurelis/cache/discard', { uri: URI }), { discarded: true });
    assert.equal(await send('aurelis/regenerate', { uri: URI }), null);
    assert.deepEqual(calls, [
      ['clearCache', undefined],
      ['clearCache', ['redis']],
      ['discard', URI],
      ['regenerate', URI],
    ]);
  });

  it('pass on what became of an item, and that a key has changed', async () => {
    for (const name of ['shown', 'accepted', 'dismissed']) {
      await pair.client.sendNotification(`aurelis/${name}`, { id: name });
    }
    await pair.client.sendNotification('aurelis/credentialChanged', { endpointId: 'first' });
    await pair.heard();
    assert.deepEqual(calls, [
      ['becameVisible', 'shown'],
      ['accepted', 'accepted'],
      ['dismissed', 'dismissed'],
    ]);
    assert.deepEqual(changed, ['first']);
  });
});
