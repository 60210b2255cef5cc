import { strict as assert } from 'node:assert';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../../tools/root.ts';
import { waitFor } from '../../../tools/waitFor.ts';
import { ScriptedUpstream } from '../../support/scriptedUpstream.ts';
import { Editor } from '../editor.ts';
import { EditorSession } from '../session.ts';

describe('a person who wants to know what it does', () => {
  let session: EditorSession;
  let editor: Editor;
  let upstream: ScriptedUpstream;

  before(async () => {
    upstream = await new ScriptedUpstream(() => ({ chunks: ['item.price', ', 0);'] })).start();
    session = await EditorSession.start({
      settings: {
        'aurelis.endpoints': [{ id: 'local', provider: 'openai', url: upstream.url, model: 'm' }],
      },
    });
    await session.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await session.open();
    editor = new Editor(session.page);
    await editor.statusItem.waitFor();
    await editor.openFile('orders.ts');
    await editor.typeAtEnd('const total = orders.reduce((sum, item) => sum + ');
    await editor.seeGhostText();
    await editor.page.keyboard.press('Tab');
  });

  afterEach(async function () {
    await session?.witness(this.currentTest);
  });
  after(async () => {
    await session?.stop();
    await upstream?.stop();
  });

  it('sees figures, and the last minute as bars, in the status bar', async () => {
    await waitFor('figures', async () => /\d+%/.test(await editor.statusItem.innerText()), 10_000);
    const hover = await editor.seeStatusHover('last minute');
    await editor.picture('status-bar tooltip');
    assert.match(await hover.innerText(), /Tokens saved/);
    await editor.page.keyboard.press('Escape');
  });

  it('sees in the language status which endpoint answers', async () => {
    await editor.page
      .locator('#status\\.languageStatus, [id="status.languageStatus"]')
      .first()
      .hover();
    await editor.page
      .locator('.hover-language-status:has-text("Aurelis: local")')
      .first()
      .waitFor();
    await editor.picture('language-status');
    await editor.page.keyboard.press('Escape');
  });

  it('sees the panel, with what just happened', async () => {
    await editor.command('Aurelis: Show Performance');
    await editor.panel.getByText('local answered in').first().waitFor({ timeout: 15_000 });
    await editor.panel.locator('canvas').first().waitFor();
    await editor.picture('panel beside code');
  });

  it('copies it as a picture', async () => {
    await editor.panel.getByRole('button', { name: 'Copy Picture' }).click();
    await editor.panel.getByText('The picture is on the clipboard.').waitFor({ timeout: 5_000 });
    const png = await editor.page.evaluate(async () => {
      const [item] = await navigator.clipboard.read();
      const blob = await item?.getType('image/png');
      return [...new Uint8Array((await blob?.arrayBuffer()) ?? new ArrayBuffer(0))];
    });
    writeFileSync(join(ROOT, 'artifacts/screenshots/panel copied.png'), Buffer.from(png));
    assert.ok(png.length > 10_000, String(png.length));
  });

  it('takes its figures along', async () => {
    await editor.panel.getByRole('button', { name: 'Export CSV' }).click();
    const csv = editor.page.locator('.view-lines:has-text("shownWithoutCall")');
    await csv.first().waitFor({ timeout: 10_000 });
  });

  it('finds the panel as it was after the editor was reloaded', async () => {
    await editor.command('Aurelis: Show Performance');
    // The page is made anew when its tab comes to the front.
    const week = () => editor.panel.getByRole('button', { name: 'Week', pressed: true });
    await waitFor(
      'the range to be chosen',
      async () => {
        await editor.panel.getByRole('button', { name: 'Week' }).click();
        return (await week().count()) === 1;
      },
      15_000,
    );
    await editor.page.waitForTimeout(1_500);
    assert.equal(await week().count(), 1);
    // The editor's own reload writes down which tabs are open; the browser's may be too quick for that.
    const reloaded = editor.page.waitForEvent('domcontentloaded', { timeout: 30_000 });
    await editor.command('Developer: Reload Window');
    await reloaded;
    await editor.statusItem.waitFor({ timeout: 60_000 });
    await week().waitFor({ timeout: 30_000 });
    await editor.panel.locator('#charts figure').first().waitFor({ timeout: 20_000 });
  });

  it('reads a report with charts, of before the reload, too', async () => {
    await editor.command('Aurelis: Show Report…');
    await editor.page.locator('.quick-input-list .monaco-list-row:has-text("Last hour")').click();
    const page = editor.panel;
    await page
      .getByRole('heading', { name: 'Aurelis: the last hour' })
      .waitFor({ timeout: 20_000 });
    await editor.page.waitForTimeout(1_000);
    await editor.picture('report');
    assert.match(await page.locator('body').innerText(), /local \/ m/);
    const widths = await page
      .locator('img')
      .evaluateAll((images) => images.map((image) => (image as HTMLImageElement).naturalWidth));
    assert.deepEqual(widths, [640, 640, 640]);
  });
});
