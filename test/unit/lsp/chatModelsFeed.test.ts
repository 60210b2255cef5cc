import { strict as assert } from 'node:assert';
import { chatModelsFeed } from '../../../server/src/lsp/chatModelsFeed.ts';
import type { ChatModel } from '../../../server/src/protocol/chatMessages.ts';

const model: ChatModel = {
  id: 'a',
  name: 'a',
  family: 'm',
  maxInputTokens: 8_000,
  maxOutputTokens: 900,
};

describe('the models of the editor’s chat', () => {
  it('are told of when they are others, in any way, and only then', () => {
    let models: ChatModel[] = [model];
    const told: string[] = [];
    const look = chatModelsFeed(() => ({ models }), { tell: (method) => told.push(method) });
    look();
    assert.deepEqual(told, []);
    for (const next of [[{ ...model, maxInputTokens: 4_000 }], [], [model]]) {
      models = next;
      told.length = 0;
      look();
      look();
      assert.deepEqual(told, ['aurelis/chatModelsChanged']);
    }
  });
});
