import { strict as assert } from 'node:assert';
import { waitFor } from '../../../tools/waitFor.ts';
import { ScriptedUpstream } from '../../support/scriptedUpstream.ts';
import { Editor } from '../editor.ts';
import { EditorSession } from '../session.ts';

describe('a person in VS Code, in a folder that they do not trust', () => {
  let upstream: ScriptedUpstream;
  let session: EditorSession;
  let editor: Editor;

  before(async () => {
    upstream = await new ScriptedUpstream(() => ({ chunks: ['taxRate(order) * 100;'] })).start();
    const endpoint = { id: 'scripted', provider: 'openai', url: upstream.url, model: 'm' };
    session = await EditorSession.start({
      settings: { 'aurelis.endpoints': [endpoint] },
      asksForTrust: true,
    });
    editor = new Editor(session.page);
    // Some runs of VS Code ask first, others begin in restricted mode without asking.
    const no = editor.page.locator('.monaco-dialog-box').getByText('No, I don', { exact: false });
    await editor.page.addLocatorHandler(no, (button) => button.click());
    await session.open();
    await editor.page.getByText('Restricted Mode', { exact: true }).waitFor({ timeout: 60_000 });
    await editor.statusItem.waitFor({ timeout: 30_000 });
  });

  afterEach(async function () {
    await session?.witness(this.currentTest);
  });
  after(async () => {
    await session?.stop();
    await upstream?.stop();
  });

  it('sees that no model is asked, and none is', async () => {
    await editor.openFile('orders.ts');
    await waitFor(
      'the shield',
      async () => (await editor.statusItem.innerHTML()).includes('codicon-shield'),
      20_000,
    );
    await editor.typeAtEnd('export const rate = ');
    await editor.command('Aurelis: Why No Suggestion Here?');
    const page = editor.panel;
    await page.getByRole('heading', { name: /^Why no suggestion/ }).waitFor({ timeout: 20_000 });
    assert.match(await page.locator('body').innerText(), /not trusted, so no model is asked/);
    await editor.picture('untrusted-why');
    await editor.page.keyboard.press('Control+F4');
    assert.equal(upstream.received.length, 0);
  });

  it('trusts the folder, and sees what the model says without a restart', async () => {
    await editor.command('Aurelis: Manage Workspace Trust');
    const trust = editor.page.locator('.workspace-trust-editor .monaco-button', {
      hasText: 'Trust',
    });
    await trust.first().click({ timeout: 20_000 });
    await waitFor(
      'the trust',
      async () => !(await editor.statusItem.innerHTML()).includes('codicon-shield'),
      20_000,
    );
    await editor.page.keyboard.press('Control+F4');
    await editor.openFile('orders.ts');
    await editor.typeAtEnd('export const rate = ');
    await editor.ghostText.filter({ hasText: 'taxRate' }).first().waitFor({ timeout: 20_000 });
    assert.ok(upstream.received.length > 0);
  });
});
