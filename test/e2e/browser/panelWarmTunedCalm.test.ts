import { strict as assert } from 'node:assert';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { readSmallFile, writeSmallFile } from '../../../server/src/storage/privateFiles.ts';
import { Journal, MAX_BYTES } from '../../../server/src/tuning/journal.ts';
import { UsageHistory } from '../../../server/src/warming/usageHistory.ts';
import { FakeClock } from '../../../tools/testing/fakeClock.ts';
import { waitFor } from '../../../tools/waitFor.ts';
import { ScriptedUpstream } from '../../support/scriptedUpstream.ts';
import { Editor } from '../editor.ts';
import { axeFindings, panelFrame } from '../panelPage.ts';
import { EditorSession } from '../session.ts';

const THEMES = { dark: 'Default Dark Modern', light: 'Default Light Modern' };
const SOUND = 'How long an answer stays in memory';
const WIDTHS = [420, 1_200];
/** The panel is as wide as the window less the bar of activities. */
const ACTIVITY_BAR = 48;

describe('a person who looks at what is warm, tuned and calm', () => {
  let session: EditorSession;
  let editor: Editor;
  let upstream: ScriptedUpstream;
  let settings: Record<string, unknown>;

  before(async () => {
    upstream = await new ScriptedUpstream(() => ({ chunks: ['item.price', ', 0);'] })).start();
    const endpoint = { id: 'local', provider: 'openai', url: upstream.url, model: 'm' };
    settings = {
      'aurelis.endpoints': [endpoint],
      'aurelis.tuning.enable': true,
      'aurelis.requests.batchSize': 4,
      'workbench.colorTheme': THEMES.dark,
    };
    session = await EditorSession.start({ settings });
    tunedBefore(storage());
    stoppedBefore(storage());
    editor = new Editor(session.page);
    await session.open();
    await editor.statusItem.waitFor();
    await editor.openFile('orders.ts');
    await editor.typeAtEnd('const total = orders.reduce((sum, item) => sum + ');
    await editor.seeGhostText();
    await editor.page.keyboard.press('Tab');
    await editor.command('View: Close Primary Side Bar');
    await editor.command('Aurelis: Restart Server');
    await editor.command('Aurelis: Show Performance');
    await section('Prepared answers').waitFor({ timeout: 20_000 });
  });

  afterEach(async function () {
    await session?.witness(this.currentTest);
  });
  after(async () => {
    await session?.stop();
    await upstream?.stop();
  });

  const storage = () => {
    const folder = join(session.folder, 'data/data/User/globalStorage/aurelis.aurelis');
    mkdirSync(folder, { recursive: true });
    return folder;
  };
  const section = (title: string) =>
    editor.panel.locator('section').filter({ has: editor.panel.locator('h2', { hasText: title }) });
  const change = (changes: Readonly<Record<string, unknown>>) => {
    settings = { ...settings, ...changes };
    session.changeSettings(settings);
  };
  const said = async (text: string) => {
    await editor.openNotifications();
    await editor.notifications.filter({ hasText: text }).first().waitFor({ timeout: 10_000 });
    await editor.page.keyboard.press('Escape');
  };

  it('sees what was prepared, and that warming ahead has stopped', async () => {
    assert.match(await section('Prepared answers').innerText(), /For the open file\s+[1-9]/);
    const stopped = section('Warming').getByRole('listitem');
    assert.match(await stopped.innerText(), /only 12 % .* used/);
  });

  it('sees what is tuned, on which evidence', async () => {
    const row = section('Tuned values').getByRole('row').filter({ hasText: SOUND });
    assert.match(await row.innerText(), /746.s\s+300.s/);
    assert.match(await section('Tuned values').innerText(), /You have set this/);
    assert.match(await section('Last changes').innerText(), new RegExp(SOUND));
  });

  it('sees that memory is short', async () => {
    change({ 'aurelis.limits.memoryMegabytes': 96 });
    await section('Memory').getByText('Short of memory since').waitFor({ timeout: 45_000 });
  });

  for (const [theme, name] of Object.entries(THEMES)) {
    it(`can be read in ${theme}, narrow and wide, by everybody`, async function () {
      this.timeout(60_000);
      change({ 'workbench.colorTheme': name });
      const isDark = theme === 'dark';
      await waitFor(
        name,
        async () => {
          const colour = await editor.panel
            .locator('body')
            .evaluate((body) =>
              getComputedStyle(body).getPropertyValue('--vscode-editor-background'),
            );
          return /^#[0-3]/.test(colour.trim()) === isDark;
        },
        10_000,
      );
      for (const width of WIDTHS) {
        // As high as all that is there.
        await session.page.setViewportSize({ width: 2 * width + ACTIVITY_BAR, height: 3_000 });
        await session.page.waitForTimeout(1_500);
        await editor.picture(`warm tuned calm ${theme} ${width}`);
        await section('Last changes').scrollIntoViewIfNeeded();
        await editor.picture(`warm tuned calm ${theme} ${width} below`);
        const { passes, violations, isTooWide } = await axeFindings(await panelFrame(editor));
        assert.ok(passes > 10, String(passes));
        assert.deepEqual(violations, [], `${width} px`);
        assert.equal(isTooWide, false, `${width} px`);
      }
      await session.page.setViewportSize({ width: 1_280, height: 800 });
    });
  }

  it('undoes a tuned value by its button', async () => {
    const notice = section('Changed by tuning').getByRole('listitem').filter({ hasText: SOUND });
    await notice.getByRole('button', { name: 'Undo' }).click();
    await section('Last changes').getByText('because you undid it').first().waitFor();
    assert.equal(await notice.count(), 0);
    assert.equal(journalAt(storage()).sound.has('memorySeconds'), false);
    await said('is back at its default');
  });

  it('warms ahead again by its button', async () => {
    await section('Warming').getByRole('button', { name: 'Warm Ahead Again' }).click();
    await said('warming ahead is on again');
    await waitFor(
      'the notice to go',
      async () => (await section('Warming ahead').count()) === 0,
      10_000,
    );
  });

  it('comes to the setting of memory by its button', async () => {
    await section('Memory').getByRole('button', { name: 'Open Settings' }).click();
    await editor.page
      .locator('.settings-editor:visible')
      .getByText('Memory Megabytes')
      .first()
      .waitFor();
    await editor.picture('memory setting');
  });

  it('undoes all that was tuned, and reads of it in the report', async () => {
    await editor.command('Aurelis: Use Default Tuning');
    await said('all tuned values are back');
    assert.equal(journalAt(storage()).sound.size, 0);
    await editor.command('Aurelis: Show Report…');
    await editor.page.locator('.quick-input-list .monaco-list-row:has-text("Last hour")').click();
    const page = editor.panel;
    await page
      .getByRole('heading', { name: 'Aurelis: the last hour' })
      .waitFor({ timeout: 20_000 });
    const text = await page.locator('body').innerText();
    assert.match(text, /Warming[\s\S]*For the open file/);
    assert.match(text, /Short of memory/);
    await session.page.setViewportSize({ width: 1_280, height: 3_500 });
    await editor.picture('warm tuned calm report');
  });
});

const journalAt = (folder: string): Journal => {
  const path = join(folder, 'tuning.json');
  const file = {
    read: () => readSmallFile(path, MAX_BYTES),
    write: (text: string) => writeSmallFile(path, text),
  };
  return new Journal(file, 'before', () => Date.now());
};

/** A journal of an hour in which tuning found something, took it back, and began something. */
function tunedBefore(folder: string): void {
  const journal = journalAt(folder);
  const memory = { knob: 'memorySeconds', from: 300, to: 746, samples: 412, gain: 0.22 } as const;
  journal.add({ ...memory, what: 'moved', by: 'ghosts' });
  journal.add({ ...memory, what: 'kept', by: 'ghosts' });
  journal.close({ knob: 'memorySeconds', value: 746 });
  const wait = { knob: 'waitFactor', from: 1, to: 1.44, samples: 260, gain: 0.09 } as const;
  journal.add({ ...wait, what: 'moved', by: 'ghosts' });
  journal.add({ ...wait, what: 'left', by: 'ghosts', reason: 'slower' });
  const eviction = { knob: 'memoryEviction', from: 0, to: 1, samples: 503, gain: 0.07 } as const;
  journal.add({ ...eviction, what: 'kept', by: 'ghosts' });
  journal.close({ knob: 'memoryEviction', value: 1 });
}

function stoppedBefore(folder: string): void {
  const history = new UsageHistory(folder, new FakeClock());
  history.judge({ at: Date.now(), reason: 'unused', precision: 0.12 });
  history.dispose();
}
