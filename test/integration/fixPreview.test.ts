import { strict as assert } from 'node:assert';
import type { CodeAction, TextDocumentEdit, WorkspaceEdit } from 'vscode-languageserver';
import { applied, editsIn } from '../../bench/text/fixes/applied.ts';
import { type LspPair, lspPair } from '../support/lspPair.ts';
import { ScriptedUpstream } from '../support/scriptedUpstream.ts';

const URI = 'file:///project/a.ts';
const TEXT = 'function twice(value: number) {\n  return valu * 2;\n}\n\nconst y = twic(1);\n';
const LINE = '```ts\nreturn value * 2;\n```';
const WHOLE = '```ts\nfunction twice(value: number) {\n  return value * 2;\n}\n```';
const textDocument = {
  codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: [] } } },
};
const WHAT_IT_KNOWS = {
  textDocument,
  workspace: {
    configuration: true,
    applyEdit: true,
    workspaceEdit: { documentChanges: true, changeAnnotationSupport: {} },
  },
  window: { workDoneProgress: true },
};
/** The same without a way to show an edit first. */
const PLAIN = {
  textDocument,
  workspace: { configuration: true, applyEdit: true, workspaceEdit: { documentChanges: true } },
  window: { workDoneProgress: true },
};

const HOW =
  'Aurelis: this fix may not belong exactly there. Review it, select its check box, then choose Apply.';

describe('a fix that is not sure, over LSP', () => {
  let upstream: ScriptedUpstream;
  let pair: LspPair;
  let edits: WorkspaceEdit[];
  let isApplied = true;

  beforeEach(async () => {
    upstream = await new ScriptedUpstream().start();
    [edits, isApplied] = [[], true];
  });

  afterEach(async () => {
    await pair.close();
    await upstream.stop();
  });

  async function start(
    answers: readonly string[],
    capabilities: object,
    text = TEXT,
  ): Promise<void> {
    upstream.plan = ({ body }) => {
      const isSecond = /<block>\nconst y/.test(body.messages[1].content);
      return { chunks: [answers[isSecond ? 1 : 0] ?? ''] };
    };
    const endpoint = { id: 'scripted', provider: 'openai', url: upstream.url, model: 'm' };
    pair = await lspPair({
      settings: { endpoints: [endpoint] },
      capabilities: { ...capabilities },
      custom: [],
    });
    pair.client.onRequest('workspace/applyEdit', ({ edit }: { edit: WorkspaceEdit }) => {
      edits.push(edit);
      return { applied: isApplied };
    });
    await pair.open(URI, text);
  }

  const offered = (lines: readonly number[], only?: unknown): Promise<CodeAction[] | null> => {
    const diagnostics = lines.map((line) => {
      const range = { start: { line, character: 9 }, end: { line, character: 13 } };
      return { range, message: 'Cannot find a name.', source: 'ts' };
    });
    const range = { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } };
    const context = { diagnostics, ...(only === undefined ? {} : { only }) };
    return pair.client.sendRequest('textDocument/codeAction', {
      textDocument: { uri: URI },
      range,
      context,
    });
  };

  const run = async (lines: readonly number[]): Promise<void> => {
    const action = (await offered(lines, ['quickfix']))?.at(-1);
    await pair.client.sendRequest('workspace/executeCommand', action?.command ?? {});
  };

  const result = (text = TEXT): string => applied(text, editsIn(edits[0] ?? {}).edits);
  const asks = (): boolean => editsIn(edits[0] ?? {}).asks;

  it('asks to be confirmed', async () => {
    await start([LINE], WHAT_IT_KNOWS);
    await run([1]);
    assert.deepEqual([asks(), result()], [true, TEXT.replace('valu ', 'value ')]);
    assert.deepEqual(pair.messages, [HOW]);
  });

  it('is made without a question where it is sure', async () => {
    await start([WHOLE], WHAT_IT_KNOWS);
    await run([1]);
    assert.deepEqual([asks(), result()], [false, TEXT.replace('valu ', 'value ')]);
  });

  it('says nothing more where the user does not want it', async () => {
    await start([LINE], WHAT_IT_KNOWS);
    isApplied = false;
    await run([1]);
    assert.deepEqual([edits.length, pair.messages], [1, [HOW]]);
    assert.equal((await pair.metrics()).actions.applied, 0);
  });

  it('has ended its progress before it asks', async () => {
    await start([LINE], WHAT_IT_KNOWS);
    let kinds: unknown[] = [];
    pair.client.onRequest('workspace/applyEdit', () => {
      kinds = pair.notifications
        .filter(({ method }) => method === '$/progress')
        .map(({ params }) => (params as { value: { kind: string } }).value.kind);
      return { applied: true };
    });
    await run([1]);
    assert.equal(kinds.at(-1), 'end');
  });

  it('changes nothing in an editor that cannot show it first, and says so', async () => {
    await start([LINE], PLAIN);
    await run([1]);
    assert.deepEqual(edits, []);
    assert.match(pair.messages[0] ?? '', /this editor cannot show a preview/);
  });

  it('is not resolved into an edit there', async () => {
    const codeAction = {
      ...textDocument.codeAction,
      dataSupport: true,
      resolveSupport: { properties: ['edit'] },
    };
    await start([LINE], { workspace: { configuration: true }, textDocument: { codeAction } });
    const [action] = (await offered([1])) ?? [];
    const resolved: CodeAction = await pair.client.sendRequest('codeAction/resolve', action);
    assert.equal(resolved.edit, undefined);
    assert.match(pair.messages[0] ?? '', /this editor cannot show a preview/);
  });

  it('carries a note in "Fix all", the sure ones none', async () => {
    await start([LINE, '```ts\nconst y = twice(1);\n```'], WHAT_IT_KNOWS);
    await run([1, 4]);
    const changes = (edits[0]?.documentChanges as TextDocumentEdit[] | undefined)?.[0]?.edits ?? [];
    assert.deepEqual(
      changes.map((each) => 'annotationId' in each),
      [true, false],
    );
    assert.equal(result(), TEXT.replace('valu ', 'value ').replace('twic(', 'twice('));
  });

  it('is left out of "Fix all" where it cannot be shown, and told', async () => {
    await start([LINE, '```ts\nconst y = twice(1);\n```'], PLAIN);
    await run([1, 4]);
    assert.equal(result(), TEXT.replace('twic(', 'twice('));
    assert.match(pair.messages[0] ?? '', /left one place unchanged/);
  });

  it('tells of blocks whose answers cannot be used', async () => {
    await start(
      ['```ts\n// ... existing code ...\n```', '```ts\nconst y = twice(1);\n```'],
      WHAT_IT_KNOWS,
    );
    await run([1, 4]);
    assert.equal(result(), TEXT.replace('twic(', 'twice('));
    assert.match(
      pair.messages[0] ?? '',
      /left one place unchanged, because the model left lines out/,
    );
  });

  it('says why an answer is not used, without a word of the model', async () => {
    await start(["I'm sorry, secret words."], WHAT_IT_KNOWS);
    await run([1]);
    assert.match(pair.messages[0] ?? '', /because the model says that it cannot do this/);
    assert.doesNotMatch(pair.messages[0] ?? '', /secret/);
  });

  it('leaves the line ends of the file, and none at its end', async () => {
    const text = 'x = on\r\ny = 2';
    await start(['```\nx = one\ny = 2\n```'], WHAT_IT_KNOWS, text);
    await run([0]);
    assert.equal(result(text), 'x = one\r\ny = 2');
  });

  it('does not glue new lines to the last one of a file', async () => {
    await start(['```\nx = one\nz = 3\n```'], WHAT_IT_KNOWS, 'x = on');
    await run([0]);
    assert.equal(result('x = on'), 'x = one\nz = 3');
  });

  it('is offered to those who ask for quick fixes or for all', async () => {
    await start([WHOLE], WHAT_IT_KNOWS);
    const fixes = async (only: unknown) =>
      (await offered([1], only))?.filter(({ kind }) => kind === 'quickfix').length;
    assert.deepEqual(
      await Promise.all([['quickfix'], [''], null, undefined].map(fixes)),
      [1, 1, 1, 1],
    );
    assert.deepEqual(
      await Promise.all([['refactor'], ['source.organizeImports'], ['quickfix.x']].map(fixes)),
      [0, 0, 0],
    );
  });
});
