import { strict as assert } from 'node:assert';
import { waitFor } from '../../../tools/waitFor.ts';
import { Editor } from '../editor.ts';
import { EditorSession } from '../session.ts';

describe('a person in VS Code, with nothing configured', () => {
  let session: EditorSession;
  let editor: Editor;

  before(async () => {
    session = await EditorSession.start();
    editor = new Editor(session.page);
    await session.open();
  });

  afterEach(async function () {
    await session?.witness(this.currentTest);
  });

  after(() => session?.stop());

  it('sees that Aurelis is there', async () => {
    await editor.statusItem.waitFor({ timeout: 30_000 });
    await editor.openFile('orders.ts');
    await waitFor(
      'the index',
      async () => (await editor.statusItem.innerHTML()).includes('codicon-sparkle'),
      20_000,
    );
  });

  it('sees ghost text and takes it with Tab', async function () {
    this.timeout(60_000);
    await editor.typeAtEnd('export function findOrder(id: st');
    await editor.seeGhostText();
    await editor.picture('ghost-text');
    await editor.page.keyboard.press('Escape');
    await editor.page.keyboard.press('Backspace');
    await editor.type('t');
    await editor.seeGhostText();
    await editor.page.keyboard.press('Tab');
    await waitFor('the text to land', async () =>
      (await editor.text()).includes('findOrder(id: string'),
    );
  });

  it('learns why nothing is suggested', async () => {
    await editor.command('Aurelis: Why No Suggestion Here?');
    const page = editor.panel;
    await page
      .getByRole('heading', { name: /^Why no suggestion on line \d+\?$/ })
      .waitFor({ timeout: 20_000 });
    await editor.picture('why');
    const told = await page.locator('body').innerText();
    assert.match(told, /A suggestion was shown|typo|had nothing to add|no similar code/);
    assert.match(told, /No model is set up/);
    await editor.page.keyboard.press('Control+F4');
  });

  it('sees the status bar change', async () => {
    await waitFor('figures', async () => /\d+%/.test(await editor.statusItem.innerText()), 10_000);
    await editor.seeStatusHover('Suggestions shown');
    await editor.picture('status-bar');
  });

  it('is led through the first steps', async () => {
    await editor.command('Aurelis: Get Started');
    const steps = editor.page.locator('.getting-started-step');
    await steps.first().waitFor({ timeout: 15_000 });
    assert.equal(await steps.count(), 4);
    for (const title of [
      'See a suggestion',
      'Add a model',
      'Set an API key',
      'See performance and savings',
    ]) {
      await steps.filter({ hasText: title }).click();
      const picture = editor.page.locator('.getting-started-media img').first();
      await waitFor('the picture', async () => {
        const width = picture.evaluate((image) => (image as HTMLImageElement).naturalWidth);
        return (await width.catch(() => 0)) > 0;
      });
    }
    await editor.picture('walkthrough');
    await steps.filter({ hasText: 'Add a model' }).click();
    await editor.page.getByRole('button', { name: 'Open Settings' }).click();
    const endpoints = editor.page.locator('.setting-item-label:has-text("Endpoints")');
    await endpoints.first().waitFor({ timeout: 15_000 });
    await editor.picture('settings');
    await editor.page.keyboard.press('Control+F4');
    await editor.page.keyboard.press('Control+F4');
  });

  it('opens the panel from the status bar', async () => {
    await editor.statusItem.click();
    const title = editor.panel.getByRole('heading', { name: 'Details' });
    await title.waitFor({ timeout: 20_000 });
    await editor.picture('panel');
    assert.match(await editor.panel.locator('#panel').innerText(), /No model is configured/);
  });
});
