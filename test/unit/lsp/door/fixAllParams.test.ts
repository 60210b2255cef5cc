import { strict as assert } from 'node:assert';
import { fixAllParams } from '../../../../server/src/lsp/door/fixAllParams.ts';
import { MAX_FIX_ALL_DOCUMENTS } from '../../../../server/src/protocol/fixAllMessages.ts';

describe('the parameters of a run over many documents', () => {
  const diagnostic = { line: 1, message: 'wrong', source: 'ts', code: '2304' };
  const document = { uri: 'file:///C:/a.ts', diagnostics: [diagnostic] };

  it('are read once, with documents in their normal form', () => {
    const read = fixAllParams({ id: 'a', documents: [document], resume: true });
    assert.deepEqual(read, {
      id: 'a',
      documents: [{ uri: 'file:///c:/a.ts', diagnostics: [diagnostic] }],
      isResumed: true,
    });
    assert.deepEqual(fixAllParams({ id: 'a' }), { id: 'a', documents: [], isResumed: false });
  });

  it('are refused where they are wrong or too much', () => {
    const many = (count: number, each: unknown) => Array.from({ length: count }, () => each);
    const longest = 1_000;
    for (const raw of [
      {},
      { id: 'x'.repeat(longest + 1) },
      { id: 'a', documents: [{}] },
      { id: 'a', documents: [{ uri: document.uri, diagnostics: [{ line: 'x' }] }] },
      { id: 'a', documents: many(MAX_FIX_ALL_DOCUMENTS + 1, document) },
      { id: 'a', documents: [{ ...document, diagnostics: many(10_001, diagnostic) }] },
    ]) {
      assert.throws(() => fixAllParams(raw), /must be/);
    }
    assert.equal(fixAllParams({ id: 'x'.repeat(longest) }).id.length, longest);
  });
});
