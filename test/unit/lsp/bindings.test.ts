import { strict as assert } from 'node:assert';
import { CancellationTokenSource } from 'vscode-languageserver';
import { CancelledError } from '../../../server/src/base/errors.ts';
import { DocumentStore } from '../../../server/src/documents/documentStore.ts';
import type { EngineHost } from '../../../server/src/engine/engineHost.ts';
import { bind } from '../../../server/src/lsp/bindings.ts';
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
  let items: () => Promise<unknown[]>;
  let offers: { title: string; kind: string; diagnostic: object }[];
  let host: Record<string, unknown>;
  let changed: string[];
  let hasProgress: boolean;

  const record =
    (name: string, result?: unknown) =>
    (...args: unknown[]) => {
      calls.push([name, ...args]);
      return result;
    };

  beforeEach(() => {
    [calls, changed, hasProgress] = [[], [], false];
    items = async () => [item];
    const diagnostic = { line: 0, message: 'wrong', source: 'ts' };
    offers = ['quickfix', 'refactor'].map((kind) => ({ title: kind, kind, diagnostic }));
    host = {
      isEnabled: true,
      hasActionEndpoint: true,
      completions: {
        provide: (query: unknown, signal: AbortSignal) => {
          calls.push(['provide', query, signal]);
          return items();
        },
        accepted: record('accepted'),
        becameVisible: record('becameVisible'),
        dismissed: record('dismissed'),
        regenerate: record('regenerate'),
      },
      actions: {
        offer: (...args: unknown[]) => record('offer', offers)(...args),
        run: async () => record('run', { kind: 'unchanged' })(),
      },
      metrics: {
        snapshot: () => ({ enabled: true, endpoints: [] }),
        history: record('history', { points: [] }),
        report: record('report', { markdown: '' }),
        exposition: () => '# HELP',
      },
      decisions: { onLine: () => [], askingSince: () => undefined },
      clearCache: async (tiers: unknown) => record('clearCache', [])(tiers),
      cacheContents: async () => [{ tier: 'memory' }],
      discard: async (uri: string) => record('discard', true)(uri),
    };
    pair = memoryPair();
    bind(pair.server, {
      host: Promise.resolve(host as unknown as EngineHost),
      documents: new DocumentStore(),
      hasProgress: () => hasProgress,
      hasPreview: () => false,
      credentialChanged: (endpointId) => changed.push(endpointId),
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
    await assert.rejects(complete({ triggerKind: 2 }), /a defect/);
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
    hasProgress = true;
    const [run] = await actionsAt();
    assert.deepEqual(
      [run?.data, (run?.command as { arguments: unknown } | undefined)?.arguments],
      [undefined, [offers[0]]],
    );
  });

  it('offer no actions where all is off, or no endpoint takes them', async () => {
    host.isEnabled = false;
    assert.deepEqual(await actionsAt(), []);
    Object.assign(host, { isEnabled: true, hasActionEndpoint: false });
    assert.deepEqual(await actionsAt(), []);
    assert.deepEqual(calls, []);
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
        message: '"range" must be one of 1m, 1h, 24h, 7d, 30d',
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
