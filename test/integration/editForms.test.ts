import { strict as assert } from 'node:assert';
import type { CodeAction, TextDocumentEdit, WorkspaceEdit } from 'vscode-languageserver';
import { type LspPair, lspPair } from '../support/lspPair.ts';
import { ScriptedUpstream } from '../support/scriptedUpstream.ts';

const URI = 'file:///project/a.ts';
const TEXT = 'function twice(value: number) {\n  return valu * 2;\n}\n';
const RANGE = { start: { line: 1, character: 9 }, end: { line: 1, character: 13 } };
const WHOLE = '```ts\nfunction twice(value: number) {\n  return value * 2;\n}\n```';
const EDITS = '<<<<<<< SEARCH\n  return valu * 2;\n=======\n  return value * 2;\n>>>>>>> REPLACE\n';
const DIFF = '```diff\n@@ -2 +2 @@\n-  return valu * 2;\n+  return value * 2;\n```';

describe('the form of edits over LSP', () => {
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

  /** Runs the quick fix, and tells in which forms the model was asked. */
  const fixed = async (model: object, ...answers: readonly string[]) => {
    upstream.plan = (_, index) => ({ chunks: [answers[index] ?? ''] });
    const endpoint = { id: 'scripted', provider: 'openai', url: upstream.url, ...model };
    pair = await lspPair({ settings: { endpoints: [endpoint] } });
    pair.client.onRequest('workspace/applyEdit', ({ edit }: { edit: WorkspaceEdit }) => {
      edits.push(edit);
      return { applied: true };
    });
    await pair.open(URI, TEXT);
    const [action] = await pair.client.sendRequest<CodeAction[]>('textDocument/codeAction', {
      textDocument: { uri: URI },
      range: RANGE,
      context: {
        diagnostics: [{ range: RANGE, message: "Cannot find name 'valu'.", source: 'ts' }],
      },
    });
    await pair.client.sendRequest('workspace/executeCommand', action?.command ?? {});
    return upstream.received.map(({ body }) =>
      body.messages[0].content.includes('<<<<<<< SEARCH') ? 'edits' : 'whole',
    );
  };

  const texts = () =>
    edits.flatMap(({ documentChanges = [] }) =>
      (documentChanges as TextDocumentEdit[]).flatMap((change) =>
        change.edits.map((edit) => ('newText' in edit ? edit.newText : '')),
      ),
    );
  const MENDED = ['  return value * 2;'];

  it('is search and replace for a large model', async () => {
    assert.deepEqual(await fixed({ model: 'gpt-4.1' }, EDITS), ['edits']);
    assert.deepEqual([texts(), pair.messages], [MENDED, []]);
  });

  it('is the whole block for a small model, and for one of unknown size', async () => {
    assert.deepEqual(await fixed({ model: 'qwen2.5-coder:7b' }, WHOLE), ['whole']);
    assert.deepEqual(texts(), MENDED);
    await pair.close();
    upstream.received.length = 0;
    assert.deepEqual(await fixed({ model: 'mystery' }, WHOLE), ['whole']);
  });

  it('is what the settings say', async () => {
    const model = { model: 'mystery', editForm: 'searchReplace' };
    assert.deepEqual(await fixed(model, EDITS), ['edits']);
    await pair.close();
    upstream.received.length = 0;
    assert.deepEqual(await fixed({ model: 'gpt-4.1', editForm: 'whole' }, WHOLE), ['whole']);
  });

  it('is the other one, once, after an answer that is malformed', async () => {
    assert.deepEqual(await fixed({ model: 'gpt-4.1' }, DIFF, WHOLE, WHOLE), ['edits', 'whole']);
    assert.deepEqual([texts(), pair.messages], [MENDED, []]);
  });

  it('is tried no third time', async () => {
    const forms = await fixed({ model: 'qwen2.5-coder:7b' }, DIFF, DIFF, EDITS);
    assert.deepEqual([forms, texts()], [['whole', 'edits'], []]);
    assert.match(pair.messages.join(), /answered with a list of changes instead of code/);
  });

  it('is not the other one after a refusal', async () => {
    const forms = await fixed({ model: 'gpt-4.1' }, "I'm sorry, but I can't help with that.");
    assert.deepEqual([forms, texts()], [['edits'], []]);
  });

  it('is read by what an answer holds, whatever was asked', async () => {
    assert.deepEqual(await fixed({ model: 'gpt-4.1' }, WHOLE), ['edits']);
    await pair.close();
    upstream.received.length = 0;
    assert.deepEqual(await fixed({ model: 'mystery' }, EDITS), ['whole']);
    assert.deepEqual(texts(), [...MENDED, ...MENDED]);
  });
});
