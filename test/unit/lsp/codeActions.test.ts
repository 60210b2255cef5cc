import { strict as assert } from 'node:assert';
import { isWanted, toCodeAction, troublesOf } from '../../../server/src/lsp/codeActions.ts';

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

describe('a code action', () => {
  const at = (line: number) => ({ start: { line, character: 0 }, end: { line, character: 1 } });
  const diagnostics = [0, 1, 2].map((line) => ({ range: at(line), message: `wrong ${line}` }));
  const params = { textDocument: { uri: 'file:///a' }, range: at(0), context: { diagnostics } };
  const diagnostic = (line: number) => ({ line, message: `wrong ${line}`, source: undefined });
  const offer = {
    actionId: 'fix',
    title: 'Fix',
    kind: 'quickfix',
    uri: 'file:///a',
    version: 1,
    diagnostic: diagnostic(1),
  };

  it('is about the diagnostics of its lines', () => {
    assert.deepEqual(toCodeAction(offer, params, false), {
      title: 'Fix',
      kind: 'quickfix',
      diagnostics: [diagnostics[1]],
      data: offer,
    });
    const both = { ...offer, diagnostics: [diagnostic(1), diagnostic(2)] };
    assert.deepEqual(toCodeAction(both, params, false).diagnostics, diagnostics.slice(1));
  });

  it('is a command for a client that shows progress', () => {
    const { command, data } = toCodeAction(offer, params, true);
    const expected = { title: 'Fix', command: 'aurelis.runAction', arguments: [offer] };
    assert.deepEqual([command, data], [expected, undefined]);
  });

  it('is asked for with messages in plain text and in markup', () => {
    const markup = { kind: 'markdown' as const, value: 'as *markup*' };
    const context = { diagnostics: [{ range: at(4), message: markup as never, source: 'ts' }] };
    assert.deepEqual(troublesOf({ ...params, context }), [
      { line: 4, message: 'as *markup*', source: 'ts' },
    ]);
    assert.deepEqual(troublesOf(params)[2], diagnostic(2));
  });
});
