import { strict as assert } from 'node:assert';
import type { Locator } from 'playwright-core';
import { waitFor } from '../../../tools/waitFor.ts';
import { ScriptedUpstream } from '../../support/scriptedUpstream.ts';
import { Editor } from '../editor.ts';
import { EditorSession } from '../session.ts';

const LINK = '[Fix it](command:workbench.action.toggleZenMode)';

describe('a person in VS Code whose settings hold names that look like links', () => {
  let upstream: ScriptedUpstream;
  let session: EditorSession;
  let editor: Editor;

  before(async () => {
    upstream = await new ScriptedUpstream(() => ({ status: 401 })).start();
    const endpoint = {
      id: LINK,
      provider: 'openai',
      url: upstream.url,
      model: `${LINK} https://evil.example`,
    };
    session = await EditorSession.start({
      settings: { 'aurelis.endpoints': [endpoint], 'aurelis.completion.debounceMs': LINK },
    });
    editor = new Editor(session.page);
    await session.open();
    await editor.statusItem.waitFor({ timeout: 30_000 });
    await editor.openFile('orders.ts');
    await askModel();
  });

  afterEach(async function () {
    await session?.witness(this.currentTest);
  });
  after(async () => {
    await session?.stop();
    await upstream?.stop();
  });

  /** Types until a request has left: on a slow machine the first line may be there before the server is. */
  async function askModel(): Promise<void> {
    for (let line = 0; upstream.received.length === 0; line++) {
      assert.ok(line < 6, 'the model is never asked');
      await editor.typeAtEnd(`\nexport const rate${line} = `);
      await waitFor('a request', () => upstream.received.length > 0, 5_000).catch(() => undefined);
    }
  }

  /** The addresses of all links of a part of the page. */
  const linksIn = (part: Locator): Promise<string[]> =>
    part
      .locator('a')
      .evaluateAll((links) =>
        links.map((link) => link.getAttribute('data-href') ?? link.getAttribute('href') ?? ''),
      );

  it('reads them in messages as they are, and finds nothing to click on', async () => {
    await editor.openNotifications();
    const refused = editor.notifications.filter({ hasText: 'refuses the API key' });
    await refused.first().waitFor({ timeout: 15_000 });
    const wrong = editor.notifications.filter({ hasText: 'debounceMs' });
    await wrong.first().waitFor({ timeout: 15_000 });
    await editor.picture('outside-names-messages');
    assert.match(await refused.first().innerText(), /\[Fix it\] \(command:/);
    assert.deepEqual(
      await linksIn(editor.notifications.locator('.notification-list-item-message')),
      [],
    );
    await editor.command('Notifications: Clear All Notifications');
  });

  it('finds only our own commands in the status bar', async () => {
    const hover = await editor.seeStatusHover('refuses the API key');
    await editor.picture('outside-names-status');
    const links = await linksIn(hover);
    assert.ok(links.length >= 4);
    assert.deepEqual(
      links.filter((link) => !link.startsWith('command:aurelis.')),
      [],
    );
    await editor.page.mouse.move(0, 0);
  });

  it('finds no link on a page', async () => {
    for (const command of ['Aurelis: Why No Suggestion Here?', 'Aurelis: Show Performance']) {
      await editor.command(command);
      const page = editor.panel.locator('body').filter({ hasText: 'Fix it' });
      await page.waitFor({ timeout: 15_000 });
      await editor.picture(`outside-names-${command.includes('Why') ? 'why' : 'panel'}`);
      assert.deepEqual(await linksIn(page.locator('main, .markdown-body, #panel').first()), []);
    }
  });
});
