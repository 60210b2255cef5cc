import { strict as assert } from 'node:assert';
import { waitFor } from '../../../tools/waitFor.ts';
import { ScriptedUpstream } from '../../support/scriptedUpstream.ts';
import { Editor } from '../editor.ts';
import { EditorSession } from '../session.ts';

describe('a person in VS Code who looks for a better name', () => {
  let upstream: ScriptedUpstream;
  let session: EditorSession;
  let editor: Editor;

  before(async () => {
    upstream = await new ScriptedUpstream(({ path, text }) => {
      if (!path.includes('/chat/')) return { chunks: [] };
      return { chunks: [text.includes('`multiply`') ? 'scale\nscaled' : 'ratio\nscaleBy\nweight'] };
    }).start();
    const endpoint = { id: 'scripted', provider: 'openai', url: upstream.url, model: 'm' };
    session = await EditorSession.start({
      settings: { 'aurelis.endpoints': [endpoint], 'aurelis.completion.enable': false },
    });
    editor = new Editor(session.page);
    await session.open();
    await editor.statusItem.waitFor({ timeout: 30_000 });
    await editor.openFile('money.ts');
    await putCursorOn('multiply');
    await isReady();
  });

  afterEach(async function () {
    await session?.witness(this.currentTest);
  });
  after(async () => {
    await session?.stop();
    await upstream?.stop();
  });

  async function putCursorOn(name: string): Promise<void> {
    await editor.code
      .locator(`span > span`, { hasText: new RegExp(`^${name}$`) })
      .first()
      .click();
  }

  /** The editor's own language services have read the project: they tell of a name under the mouse. */
  async function isReady(): Promise<void> {
    const told = editor.page.locator('.monaco-hover:visible').filter({ hasText: 'function' });
    await waitFor(
      'the language services',
      async () => {
        await editor.command('Show or Focus Hover');
        const isTold = await told
          .first()
          .waitFor({ timeout: 3_000 })
          .then(
            () => true,
            () => false,
          );
        await editor.page.keyboard.press('Escape');
        return isTold;
      },
      60_000,
    );
  }

  async function begin(name: string): Promise<void> {
    await putCursorOn(name);
    await editor.command('Aurelis: Rename with Suggested Names');
    await editor.quickPick.getByText(`Rename “${name}”`).waitFor({ timeout: 30_000 });
  }
  const sees = (text: RegExp) =>
    waitFor(String(text), async () => text.test(await editor.text()), 15_000);
  const undo = async () => {
    await editor.code.click();
    await editor.page.keyboard.press('Control+z');
  };

  it('chooses one of those that are suggested, and undoes it by one step', async () => {
    const before = await editor.text();
    await begin('factor');
    await editor.quickPick.getByText('scaleBy').waitFor({ timeout: 30_000 });
    await editor.picture('rename-names');
    await editor.chooseFocused('ratio');
    await sees(/multiply\(value: Money, ratio: number\)[\s\S]*value\.amount \* ratio\)/);
    assert.doesNotMatch(await editor.text(), /factor/);
    await editor.picture('rename-done');
    await undo();
    await sees(/factor/);
    assert.equal(await editor.text(), before);
  });

  it('types a name of their own', async () => {
    await begin('factor');
    await editor.quickPick.getByText('scaleBy').waitFor({ timeout: 30_000 });
    await editor.type('times');
    await editor.chooseFocused('times');
    await sees(/multiply\(value: Money, times: number\)[\s\S]*value\.amount \* times\)/);
    await undo();
    await sees(/factor/);
  });

  it('has a name changed in all files', async () => {
    await begin('multiply');
    await editor.quickPick.getByText('scaled').waitFor({ timeout: 30_000 });
    await editor.chooseFocused('scale');
    await sees(/function scale\(/);
    await editor.openFile('orders.ts');
    await sees(/import \{ add, type Money, money, scale \}/);
    assert.doesNotMatch(await editor.text(), /multiply/);
  });

  it('is told where there is no name', async () => {
    await editor.code.click();
    await editor.page.keyboard.press('Control+End');
    await editor.command('Aurelis: Rename with Suggested Names');
    await editor.openNotifications();
    const said = editor.notifications.filter({ hasText: 'place the cursor on a name' }).first();
    await said.waitFor({ timeout: 15_000 });
  });
});
