import { strict as assert } from 'node:assert';
import type { LiveDocument } from '../../../server/src/documents/liveDocument.ts';
import { explainText } from '../../../server/src/lsp/explainText.ts';

describe('an explanation of a text that is shown only', () => {
  it('takes a long text in turns of the event loop', async () => {
    const read: LiveDocument[] = [];
    const reading = (document: LiveDocument) => {
      read.push(document);
      return { actionOf: () => ({ asksUser: 'What?' }) };
    };
    const host = {
      isTrusted: true,
      isEnabled: true,
      hasActionEndpoint: true,
      actions: { reading },
    };
    const asked = { uri: 'git:/a.ts', languageId: 'c', text: '\n'.repeat(500_000) };
    let turns = 0;
    const soon = (callback: () => void) => {
      turns++;
      setImmediate(callback);
    };
    const editor = { clock: { soon }, surfaces: { askWords: async () => undefined } };
    const { signal } = new AbortController();
    await explainText(editor as never, host as never, { ...asked, first: 0, last: 0 }, signal);
    assert.equal(read[0]?.lines.length, 500_001);
    assert.ok(turns >= 3, String(turns));
  });
});
