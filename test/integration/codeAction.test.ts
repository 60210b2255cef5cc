import { strict as assert } from 'node:assert';
import type { CodeAction, WorkspaceEdit } from 'vscode-languageserver';
import { waitFor } from '../../tools/waitFor.ts';
import { type LspPair, lspPair, type PairOptions } from '../support/lspPair.ts';
import { type Plan, ScriptedUpstream } from '../support/scriptedUpstream.ts';

const URI = 'file:///project/a.ts';
const TEXT = 'function twice(value: number) {\n  return valu * 2;\n}\n';
const RANGE = { start: { line: 1, character: 9 }, end: { line: 1, character: 13 } };
const ANSWER = ['Here:\n```ts\nfunction twice(value: number) {\n', '  return value * 2;\n}\n```\n'];

/** A client that asks for the edit of an action, and applies it itself. */
const RESOLVING = {
  workspace: { configuration: true },
  textDocument: {
    codeAction: {
      codeActionLiteralSupport: { codeActionKind: { valueSet: [] } },
      dataSupport: true,
      resolveSupport: { properties: ['edit'] },
    },
  },
};

describe('code actions over LSP', () => {
  let upstream: ScriptedUpstream;
  let pair: LspPair;
  let edits: WorkspaceEdit[];

  beforeEach(async () => {
    upstream = await new ScriptedUpstream().start();
    edits = [];
  });

  afterEach(async () => {
    await pair.close();
    await upstream.stop();
  });

  const start = async (plan: Plan, options: PairOptions = {}) => {
    upstream.plan = () => plan;
    const endpoint = { id: 'scripted', provider: 'openai', url: upstream.url, model: 'm' };
    pair = await lspPair({ settings: { endpoints: [endpoint] }, ...options });
    pair.client.onRequest('workspace/applyEdit', ({ edit }: { edit: WorkspaceEdit }) => {
      edits.push(edit);
      return { applied: true };
    });
    await pair.open(URI, TEXT);
  };

  const offered = (): Promise<CodeAction[]> =>
    pair.client.sendRequest('textDocument/codeAction', {
      textDocument: { uri: URI },
      range: RANGE,
      context: {
        diagnostics: [{ range: RANGE, message: "Cannot find name 'valu'.", source: 'ts' }],
      },
    });

  const run = ({ command }: CodeAction) =>
    pair.client.sendRequest('workspace/executeCommand', command ?? {});

  it('fixes a diagnostic with the smallest edit, for the version that it saw', async () => {
    await start({ chunks: ANSWER });
    const [action] = await offered();
    assert.equal(action?.title, "Fix with Aurelis: Cannot find name 'valu'.");
    assert.equal(action?.kind, 'quickfix');
    await run(action as CodeAction);
    assert.deepEqual(edits, [
      {
        documentChanges: [
          {
            textDocument: { uri: URI, version: 1 },
            edits: [
              {
                range: { start: { line: 1, character: 0 }, end: { line: 1, character: 18 } },
                newText: '  return value * 2;',
              },
            ],
          },
        ],
      },
    ]);
    assert.equal(upstream.received[0]?.path, '/v1/chat/completions');
    assert.match(upstream.received[0]?.body.messages[1].content, /Cannot find name 'valu'/);
    const { actions } = await pair.metrics();
    assert.deepEqual(actions, { requested: 1, applied: 1, servedLocally: 0 });
  });

  it('answers the same question from the cache', async () => {
    await start({ chunks: ANSWER });
    const [action] = await offered();
    await run(action as CodeAction);
    await run(action as CodeAction);
    assert.equal(upstream.received.length, 1);
    assert.equal((await pair.metrics()).actions.servedLocally, 1);
  });

  it('changes nothing when the document has moved on', async () => {
    await start({ chunks: ANSWER, headDelayMs: 50 });
    const [action] = await offered();
    const running = run(action as CodeAction);
    await waitFor('the call', () => upstream.received.length === 1);
    await pair.change(URI, 2, TEXT.replace('valu * 2', 'valu * 3'));
    await running;
    assert.deepEqual(edits, []);
    assert.match(pair.messages[0] ?? '', /the document was edited meanwhile/);
  });

  it('changes nothing when the answer is cut before its code block ends', async () => {
    await start({ chunks: ANSWER.slice(0, 1), finishReason: 'length' });
    const [action] = await offered();
    await run(action as CodeAction);
    assert.deepEqual(edits, []);
    assert.match(
      pair.messages[0] ?? '',
      /changed nothing, because the model's answer is incomplete/,
    );
  });

  it('says so when the endpoint fails', async () => {
    await start({ status: 500 });
    const [action] = await offered();
    await run(action as CodeAction);
    assert.deepEqual(edits, []);
    assert.match(pair.messages[0] ?? '', /could not do this.*"scripted".*HTTP 500/);
  });

  it('leaves the lines around out for an endpoint that takes little, and says so where that is too little', async () => {
    const limited = (inputTokens: number, id = 'scripted') => ({
      id,
      provider: 'openai',
      url: upstream.url,
      model: 'm',
      limits: { inputTokens },
    });
    const above = 'export const other = 1;\n\n'.repeat(20);
    const at = async (...endpoints: object[]) => {
      await start({ chunks: ANSWER }, { settings: { endpoints } });
      await pair.change(URI, 2, TEXT + above);
      const [action] = await offered();
      await run(action as CodeAction);
      const asked = upstream.received.at(-1)?.body.messages[1].content ?? '';
      return { asked, messages: pair.messages, edits: edits.length };
    };
    const little = await at(limited(300));
    assert.match(little.asked, /<block>\nfunction twice.*<\/block>/s);
    assert.ok(little.asked.split('export const other').length - 1 < 20);
    assert.deepEqual([little.messages, little.edits], [[], 1]);
    await pair.close();
    const none = await at(limited(100));
    assert.equal(upstream.received.length, 1);
    assert.match(none.messages[0] ?? '', /`limits.inputTokens` of "scripted"/);
    await pair.close();
    const both = await at(limited(100), limited(300, 'other'));
    assert.deepEqual([both.messages, upstream.received.length], [[], 2]);
  });

  it('is cancelled through its progress, and closes the socket', async () => {
    await start({ chunks: ['Here'], end: 'hang' });
    const tokens: (string | number)[] = [];
    pair.client.onRequest('window/workDoneProgress/create', ({ token }) => {
      tokens.push(token);
      return null;
    });
    const [action] = await offered();
    const running = run(action as CodeAction);
    await waitFor('the call', () => upstream.received.length === 1);
    await pair.client.sendNotification('window/workDoneProgress/cancel', { token: tokens[0] });
    await running;
    await upstream.received[0]?.closed;
    assert.equal(upstream.received[0]?.aborted, true);
    assert.deepEqual([edits, pair.messages], [[], []]);
  });

  it('resolves into an edit for clients that cannot be asked to apply one', async () => {
    await start({ chunks: ANSWER }, { capabilities: RESOLVING });
    const [action] = await offered();
    assert.equal(action?.command, undefined);
    const resolved: CodeAction = await pair.client.sendRequest('codeAction/resolve', action);
    assert.deepEqual(Object.keys(resolved.edit?.changes ?? {}), [URI]);
  });

  it('says why it does not resolve', async () => {
    const endpoint = { id: 'scripted', provider: 'openai', url: upstream.url, model: 'm' };
    await start(
      {},
      {
        capabilities: RESOLVING,
        settings: { endpoints: [{ ...endpoint, limits: { inputTokens: 1 } }] },
      },
    );
    const [action] = await offered();
    const resolved = pair.client.sendRequest('codeAction/resolve', action);
    await assert.rejects(resolved, /could not do this: .*`limits.inputTokens` of "scripted"/);
  });

  it('offers the way to a model where there is none for actions', async () => {
    await start({}, { settings: {} });
    assert.deepEqual(
      (await offered()).map(({ title, command }) => [title, command?.command]),
      [['Set Up a Model for Aurelis', 'aurelis.getStarted']],
    );
    await pair.close();
    await start({}, { settings: {}, custom: [] });
    const [action] = await offered();
    await run(action as CodeAction);
    assert.match(pair.messages.at(-1) ?? '', /Add one to the setting aurelis.endpoints/);
  });

  it('changes one line of a document with CRLF, too', async () => {
    await start({ chunks: ANSWER });
    await pair.change(URI, 2, TEXT.replaceAll('\n', '\r\n'));
    const [action] = await offered();
    await run(action as CodeAction);
    const change = edits[0]?.documentChanges?.[0];
    assert.ok(change && 'edits' in change);
    assert.deepEqual(
      change.edits.map(({ range }) => [range.start.line, range.end.line]),
      [[1, 1]],
    );
  });
});
