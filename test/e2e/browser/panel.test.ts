import { strict as assert } from 'node:assert';
import type { MetricsSnapshot } from '../../../server/src/protocol/snapshot.ts';
import { waitFor } from '../../../tools/waitFor.ts';
import { panelSnapshots } from '../../support/panelStates.ts';
import { Editor } from '../editor.ts';
import { axeFindings, panelFrame, tellPanel } from '../panelPage.ts';
import { EditorSession } from '../session.ts';

const THEMES = {
  light: 'Default Light Modern',
  dark: 'Default Dark Modern',
  'high contrast': 'Default High Contrast',
} as const;
/** The panel is as wide as the window less the bar of activities. */
const ACTIVITY_BAR = 48;
const WIDTHS = [300, 1_200];
const STORM_MS = 4_000;
const PER_SECOND = 100;

describe('the panel', () => {
  let session: EditorSession;
  let editor: Editor;

  before(async () => {
    session = await EditorSession.start();
    await session.open();
    editor = new Editor(session.page);
    await editor.statusItem.waitFor();
    await editor.command('View: Close Primary Side Bar').catch(() => undefined);
    await editor.command('Aurelis: Show Performance');
    await editor.panel.locator('#head section').first().waitFor({ timeout: 15_000 });
  });

  afterEach(async function () {
    await session.witness(this.currentTest);
  });
  after(() => session?.stop());

  const tell = (snapshot: MetricsSnapshot) => tellPanel(editor, snapshot);

  async function useTheme(name: string): Promise<void> {
    session.changeSettings({ 'workbench.colorTheme': name });
    const isDark = name !== THEMES.light;
    const seen = async () => {
      const colour = await editor.panel
        .locator('body')
        .evaluate((body) => getComputedStyle(body).getPropertyValue('--vscode-editor-background'));
      return /^#[0-3]/.test(colour.trim()) === isDark;
    };
    await waitFor(name, seen, 10_000);
    await session.page.waitForTimeout(500);
  }

  it('draws once a second at most, in a storm of snapshots, too', async function () {
    this.timeout(60_000);
    const frame = await panelFrame(editor);
    const { busy } = panelSnapshots();
    await session.page.setViewportSize({ width: 1_248, height: 1_000 });
    await tell(busy);
    const storms = Array.from({ length: 20 }, (_, index) => {
      const { latencyMs } = busy;
      const changed = { ...latencyMs, all: { ...latencyMs.all, p50: index } };
      return JSON.stringify({ ...busy, latencyMs: changed });
    });
    // The work of the whole page, VS Code included: told, not judged, since it depends on the machine.
    const protocol = await session.page.context().newCDPSession(session.page);
    await protocol.send('Performance.enable', { timeDomain: 'threadTicks' });
    const worked = async (): Promise<number> => {
      const { metrics } = await protocol.send('Performance.getMetrics');
      return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0;
    };
    const from = await worked();
    const draws = await frame.evaluate(
      ([jsons, perSecond, ms]) =>
        new Promise<number>((resolve) => {
          let sent = 0;
          let changes = 0;
          // What is drawn at once is told at once.
          const observer = new MutationObserver(() => changes++);
          observer.observe(document.body, { subtree: true, childList: true, characterData: true });
          const sending = setInterval(() => {
            window.postMessage({ kind: 'snapshot', json: jsons[sent++ % jsons.length] }, '*');
          }, 1000 / perSecond);
          setTimeout(() => {
            clearInterval(sending);
            observer.disconnect();
            resolve(changes);
          }, ms);
        }),
      [storms, PER_SECOND, STORM_MS] as const,
    );
    const share = (100 * (await worked()) - 100 * from) / (STORM_MS / 1000);
    console.log(`      ${draws} draws in ${STORM_MS / 1000} s, ${share.toFixed(1)} % of a core`);
    assert.ok(draws >= 2 && draws <= STORM_MS / 1000 + 1, String(draws));
  });

  for (const [theme, name] of Object.entries(THEMES)) {
    it(`can be read in ${theme}, narrow and wide, empty, busy, shared and broken, by everybody`, async function () {
      this.timeout(120_000);
      await session.page.setViewportSize({ width: 1_248, height: 1_000 });
      // The page asks the server, which has nothing to tell, now and a minute later: this takes half of that.
      await editor.panel.getByRole('button', { name: 'Hour' }).click();
      await useTheme(name);
      for (const [state, snapshot] of Object.entries(panelSnapshots())) {
        for (const width of WIDTHS) {
          await session.page.setViewportSize({ width: width + ACTIVITY_BAR, height: 1_000 });
          await tell(snapshot);
          await editor.picture(`panel ${theme} ${width} ${state}`);
          const empty = await editor.panel.locator('.noData:visible').count();
          assert.equal(empty, state === 'empty' ? 3 : 0, state);
          const frame = await panelFrame(editor);
          const { passes, violations, isTooWide } = await axeFindings(frame);
          assert.ok(passes > 10, String(passes));
          assert.deepEqual(violations, [], `${state}, ${width} px`);
          assert.equal(isTooWide, false, `${state}, ${width} px`);
        }
      }
    });
  }

  it('breaks no rule of its own policy', async () => {
    const frame = await panelFrame(editor);
    assert.equal(await frame.evaluate(() => document.body.dataset.violations), undefined);
    // That breaches are seen at all:
    await frame.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'window.x = 1';
      document.body.append(script);
    });
    await session.page.waitForTimeout(200);
    assert.equal(await frame.evaluate(() => document.body.dataset.violations), '1');
  });
});
