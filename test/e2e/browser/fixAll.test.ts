import { strict as assert } from 'node:assert';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Locator } from 'playwright-core';
import { waitFor } from '../../../tools/waitFor.ts';
import { type Plan, type Received, ScriptedUpstream } from '../../support/scriptedUpstream.ts';
import { Editor } from '../editor.ts';
import { EditorSession } from '../session.ts';

const wrong = (name: string) => `export function ${name}(count: number) {\n  return cout * 2;\n}\n`;
const FILES = {
  'src/one.ts': `${wrong('one')}\n${wrong('two')}`,
  'src/deep/three.ts': wrong('three'),
  'src/deep/unsure.ts': wrong('unsure'),
  'src/page.css': 'a {\n  colr: red;\n}\n',
};

const blockOf = ({ body }: Received): string =>
  /<block>\n([\s\S]*?)\n<\/block>/.exec(body.messages[1].content)?.[1] ?? '';

const FIX = 'return cout * 2; return count * 2;';

describe('a person in VS Code who fixes all problems at once', () => {
  let upstream: ScriptedUpstream;
  let session: EditorSession;
  let editor: Editor;
  let plan: (received: Received) => Plan;

  /** The block that is asked about, mended; of one function the line alone, as small models answer. */
  const mended = (received: Received): Plan => {
    const block = blockOf(received);
    const right = block.replaceAll('cout', 'count').replaceAll('colr', 'color');
    const text = block.includes('function unsure') ? 'return count * 2;' : right;
    return { chunks: [`\`\`\`\n${text}\n\`\`\``] };
  };

  before(async () => {
    plan = mended;
    upstream = await new ScriptedUpstream((received) =>
      received.path.includes('/chat/') ? plan(received) : { chunks: [] },
    ).start();
    const endpoint = { id: 'scripted', provider: 'openai', url: upstream.url, model: 'm' };
    session = await EditorSession.start({
      settings: {
        'aurelis.endpoints': [endpoint],
        'aurelis.completion.enable': false,
        'typescript.tsserver.experimental.enableProjectDiagnostics': true,
      },
    });
    for (const [name, text] of Object.entries(FILES)) {
      mkdirSync(dirname(pathOf(name)), { recursive: true });
      writeFileSync(pathOf(name), text);
    }
    editor = new Editor(session.page);
    await session.open();
    await editor.statusItem.waitFor({ timeout: 30_000 });
    await editor.openFile('page.css');
    await editor.openFile('one.ts');
    await editor.page
      .locator(
        '[id="status.problems"] [aria-label*="Errors: 4"], [id="status.problems"][aria-label*="Errors: 4"]',
      )
      .first()
      .waitFor({ timeout: 60_000 });
    await editor.page
      .locator('.explorer-folders-view .monaco-list-row', { hasText: 'deep' })
      .click();
  });

  afterEach(async function () {
    await session?.witness(this.currentTest);
  });
  after(async () => {
    await session?.stop();
    await upstream?.stop();
  });

  const pathOf = (name: string) => join(session.folder, 'workspace', name);
  const preview = (): Locator => editor.page.locator('.bulk-edit-panel');
  /** The rows of the preview, files with their folders and edits, each with whether it is selected. */
  const rows = async () => {
    const all = await preview().locator('.monaco-list-row').all();
    return Promise.all(
      all.map(async (row) => [
        (await row.innerText()).replaceAll(/\s+/g, ' ').trim(),
        await row.locator('input, [role="checkbox"]').first().isChecked(),
      ]),
    );
  };
  const press = async (text: RegExp, button: string): Promise<void> => {
    await editor.openNotifications();
    const message = editor.notifications.filter({ hasText: text }).first();
    await message.waitFor({ timeout: 30_000 });
    await message.hover();
    await message.getByRole('button', { name: button }).click();
  };
  const says = async (text: string): Promise<void> => {
    await editor.openNotifications();
    await editor.notifications.filter({ hasText: text }).first().waitFor({ timeout: 30_000 });
  };
  const apply = () => preview().getByRole('button', { name: 'Apply' }).click();
  const seePreview = (text: string) =>
    preview().locator('.monaco-list-row', { hasText: text }).first().waitFor({ timeout: 45_000 });
  const inExplorer = (name: string) =>
    editor.page.locator('.explorer-folders-view .monaco-list-row', { hasText: name }).first();

  it('chooses where, cancels while the model writes, and resumes', async () => {
    plan = (received) =>
      blockOf(received).includes('function two')
        ? { chunks: ['``'], end: 'hang' }
        : mended(received);
    await editor.command('Aurelis: Fix All Problems');
    await editor.quickPick.getByText('This file').waitFor();
    await editor.picture('fix-all-where');
    await editor.chooseFocused('This file');
    await says('1 of 2 done');
    await editor.picture('fix-all-progress');
    await press(/1 of 2 done/, 'Cancel');
    await says('cancelled after 1 of 2 problems. Resume?');
    await editor.picture('fix-all-cancelled');
    assert.match(await editor.text(), /cout[\s\S]*cout/);
    assert.equal(await preview().count(), 0);
    plan = mended;
    const asked = upstream.received.length;
    await press(/Resume\?/, 'Resume');
    await seePreview('return');
    assert.equal(upstream.received.length, asked + 1);
  });

  it('sees every fix before it is made, the sure ones selected', async () => {
    await editor.picture('fix-all-preview');
    assert.deepEqual(await rows(), [
      ['one.tssrc', true],
      [FIX, true],
      [FIX, true],
    ]);
    await apply();
    await waitFor('the fixes', async () => !/cout/.test(await editor.text()), 15_000);
    await says('2 of 2 problems fixed.');
    await editor.page.keyboard.press('Escape');
  });

  it('fixes a folder and a file that they have selected, and is asked about what is not sure', async () => {
    await inExplorer('deep').click();
    await inExplorer('page.css').click({ modifiers: ['Control'] });
    await inExplorer('page.css').click({ button: 'right' });
    await editor.picture('fix-all-menu');
    await editor.page.locator('.monaco-menu').getByText('Fix All Problems').click();
    await seePreview('color');
    await editor.picture('fix-all-unsure');
    assert.deepEqual(await rows(), [
      ['three.tssrc/deep', true],
      [FIX, true],
      ['unsure.tssrc/deep', false],
      [FIX, false],
      ['page.csssrc', true],
      ['colr: red; color: red;', true],
    ]);
    await apply();
    await says('2 of 3 problems fixed. 1 left: you did not select the fix.');
    await editor.picture('fix-all-summary');
    await press(/did not select/, 'Apply 1');
    await seePreview('return');
    assert.deepEqual(await rows(), [
      ['unsure.tssrc/deep', false],
      [FIX, false],
    ]);
    await preview()
      .locator('.monaco-list-row input, .monaco-list-row [role="checkbox"]')
      .first()
      .click();
    await apply();
    await says('3 of 3 problems fixed.');
    await editor.picture('fix-all-applied');
  });
});
