import { strict as assert } from 'node:assert';
import type { CodeAction, WorkspaceEdit } from 'vscode-languageserver';
import { seededRandom } from '../../tools/random.ts';
import { Drawn, FORMS, type Sample } from '../support/credentialForms.ts';
import { type LspPair, lspPair } from '../support/lspPair.ts';
import { type Received, ScriptedUpstream } from '../support/scriptedUpstream.ts';

const samples: [name: string, sample: Sample][] = Object.entries(FORMS).map(([name, form]) => [
  name,
  form(new Drawn(seededRandom(4711))),
]);

/** The lines between the tags in the question of a fix. */
const blockIn = ({ body }: Received): string =>
  /<block>\n([\s\S]*)\n<\/block>/.exec(body.messages[1].content)?.[1] ?? '';

describe('credentials in the code', function () {
  this.timeout(60_000);
  let upstream: ScriptedUpstream;
  let pair: LspPair;
  let edits: WorkspaceEdit[];

  beforeEach(async () => {
    edits = [];
    upstream = await new ScriptedUpstream(() => ({ chunks: ['call();'] })).start();
    const endpoint = { id: 'scripted', provider: 'openai', url: upstream.url, model: 'm' };
    const completion = { debounceMs: 0, speculate: false };
    pair = await lspPair({ settings: { endpoints: [endpoint], completion } });
    pair.client.onRequest('workspace/applyEdit', ({ edit }: { edit: WorkspaceEdit }) => {
      edits.push(edit);
      return { applied: true };
    });
  });
  afterEach(async () => {
    await pair.close();
    await upstream.stop();
  });

  const sent = () => JSON.stringify(upstream.received.map(({ body }) => body));
  /** The forms of which something has left. */
  const left = () => {
    const text = sent();
    return samples.filter(([, { secret }]) => text.includes(JSON.stringify(secret).slice(1, -1)));
  };

  const completeAt = async (uri: string, text: string, line: number) => {
    await pair.open(uri, text);
    const character = text.split('\n')[line]?.length ?? 0;
    return pair.complete(uri, { line, character }, { invoked: true });
  };

  it('are in no request, from before or behind the cursor', async () => {
    for (const [index, [, { line }]] of samples.entries()) {
      const item = await completeAt(`file:///before/${index}.ts`, `${line}\nconst a${index} = `, 1);
      assert.ok(String(item?.insertText).endsWith('call();'), line);
      await completeAt(`file:///behind/${index}.ts`, `const b${index} = \n${line}\n`, 0);
    }
    assert.equal(upstream.received.length, 2 * samples.length);
    assert.deepEqual(left(), []);
  });

  it('are in no request as code of another file', async () => {
    for (const [index, [, { line }]] of samples.entries()) {
      const words = `connectShop${index} sendOrder${index} closeOrder${index}`;
      await pair.open(`file:///other/${index}.ts`, `// ${words}\n${line}\nrun();\n\n\n\n\n`);
      await completeAt(`file:///own/${index}.ts`, `// ${words}\nconst c = `, 1);
    }
    assert.match(sent(), /connectShop0.{1,200}veiled/s);
    assert.deepEqual(left(), []);
  });

  it('are in no request as the cell above in a notebook', async () => {
    const cell = (name: string) => `vscode-notebook-cell:/project/study.ipynb#${name}`;
    const cells = samples.flatMap(([, { line }], index) => [
      { uri: cell(`above${index}`), languageId: 'python', version: 1, text: line },
      { uri: cell(`own${index}`), languageId: 'python', version: 1, text: `data${index} = ` },
    ]);
    await pair.client.sendNotification('notebookDocument/didOpen', {
      notebookDocument: {
        uri: 'file:///project/study.ipynb',
        notebookType: 'jupyter-notebook',
        version: 1,
        cells: cells.map(({ uri }) => ({ kind: 2, document: uri })),
      },
      cellTextDocuments: cells,
    });
    for (const index of samples.keys()) {
      const character = `data${index} = `.length;
      await pair.complete(cell(`own${index}`), { line: 0, character }, { invoked: true });
    }
    assert.equal(upstream.received.length, samples.length);
    assert.match(sent(), /veiled/);
    assert.deepEqual(left(), []);
  });

  const fixOf = async (uri: string, text: string, message: string) => {
    await pair.open(uri, text);
    const range = { start: { line: 1, character: 2 }, end: { line: 1, character: 4 } };
    const actions: CodeAction[] = await pair.client.sendRequest('textDocument/codeAction', {
      textDocument: { uri },
      range,
      context: { diagnostics: [{ range, message, source: 'ts' }] },
    });
    const [action] = actions;
    await pair.client.sendRequest('workspace/executeCommand', action?.command ?? {});
  };
  const newTextOf = (edit: WorkspaceEdit | undefined): string => {
    const [change] = edit?.documentChanges ?? [];
    return change !== undefined && 'edits' in change
      ? change.edits.map((each) => ('newText' in each ? each.newText : '')).join('\n')
      : '';
  };
  /** A block with a typo in the line of the credential. */
  const blockOf = ({ line }: Sample) => `function f() {\n  retrun 1; ${line}\n  b();\n}\n`;

  it('are in no question, and stay as they are in the edit', async () => {
    upstream.plan = (received) => ({
      chunks: ['```ts\n', blockIn(received).replace('retrun', 'return'), '\n```\n'],
    });
    for (const [index, [name, sample]] of samples.entries()) {
      await fixOf(`file:///fix/${index}.ts`, blockOf(sample), `Cannot read ${sample.line}`);
      const text = newTextOf(edits.at(-1));
      assert.equal(text, `  return 1; ${sample.line}`, name);
    }
    assert.equal(edits.length, samples.length);
    assert.deepEqual(left(), []);
  });

  it('are not changed, left out or doubled by an edit, and the user is told', async () => {
    const garbling: ((block: string) => string)[] = [
      (block) => block.replace(/veiled\w+/, (each) => `${each.slice(0, -2)}zz`),
      (block) => block.replace(/veiled\w+/, ''),
      (block) => block.replace(/veiled\w+/, (each) => `${each} ${each}`),
    ];
    for (const [index, [, sample]] of samples.slice(0, 12).entries()) {
      upstream.plan = (received) => {
        const block = blockIn(received).replace('retrun', 'return');
        return { chunks: ['```ts\n', garbling[index % 3]?.(block) ?? '', '\n```\n'] };
      };
      await fixOf(`file:///garbled/${index}.ts`, blockOf(sample), 'Cannot read this');
    }
    assert.deepEqual(edits, []);
    assert.equal(pair.messages.length, 12);
    for (const message of pair.messages) assert.match(message, /changed a hidden credential/);
  });

  it('are never completed, and the log says why', async () => {
    const [, { secret }] = samples.find(([name]) => name.startsWith('GitHub')) as [string, Sample];
    for (const [index, begun] of [
      `a('${secret}`,
      `a('${secret.slice(0, 9)}`,
      `password = "hun`,
    ].entries()) {
      assert.equal(await completeAt(`file:///typed/${index}.ts`, begun, 0), undefined);
    }
    assert.equal(upstream.received.length, 0);
  });
});
