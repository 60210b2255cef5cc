import { strict as assert } from 'node:assert';
import { execFileSync } from 'node:child_process';
import * as vscode from 'vscode';
import { PROBES } from '../probes.ts';
import { chatTests } from './chat.ts';
import { explanationTests } from './explanation.ts';
import { until } from './until.ts';

const ID = 'aurelis.aurelis';

async function openOrders(): Promise<vscode.TextEditor> {
  const [file] = await vscode.workspace.findFiles('src/orders.ts');
  assert.ok(file);
  return vscode.window.showTextDocument(await vscode.workspace.openTextDocument(file));
}

/** Types at the end of the document as the keyboard does. */
async function typeAtEnd(editor: vscode.TextEditor, text: string): Promise<void> {
  const end = editor.document.lineAt(editor.document.lineCount - 1).range.end;
  editor.selection = new vscode.Selection(end, end);
  for (const character of text) {
    await vscode.commands.executeCommand('type', { text: character });
  }
}

/** Defines the tests that run inside the extension host, through VS Code's own API. */
export function aurelisSuite(): void {
  describe('Aurelis in the extension host', () => {
    it('is there, is activated, and registers its commands', async () => {
      const extension = vscode.extensions.getExtension(ID);
      assert.ok(extension);
      await extension.activate();
      const commands = await vscode.commands.getCommands(true);
      const declared: { command: string }[] = extension.packageJSON.contributes.commands;
      for (const { command } of declared) assert.ok(commands.includes(command), command);
    });

    it('runs in an editor that lets nobody use proposed APIs', async () => {
      for (const probe of Object.keys(PROBES)) {
        const extension = vscode.extensions.getExtension(`aurelis-tests.${probe}`);
        assert.ok(extension, probe);
        const activation = Promise.resolve(extension.activate());
        await assert.rejects(activation, /CANNOT use API proposal/, probe);
      }
    });

    it('comes from the package, not from a checkout', () => {
      const folder = vscode.extensions.getExtension(ID)?.extensionPath ?? '';
      assert.match(folder, /[\\/]extensions[\\/]aurelis\.aurelis-\d/);
    });

    it('keeps what redirects keys out of reach of a workspace', async () => {
      const inspected = vscode.workspace.getConfiguration('aurelis').inspect('endpoints');
      assert.equal(inspected?.workspaceValue, undefined);
      const write = vscode.workspace
        .getConfiguration('aurelis')
        .update('endpoints', [], vscode.ConfigurationTarget.Workspace);
      await assert.rejects(Promise.resolve(write));
    });

    it('completes from the workspace with no configuration, and Tab lands it', async () => {
      const editor = await openOrders();
      await typeAtEnd(editor, '\nexport function findOrder(id: st');
      const before = editor.document.getText();
      await until('the suggestion to land', async () => {
        await vscode.commands.executeCommand('editor.action.inlineSuggest.trigger');
        await new Promise((resolve) => setTimeout(resolve, 300));
        await vscode.commands.executeCommand('editor.action.inlineSuggest.commit');
        return editor.document.getText() === before ? undefined : true;
      });
      assert.match(editor.document.getText(), /\nexport function findOrder\(id: string/);
      await vscode.commands.executeCommand('workbench.action.files.revert');
    });

    chatTests();
    explanationTests(openOrders);

    it('turns off and on by command', async () => {
      await vscode.commands.executeCommand('aurelis.disable');
      assert.equal(vscode.workspace.getConfiguration('aurelis').get('enable'), false);
      await vscode.commands.executeCommand('aurelis.enable');
      assert.equal(vscode.workspace.getConfiguration('aurelis').get('enable'), true);
    });

    it('turns a language off and on by command', async () => {
      await openOrders();
      const languages = () =>
        vscode.workspace.getConfiguration('aurelis').get<object>('completion.languages');
      await vscode.commands.executeCommand('aurelis.toggleLanguage');
      assert.deepEqual(languages(), { '*': true, typescript: false });
      await vscode.commands.executeCommand('aurelis.toggleLanguage');
      assert.deepEqual(languages(), { '*': true, typescript: true });
    });

    it('comes back after its server was killed in the midst of typing', async () => {
      const editor = await openOrders();
      const servers = () =>
        execFileSync('ps', ['-o', 'pid=,args=', '--ppid', String(process.pid)], {
          encoding: 'utf8',
        })
          .split('\n')
          .filter((line) => line.includes('dist/server.js'))
          .map((line) => Number.parseInt(line, 10));
      const [before] = servers();
      assert.ok(before);
      process.kill(before, 'SIGKILL');
      await typeAtEnd(editor, '// typed while nobody listens');
      await until('a new server', async () => servers().find((pid) => pid !== before));
      await vscode.commands.executeCommand('workbench.action.files.revert');
    });

    it('comes back after its server was restarted', async () => {
      await vscode.commands.executeCommand('aurelis.restartServer');
      await vscode.commands.executeCommand('aurelis.showPerformance');
      const isOpen = () =>
        vscode.window.tabGroups.all.some(({ tabs }) =>
          tabs.some(({ label }) => label === 'Aurelis Performance'),
        );
      await until('the panel', async () => (isOpen() ? true : undefined));
    });
  });
}
