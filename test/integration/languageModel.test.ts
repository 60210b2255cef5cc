import { strict as assert } from 'node:assert';
import type { CancellationToken } from 'vscode-languageserver';
import type { LanguageModelParams } from '../../server/src/protocol/messages.ts';
import { waitFor } from '../../tools/waitFor.ts';
import { type LspPair, lspPair } from '../support/lspPair.ts';

const URI = 'file:///project/a.ts';

describe('the models of the editor', () => {
  let pair: LspPair;
  afterEach(() => pair.close());

  /** A client whose model answers with `texts`, or refuses; what it was asked. */
  async function editorWith(texts: readonly string[], error?: string, holdsOn = false) {
    const asked: LanguageModelParams[] = [];
    const state = { isCancelled: false };
    pair = await lspPair({
      settings: {
        endpoints: [{ id: 'editor', provider: 'vscode-lm', model: 'copilot/gpt-4.1' }],
        completion: { debounceMs: 0 },
      },
    });
    pair.client.onRequest(
      'aurelis/languageModel',
      async (params: LanguageModelParams, token: CancellationToken) => {
        asked.push(params);
        const { id } = params;
        for (const text of texts) {
          await pair.client.sendNotification('aurelis/languageModel/text', { id, text });
        }
        if (holdsOn) {
          await new Promise<void>((resolve) => token.onCancellationRequested(() => resolve()));
          state.isCancelled = true;
        }
        return { error };
      },
    );
    await pair.open(URI, 'const total = ');
    const complete = (invoked = true) =>
      pair.complete(URI, { line: 0, character: 14 }, { invoked });
    return { asked, state, complete };
  }

  it('answer completions, streamed', async () => {
    const { asked, complete } = await editorWith(['sum(', 'items);']);
    const item = await complete();
    assert.equal(item?.insertText, 'const total = sum(items);');
    assert.deepEqual([asked[0]?.model, asked[0]?.isAsked], ['copilot/gpt-4.1', true]);
    assert.match(asked[0]?.messages.at(-1)?.content ?? '', /const total = /);
  });

  it('are asked unbidden only without a question to the user, and are no worse for refusing that', async () => {
    const { asked, complete } = await editorWith([], 'noConsent');
    assert.equal(await complete(false), undefined);
    assert.equal(asked[0]?.isAsked, false);
    await complete();
    assert.equal(asked.length, 2);
    assert.equal((await pair.metrics()).endpoints[0]?.state, 'closed');
  });

  it('are told when nobody waits any more', async () => {
    const { state, complete } = await editorWith(['sum(items);\n', 'other();\n'], undefined, true);
    const item = await complete();
    assert.equal(item?.insertText, 'const total = sum(items);');
    await pair.client.sendNotification('textDocument/didClose', { textDocument: { uri: URI } });
    await waitFor('the cancellation', () => state.isCancelled);
  });
});
