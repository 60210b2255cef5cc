import { strict as assert } from 'node:assert';
import * as vscode from 'vscode';
import { ScriptedUpstream } from '../../support/scriptedUpstream.ts';
import { until } from './until.ts';

/** The endpoints as models of the editor: asked as any other extension asks a model. */
export function chatTests(): void {
  describe('the endpoints in the chat', () => {
    const upstream = new ScriptedUpstream(() => ({ chunks: ['It ', 'scatters.'] }));
    const scripted = {
      id: 'scripted',
      provider: 'openai',
      model: 'm',
      limits: { inputTokens: 9_000 },
    };
    const set = (endpoints: object[] | undefined) =>
      vscode.workspace
        .getConfiguration('aurelis')
        .update('endpoints', endpoints, vscode.ConfigurationTarget.Global);
    const models = () => vscode.lm.selectChatModels({ vendor: 'aurelis' });
    const only = () =>
      until('the model', async () => {
        const [model, ...others] = await models();
        return others.length === 0 ? model : undefined;
      });
    before(async () => {
      await upstream.start();
      const { url } = upstream;
      await set([
        { ...scripted, url, roles: ['action'] },
        { id: 'editor', provider: 'vscode-lm' },
      ]);
    });
    after(async () => {
      await set(undefined);
      await upstream.stop();
    });

    it('are models of the editor, with their sizes', async () => {
      const model = await only();
      const { id, vendor, family, name, maxInputTokens } = model;
      assert.deepEqual(
        [id, vendor, family, name, maxInputTokens],
        ['scripted', 'aurelis', 'm', 'scripted', 9_000],
      );
      assert.equal(await model.countTokens('12345'), 2);
    });

    it('answer other extensions, the same question once more without a call', async () => {
      const model = await only();
      const ask = async () => {
        const question = [vscode.LanguageModelChatMessage.User('Why is the sky blue?')];
        let answer = '';
        for await (const piece of (await model.sendRequest(question)).text) answer += piece;
        return answer;
      };
      assert.deepEqual([await ask(), await ask()], ['It scatters.', 'It scatters.']);
      assert.equal(upstream.received.length, 1);
    });

    it('say what is wrong: a file cannot be sent', async () => {
      const model = await only();
      const file = new vscode.LanguageModelDataPart(new Uint8Array([1]), 'application/pdf');
      const message = vscode.LanguageModelChatMessage.User([file]);
      const ask = async () => {
        const { text } = await model.sendRequest([message]);
        for await (const _ of text);
      };
      await assert.rejects(ask, /passes only text on/);
    });

    it('answer while the model writes, and are called off with the request', async () => {
      upstream.plan = () => ({ chunks: ['a', 'b'], end: 'hang' });
      const source = new vscode.CancellationTokenSource();
      const model = await only();
      const question = [vscode.LanguageModelChatMessage.User('And why is it red?')];
      const { text } = await model.sendRequest(question, {}, source.token);
      const reading = (async () => {
        for await (const _ of text) source.cancel();
      })();
      await reading.catch(() => undefined);
      await until(
        'the end of the call',
        async () => upstream.received.at(-1)?.aborted || undefined,
      );
    });

    it('are never asked by themselves, where the editor has no other model', async () => {
      const { length } = upstream.received;
      await vscode.window.showTextDocument(
        await vscode.workspace.openTextDocument({ language: 'typescript', content: 'let a = ' }),
      );
      await vscode.commands.executeCommand('editor.action.inlineSuggest.trigger');
      await until('the refusal of the endpoint that asks the editor', async () => {
        await vscode.commands.executeCommand('aurelis.showExposition');
        const told = vscode.window.activeTextEditor?.document.getText() ?? '';
        return /errors_total\{[^}\n]*wrongApi[^}\n]*\} [1-9]/.test(told) || undefined;
      });
      assert.equal(upstream.received.length, length);
    });

    it('are gone with their settings', async () => {
      await set([]);
      await until('no model', async () => ((await models()).length === 0 ? true : undefined));
    });
  });
}
