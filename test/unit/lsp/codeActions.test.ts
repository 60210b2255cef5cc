import { strict as assert } from 'node:assert';
import { isWanted } from '../../../server/src/lsp/codeActions.ts';

describe('the kinds of code actions that a client asks for', () => {
  const cases: [only: unknown, isWanted: boolean][] = [
    [undefined, true],
    [null, true],
    [[], true],
    [[''], true],
    [['quickfix'], true],
    [['refactor', 'quickfix'], true],
    [['quickfix.import'], false],
    [['quick'], false],
    [['refactor'], false],
    [['source'], false],
    [['source.fixAll'], false],
  ];
  for (const [only, expected] of cases) {
    it(JSON.stringify(only) ?? 'absent', () => {
      const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
      const context = { diagnostics: [], only: only as string[] };
      const params = { textDocument: { uri: 'file:///a' }, range, context };
      assert.equal(isWanted('quickfix', params), expected);
    });
  }

  it('are those below one that is asked for, too', () => {
    const params = { context: { diagnostics: [], only: ['refactor'] } };
    assert.equal(isWanted('refactor.rewrite', params as never), true);
  });
});
