import { strict as assert } from 'node:assert';
import { AnswerError } from '../../../../server/src/lsp/door/answerError.ts';
import { openedNotebook } from '../../../../server/src/lsp/door/documentParams.ts';

describe('a notebook that is opened', () => {
  const notebook = (cells: number) => ({
    notebookDocument: {
      uri: 'file:///a.ipynb',
      cells: Array.from({ length: cells }, (_, index) => ({
        document: `vscode-notebook-cell:/a.ipynb#${index}`,
      })),
    },
    cellTextDocuments: [],
  });

  it('is taken with 20,000 cells, and not with more', () => {
    assert.equal(openedNotebook(notebook(20_000)).cells.length, 20_000);
    assert.throws(() => openedNotebook(notebook(20_001)), AnswerError);
  });
});
