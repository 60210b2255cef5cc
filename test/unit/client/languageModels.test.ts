import { strict as assert } from 'node:assert';
import type * as vscode from 'vscode';
import type { LanguageModelParams } from '../../../server/src/protocol/messages.ts';
import { CancellationTokenSource, state } from '../../support/vscodeDouble.ts';

const PARAMS: LanguageModelParams = { id: 1, model: 'default', messages: [], isAsked: true };
const ACCESS = { canSendRequest: () => true } as unknown as vscode.LanguageModelAccessInformation;

describe('a model of the editor that is asked for an endpoint', () => {
  /** Returns the text that came, and the result. */
  async function ask(params: Partial<LanguageModelParams>): Promise<[string, object]> {
    const { askLanguageModel } = await import('../../../client/src/languageModels.ts');
    let text = '';
    const onText = (piece: string) => {
      text += piece;
    };
    const token = new CancellationTokenSource().token as vscode.CancellationToken;
    const result = await askLanguageModel({ ...PARAMS, ...params }, ACCESS, onText, token);
    return [text, result];
  }
  const modelOf = (vendor: string, family = 'm') => ({ vendor, family, asked: [] as unknown[] });
  afterEach(() => {
    state.models = [];
  });

  it('is never one of ours, however it is named, though ours come first', async () => {
    const own = modelOf('aurelis');
    const other = modelOf('copilot');
    state.models = [own, other];
    for (const model of ['default', '', 'm', 'copilot/m']) {
      assert.deepEqual(await ask({ model }), ['said by copilot', {}], model);
    }
    state.models = [own];
    for (const model of ['default', '', 'm', 'aurelis/m']) {
      assert.deepEqual(await ask({ model }), ['', { error: 'notFound' }], model);
    }
    assert.deepEqual([own.asked.length, other.asked.length], [0, 4]);
  });

  it('is told who said what', async () => {
    const other = modelOf('copilot');
    state.models = [other];
    const messages = ['system', 'user', 'assistant', 'user'].map((role) => ({
      role,
      content: role,
    }));
    await ask({ messages });
    assert.deepEqual(
      (other.asked[0] as { role: number }[]).map(({ role }) => role),
      [1, 1, 2, 1],
    );
  });
});
