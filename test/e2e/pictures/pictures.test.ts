import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../../tools/root.ts';
import { FakeOllama } from '../../support/fakeOllama.ts';
import { panelSnapshots } from '../../support/panelStates.ts';
import { ScriptedUpstream } from '../../support/scriptedUpstream.ts';
import { Editor } from '../editor.ts';
import { tellPanel } from '../panelPage.ts';
import { EditorSession, type SessionOptions } from '../session.ts';

const FOLDER = join(ROOT, 'media/pictures');
const SIZE = { width: 960, height: 560 };
const FIX = '```ts\nexport const limit: number = 100;\n```';

/** Part of the window, in pixels; all of it without. */
type Part = { x: number; y: number; width: number; height: number };

describe('the pictures of README and walkthrough', () => {
  let session: EditorSession;
  let editor: Editor;

  async function open(options: SessionOptions = {}): Promise<void> {
    session = await EditorSession.start({
      ...options,
      settings: {
        'workbench.colorTheme': 'Default Dark Modern',
        'editor.hover.delay': 100,
        'window.commandCenter': false,
        ...options.settings,
      },
    });
    editor = new Editor(session.page);
    await session.page.setViewportSize(SIZE);
    await session.open();
    await editor.statusItem.waitFor({ timeout: 30_000 });
    await editor.openFile('orders.ts');
    await editor.command('View: Close Primary Side Bar');
  }
  const keep = async (name: string, clip?: Part) => {
    mkdirSync(FOLDER, { recursive: true });
    const path = join(FOLDER, `${name}.png`);
    await session.page.screenshot({ path, ...(clip === undefined ? {} : { clip }) });
  };
  afterEach(async () => {
    await session?.stop();
  });

  it('ghost-text', async () => {
    await open();
    await editor.typeAtEnd('export function removeOrder(id: string): void {\n');
    await editor.ghostText
      .filter({ hasText: 'does not exist' })
      .first()
      .waitFor({ timeout: 15_000 });
    // TypeScript has looked at everything by then, and says so no longer in the status bar.
    await session.page.waitForTimeout(5_000);
    await keep('ghost-text');
  });

  it('model', async () => {
    const ollama = new FakeOllama('');
    await ollama.start();
    try {
      await open();
      await editor.openNotifications();
      await editor.notifications.filter({ hasText: 'Ollama runs' }).waitFor({ timeout: 15_000 });
      await keep('model');
    } finally {
      await ollama.stop();
    }
  });

  it('api-key', async () => {
    const hosted = { id: 'hosted', provider: 'openai', url: 'https://127.0.0.1:9/v1', model: 'm' };
    await open({ settings: { 'aurelis.endpoints': [hosted] } });
    await editor.command('Aurelis: Set API Key');
    await editor.quickPick.getByText('hosted').first().waitFor();
    await editor.page.keyboard.press('Enter');
    await editor.page.waitForSelector('.quick-input-widget:visible input[type=password]');
    await session.page.waitForTimeout(1_000);
    await keep('api-key');
  });

  it('panel and status-bar', async () => {
    await open();
    await editor.typeAtEnd('export function removeOrder(id: string): void {\n');
    await editor.ghostText
      .filter({ hasText: 'does not exist' })
      .first()
      .waitFor({ timeout: 15_000 });
    await editor.page.keyboard.press('Tab');
    await session.page.waitForTimeout(5_000);
    await editor.statusItem.hover();
    await editor.page.waitForSelector('.monaco-hover:visible:has-text("Suggestions shown")');
    await session.page.waitForTimeout(300);
    await keep('status-bar', { x: 400, y: 160, width: 560, height: 400 });
    await editor.page.keyboard.press('Escape');
    await editor.command('Aurelis: Show Performance');
    await editor.panel.locator('#head section').first().waitFor({ timeout: 15_000 });
    await tellPanel(editor, panelSnapshots().busy);
    await keep('panel');
  });

  it('fix', async () => {
    const upstream = await new ScriptedUpstream(() => ({ chunks: [FIX] })).start();
    const endpoint = { id: 'local', provider: 'openai', url: upstream.url, model: 'm' };
    try {
      await open({
        settings: { 'aurelis.endpoints': [endpoint], 'aurelis.completion.enable': false },
      });
      await editor.typeAtEnd('\nexport const limit: number = hundred;');
      await editor.squiggle.waitFor({ timeout: 60_000 });
      await editor.page.keyboard.press('Escape');
      await editor.seeQuickFix('Fix with Aurelis');
      await keep('fix');
      await session.stop();
    } finally {
      await upstream.stop();
    }
  });
});
