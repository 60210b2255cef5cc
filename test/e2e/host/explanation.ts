import { strict as assert } from 'node:assert';
import * as vscode from 'vscode';
import { ExplanationPage } from '../../../client/src/explanationPage.ts';
import { plain } from '../../../server/src/protocol/plainText.ts';
import { until } from './until.ts';

/** The page of an explanation in the editor's own preview. */
export function explanationTests(open: () => Promise<vscode.TextEditor>): void {
  describe('the page of an explanation', () => {
    const page = new ExplanationPage();
    const previews = () =>
      vscode.window.tabGroups.all.flatMap(({ tabs, viewColumn }) =>
        tabs
          .filter(({ label }) => label.includes('Aurelis explanation'))
          .map((tab) => ({ tab, viewColumn })),
      );
    after(async () => {
      page.dispose();
      await vscode.window.tabGroups.close(previews().map(({ tab }) => tab));
    });

    it('opens beside the code, which keeps the focus, and once only', async () => {
      const editor = await open();
      const before = editor.document.getText();
      const { append, finish } = page.begin(plain`What it does`);
      const shown = await until('the preview', async () => previews()[0]);
      assert.equal(shown.viewColumn, (editor.viewColumn ?? 1) + 1);
      for (let piece = 0; piece < 20; piece++) {
        append(`Piece ${piece}. `);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      finish({ text: 'The **whole** text.' });
      await vscode.commands.executeCommand('type', { text: 'x' });
      assert.equal(editor.document.getText().length, before.length + 1);
      page.begin(plain`What else it does`).finish({ text: 'Nothing.' });
      await new Promise((resolve) => setTimeout(resolve, 500));
      assert.equal(previews().length, 1);
      assert.equal(vscode.window.activeTextEditor?.document, editor.document);
      await vscode.commands.executeCommand('workbench.action.files.revert');
    });
  });
}
