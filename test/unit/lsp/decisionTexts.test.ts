import { strict as assert } from 'node:assert';
import { silent } from '../../../server/src/completion/decision/decision.ts';
import { decisionLine, decisionText } from '../../../server/src/lsp/decisionTexts.ts';

const logged = (decision: Parameters<typeof decisionText>[0]['decision']) => ({
  at: 0,
  position: { line: 11, character: 4 },
  decision,
});

describe('a decision in words', () => {
  it('is a sentence, and names the fault of the endpoint', () => {
    assert.equal(
      decisionText(logged(silent('midWord'))),
      'The cursor stands in the middle of a word.',
    );
    assert.match(
      decisionText(logged(silent('failed', { error: 'unauthorized' }))),
      /refuses the API key\. Set it/,
    );
  });

  it('says where a suggestion came from', () => {
    const shown = (from: 'trie' | 'workspace' | 'disk') =>
      decisionText(logged({ kind: 'show', from, model: 'm' }));
    assert.equal(shown('trie'), 'A suggestion was shown (suggested before).');
    assert.equal(shown('workspace'), 'A suggestion was shown (from the workspace).');
    assert.equal(shown('disk'), 'A suggestion was shown (from the disk cache).');
  });
});

describe('a decision in the log', () => {
  it('is one line, with the place as editors count it', () => {
    assert.equal(
      decisionLine(logged(silent('failed', { error: 'timeout' }))),
      'Ln 12, Col 5: nothing shown, failed, timeout',
    );
    assert.equal(
      decisionLine(logged(silent('knownEmpty', { isKnown: true }))),
      'Ln 12, Col 5: nothing shown, knownEmpty, no call',
    );
    assert.equal(
      decisionLine(logged({ kind: 'show', from: 'memory', model: 'm' })),
      'Ln 12, Col 5: shown, from memory (m)',
    );
  });
});
