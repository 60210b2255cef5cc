import { strict as assert } from 'node:assert';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { ScriptedUpstream } from '../../support/scriptedUpstream.ts';
import { Editor } from '../editor.ts';
import { EditorSession } from '../session.ts';

describe('a person in VS Code who reads code that cannot be edited', () => {
  let upstream: ScriptedUpstream;
  let session: EditorSession;
  let editor: Editor;
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.com', ...args], {
      cwd: join(session.folder, 'workspace'),
    });

  before(async () => {
    upstream = await new ScriptedUpstream(({ path, text }) => {
      if (!path.includes('/chat/')) return { chunks: [] };
      return { chunks: [text.includes('findProduct') ? 'Finds a product.' : 'Holds an amount.'] };
    }).start();
    const endpoint = { id: 'scripted', provider: 'openai', url: upstream.url, model: 'm' };
    session = await EditorSession.start({
      settings: {
        'aurelis.endpoints': [endpoint],
        'aurelis.completion.enable': false,
        'git.openRepositoryInParentFolders': 'always',
        'files.readonlyInclude': { '**/products.ts': true },
      },
    });
    git('init', '-b', 'main');
    git('add', '.');
    git('commit', '-m', 'Begin the shop');
    // A diff is opened at its first change.
    const changed = join(session.folder, 'workspace/src/money.ts');
    writeFileSync(changed, `export const none = 0;\n${readFileSync(changed, 'utf8')}`);
    editor = new Editor(session.page);
    await session.open();
    await editor.statusItem.waitFor({ timeout: 30_000 });
  });

  afterEach(async function () {
    await session?.witness(this.currentTest);
  });
  after(async () => {
    await session?.stop();
    await upstream?.stop();
  });

  /** Selects the first lines of an editor, and explains them by the one entry of its menu that is ours. */
  async function explain(code: Locator, picture: string): Promise<void> {
    const declared = code.locator('.view-line span > span', { hasText: 'interface' }).first();
    await declared.click();
    await editor.page.keyboard.press('Home');
    for (let lines = 0; lines < 4; lines++) await editor.page.keyboard.press('Shift+ArrowDown');
    await declared.click({ button: 'right' });
    const item = editor.page.locator('.monaco-menu').getByText('Explain with Aurelis');
    await item.waitFor({ timeout: 15_000 });
    await editor.picture(picture);
    const entries = await editor.page.locator('.monaco-menu .action-label').allInnerTexts();
    assert.deepEqual(
      entries.filter((entry) => /Aurelis|Suggested Names/.test(entry)),
      ['Explain with Aurelis'],
    );
    await item.click();
  }
  const reads = (text: string) => editor.panel.getByText(text).first().waitFor({ timeout: 45_000 });

  it('has the old version of a file explained, beside the new one', async () => {
    await editor.page.keyboard.press('Control+Shift+G');
    await editor.page
      .locator('.scm-view .monaco-list-row', { hasText: 'money.ts' })
      .click({ timeout: 30_000 });
    await editor.diff.waitFor({ timeout: 30_000 });
    await explain(editor.diff.locator('.original'), 'shown-old-menu');
    await reads('Holds an amount.');
    await editor.picture('shown-old');
  });

  it('has a file explained that the settings protect', async () => {
    await editor.openFile('products.ts');
    const code = editor.page.locator('.editor-instance', { hasText: 'addProduct' }).first();
    await explain(code, 'shown-protected-menu');
    await reads('Finds a product.');
    await editor.picture('shown-protected');
  });
});
