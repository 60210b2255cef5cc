import { strict as assert } from 'node:assert';
import { crashText } from '../../../server/src/app/crashText.ts';
import { DocumentStore } from '../../../server/src/documents/documentStore.ts';
import { Notebooks } from '../../../server/src/documents/notebooks.ts';
import { Spellings } from '../../../server/src/documents/spellings.ts';
import { feedDocuments } from '../../../server/src/lsp/documentFeed.ts';
import { Door } from '../../../server/src/lsp/door/door.ts';
import { feedNotebooks } from '../../../server/src/lsp/notebookFeed.ts';
import { type MemoryPair, memoryPair } from '../../support/memoryPair.ts';

const FILE = 'file:///a.ts';
const NOTEBOOK = 'file:///a.ipynb';
const cell = (name: string) => ({ kind: 2, document: `cell:${name}` }) as const;
const textOf = (name: string) => ({
  uri: `cell:${name}`,
  languageId: 'python',
  version: 1,
  text: name,
});

describe('the feeds of documents and notebooks', () => {
  let pair: MemoryPair;
  let documents: DocumentStore;

  beforeEach(() => {
    pair = memoryPair();
    documents = new DocumentStore();
    const door = new Door(pair.server, crashText);
    const open = { documents, spellings: new Spellings(), soon: setImmediate };
    feedDocuments(door, open);
    feedNotebooks(door, open, new Notebooks());
  });
  afterEach(() => pair.close());

  /** Sends a notification, and waits until the server has heard it. */
  const tell = async (method: string, params: object) => {
    await pair.client.sendNotification(method, params);
    await pair.heard();
  };
  const text = (uri: string) => documents.get(uri)?.getText();

  it('follow a document from its opening to its end', async () => {
    const textDocument = { uri: FILE, languageId: 'typescript', version: 1, text: 'let a;' };
    await tell('textDocument/didOpen', { textDocument });
    const start = { line: 0, character: 4 };
    const range = { start, end: { line: 0, character: 5 } };
    await tell('textDocument/didChange', {
      textDocument: { uri: FILE, version: 2 },
      contentChanges: [{ range, text: 'b' }],
    });
    assert.equal(text(FILE), 'let b;');
    await tell('textDocument/didClose', { textDocument: { uri: FILE } });
    assert.equal(text(FILE), undefined);
  });

  describe('given thousands of changes at once', () => {
    const start = { line: 0, character: 0 };
    const many = Array.from({ length: 2_000 }, (_, index) => ({
      range: { start, end: start },
      text: index % 10 === 0 ? '\n' : `${index % 10}`,
    }));
    const change = (contentChanges: readonly object[]) =>
      pair.client.sendNotification('textDocument/didChange', {
        textDocument: { uri: FILE, version: 2 },
        contentChanges,
      });
    const turns = async (count: number) => {
      for (let turn = 0; turn < count; turn++) await new Promise(setImmediate);
    };

    beforeEach(async () => {
      const textDocument = { uri: FILE, languageId: 'typescript', version: 1, text: 'old' };
      await tell('textDocument/didOpen', { textDocument });
    });

    it('hold the text before them or behind them, and none between', async () => {
      const seen = new Set<string | undefined>();
      documents.listen(() => seen.add(text(FILE)));
      await change(many);
      await turns(50);
      const whole = `${many
        .map((each) => each.text)
        .toReversed()
        .join('')}old`;
      assert.deepEqual([...seen], [whole]);
      assert.equal(documents.get(FILE)?.version, 2);
    });

    it('forget a document where one of them cannot be read', async () => {
      await change([...many, { range: 5, text: 'x' }]);
      await turns(50);
      assert.equal(text(FILE), undefined);
    });
  });

  it('follow the cells of a notebook', async () => {
    await tell('notebookDocument/didOpen', {
      notebookDocument: {
        uri: NOTEBOOK,
        notebookType: 'jupyter-notebook',
        version: 1,
        cells: [cell('one'), cell('two')],
      },
      cellTextDocuments: [textOf('one'), textOf('two')],
    });
    assert.deepEqual([text('cell:one'), text('cell:two')], ['one', 'two']);
    await tell('notebookDocument/didChange', {
      notebookDocument: { uri: NOTEBOOK, version: 2 },
      change: {
        cells: {
          structure: {
            array: { start: 0, deleteCount: 1, cells: [cell('three')] },
            didOpen: [textOf('three')],
            didClose: [{ uri: 'cell:one' }],
          },
          textContent: [
            { document: { uri: 'cell:two', version: 2 }, changes: [{ text: 'changed' }] },
          ],
        },
      },
    });
    assert.deepEqual(['cell:one', 'cell:two', 'cell:three'].map(text), [
      undefined,
      'changed',
      'three',
    ]);
    await tell('notebookDocument/didClose', {
      notebookDocument: { uri: NOTEBOOK },
      cellTextDocuments: [{ uri: 'cell:two' }, { uri: 'cell:three' }],
    });
    assert.equal(text('cell:three'), undefined);
  });
});
