import { strict as assert } from 'node:assert';
import type { CodeAction, TextDocumentEdit, WorkspaceEdit } from 'vscode-languageserver';
import { type LspPair, lspPair } from '../support/lspPair.ts';
import { type Plan, type Received, ScriptedUpstream } from '../support/scriptedUpstream.ts';

const URI = 'file:///project/a.ts';
const COUNT = 8;
const wrong = (index: number) =>
  `function f${index}(value: number) {\n  return valu * ${index};\n}\n`;
const TEXT = Array.from({ length: COUNT }, (_, index) => wrong(index)).join('\n');
const LINES_EACH = 4;

describe('"Fix all" over LSP', () => {
  let upstream: ScriptedUpstream;
  let pair: LspPair;
  let edits: WorkspaceEdit[];
  let [running, most] = [0, 0];

  beforeEach(async () => {
    upstream = await new ScriptedUpstream().start();
    [edits, running, most] = [[], 0, 0];
  });

  afterEach(async () => {
    await pair.close();
    await upstream.stop();
  });

  /** Returns the answer that fixes the block that is asked about. */
  const answer = ({ body }: Received): Plan => {
    const [, index = '0'] = /<block>\nfunction f(\d)/.exec(body.messages[1].content) ?? [];
    most = Math.max(most, ++running);
    setTimeout(() => running--, 300);
    const text = `\`\`\`ts\n${wrong(Number(index)).replace('valu *', 'value *')}\`\`\``;
    return { chunks: [text], headDelayMs: 300 };
  };

  async function start(plan: (received: Received, index: number) => Plan) {
    upstream.plan = plan;
    const limits = { concurrency: 20 };
    const endpoint = { id: 'scripted', provider: 'openai', url: upstream.url, model: 'm', limits };
    pair = await lspPair({ settings: { endpoints: [endpoint], requests: { retries: 0 } } });
    pair.client.onRequest('workspace/applyEdit', ({ edit }: { edit: WorkspaceEdit }) => {
      edits.push(edit);
      return { applied: true };
    });
    await pair.open(URI, TEXT);
    const diagnostics = Array.from({ length: COUNT }, (_, index) => {
      const line = index * LINES_EACH + 1;
      const range = { start: { line, character: 9 }, end: { line, character: 13 } };
      return { range, message: "Cannot find name 'valu'.", source: 'ts' };
    });
    const actions = await pair.client.sendRequest<CodeAction[]>('textDocument/codeAction', {
      textDocument: { uri: URI },
      range: { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } },
      context: { diagnostics },
    });
    const action = actions.findLast(({ kind }) => kind === 'quickfix');
    assert.equal(action?.title, `Fix all ${COUNT} problems with Aurelis`);
    assert.equal(action?.diagnostics?.length, COUNT);
    return () => pair.client.sendRequest('workspace/executeCommand', action?.command ?? {});
  }

  const linesChanged = () =>
    (edits.at(-1)?.documentChanges as TextDocumentEdit[] | undefined)?.[0]?.edits.map(
      ({ range }) => range.start.line,
    );

  it('mends every block, five at a time, in one edit', async () => {
    const run = await start(answer);
    await run();
    const lines = Array.from({ length: COUNT }, (_, index) => index * LINES_EACH + 1);
    assert.deepEqual([edits.length, linesChanged()], [1, lines]);
    assert.deepEqual([upstream.received.length, most], [COUNT, 5]);
  });

  it('mends the others where some fail, and asks about those alone the next time', async () => {
    const run = await start((received, index) =>
      index === 1 || index === 6 ? { status: 400 } : answer(received),
    );
    await run();
    assert.equal(linesChanged()?.length, COUNT - 2);
    upstream.plan = answer;
    await run();
    assert.equal(linesChanged()?.length, COUNT);
    assert.equal(upstream.received.length, COUNT + 2);
  });

  it('says so when all fail', async () => {
    const run = await start(() => ({ status: 400 }));
    await run();
    assert.deepEqual(edits, []);
    assert.equal(pair.messages.length, 1);
    assert.match(pair.messages[0] ?? '', /could not do this/);
  });
});
