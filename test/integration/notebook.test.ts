import { strict as assert } from 'node:assert';
import { type LspPair, lspPair } from '../support/lspPair.ts';
import { ScriptedUpstream } from '../support/scriptedUpstream.ts';

const NOTEBOOK = 'file:///project/study.ipynb';
const cell = (name: string) => `vscode-notebook-cell:/project/study.ipynb#${name}`;

describe('a notebook over LSP', () => {
  let upstream: ScriptedUpstream;
  let pair: LspPair;

  const document = (name: string, text: string, languageId = 'python') => ({
    uri: cell(name),
    languageId,
    version: 1,
    text,
  });
  const code = (name: string) => ({ kind: 2, document: cell(name) });

  beforeEach(async () => {
    upstream = await new ScriptedUpstream().start();
    upstream.plan = () => ({ chunks: ['load(path)'] });
    const endpoint = { id: 'scripted', provider: 'openai', url: upstream.url, model: 'm' };
    pair = await lspPair({
      settings: { endpoints: [endpoint], completion: { debounceMs: 0 } },
    });
    await pair.client.sendNotification('notebookDocument/didOpen', {
      notebookDocument: {
        uri: NOTEBOOK,
        notebookType: 'jupyter-notebook',
        version: 1,
        cells: [code('a'), code('text'), code('b')],
      },
      cellTextDocuments: [
        document('a', 'import tools\npath = "x"'),
        document('text', '# Reads data', 'markdown'),
        document('b', 'data = '),
      ],
    });
  });

  afterEach(async () => {
    await pair.close();
    await upstream.stop();
  });

  const prompts = () => upstream.received.map(({ body }) => body.prompt);

  it('gives a cell the code of those above it, and no marker between them', async () => {
    const item = await pair.complete(cell('b'), { line: 0, character: 7 });
    assert.equal(item?.insertText, 'data = load(path)');
    assert.deepEqual(prompts(), ['import tools\npath = "x"\ndata = ']);
  });

  it('follows cells that are put in, edited, and taken out', async () => {
    await pair.client.sendNotification('notebookDocument/didChange', {
      notebookDocument: { uri: NOTEBOOK, version: 2 },
      change: {
        cells: {
          structure: {
            array: { start: 1, deleteCount: 1, cells: [code('c')] },
            didOpen: [document('c', 'size = 1')],
            didClose: [{ uri: cell('text') }],
          },
          textContent: [
            {
              document: { uri: cell('a'), version: 2 },
              changes: [{ text: 'import other' }],
            },
          ],
        },
      },
    });
    await pair.complete(cell('b'), { line: 0, character: 7 });
    assert.deepEqual(prompts(), ['import other\nsize = 1\ndata = ']);
  });

  it('keeps one cell’s suggestions from another', async () => {
    await pair.complete(cell('b'), { line: 0, character: 7 });
    await pair.client.sendNotification('notebookDocument/didChange', {
      notebookDocument: { uri: NOTEBOOK, version: 2 },
      change: {
        cells: {
          structure: {
            array: { start: 3, deleteCount: 0, cells: [code('d')] },
            didOpen: [document('d', 'data = ')],
          },
        },
      },
    });
    await pair.complete(cell('d'), { line: 0, character: 7 });
    assert.deepEqual(prompts().at(-1), 'import tools\npath = "x"\ndata = \ndata = ');
  });

  it('forgets all when it is closed', async () => {
    await pair.client.sendNotification('notebookDocument/didClose', {
      notebookDocument: { uri: NOTEBOOK },
      cellTextDocuments: ['a', 'text', 'b'].map((name) => ({ uri: cell(name) })),
    });
    assert.equal(await pair.complete(cell('b'), { line: 0, character: 7 }), undefined);
  });
});
