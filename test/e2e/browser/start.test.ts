import { strict as assert } from 'node:assert';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { ensureBrowser, findBrowser } from '../../../tools/machine/systemPackages.ts';
import { ROOT } from '../../../tools/root.ts';
import { waitFor } from '../../../tools/waitFor.ts';
import { Editor } from '../editor.ts';
import { BROWSER_FLAGS } from '../session.ts';

const URL_WITHIN_MS = 5 * 60_000;
/** From the line's last key to ghost text. */
const GHOST_TEXT_WITHIN_MS = 1_000;
const EXAMPLE = join(ROOT, 'examples/workspace/src/orders.ts');

describe('npm start, as a newcomer meets it', function () {
  this.timeout(URL_WITHIN_MS + 120_000);
  let folder: string;
  let starting: ChildProcess;
  let url: string;
  let browser: Browser;
  let page: Page;
  let said = '';
  const example = readFileSync(EXAMPLE, 'utf8');

  before(async () => {
    ensureBrowser();
    folder = mkdtempSync(join(tmpdir(), 'aurelis-start-'));
    const script = join(ROOT, 'scripts/run.mjs');
    const args = ['start', '--host=code-server', `--profile=${folder}`];
    starting = spawn(process.execPath, [script, ...args], { cwd: folder, detached: true });
    starting.stderr?.on('data', (part) => {
      said += part;
    });
    const [line] = await once(starting.stdout ?? starting, 'data');
    url = String(line).trim();
    browser = await chromium.launch({ executablePath: findBrowser() ?? '', args: BROWSER_FLAGS });
    page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  });
  after(async () => {
    await browser?.close();
    // npm's own processes stand between; all of them are one group.
    if (starting.pid !== undefined) process.kill(-starting.pid, 'SIGTERM');
    await once(starting, 'exit');
    rmSync(folder, { recursive: true, force: true });
    assert.equal(readFileSync(EXAMPLE, 'utf8'), example, 'the example is as it was');
  });

  it('prints one address, with a key, and says what to type', async () => {
    assert.match(url, /^http:\/\/127\.0\.0\.1:\d+\/\?tkn=[0-9a-f]{32}&\S+$/);
    assert.match(said, /At the end of orders\.ts, type/);
    const withoutKey = await fetch(url.replace(/tkn=[^&]+&/, ''));
    assert.equal(withoutKey.status, 403);
  });

  it('shows ghost text within a second of the line, with nothing done but typing', async () => {
    await page.goto(url);
    await page.waitForSelector('.tab.active:has-text("orders.ts")', { timeout: 60_000 });
    const editor = new Editor(page);
    await editor.statusItem
      .and(page.locator(':has(.codicon-sparkle)'))
      .waitFor({ timeout: 60_000 });
    const before = performance.now();
    await editor.type('export function findOrder(id: st');
    const typed = performance.now();
    await editor.ghostText.first().waitFor({ timeout: GHOST_TEXT_WITHIN_MS });
    console.log(
      `      ghost text ${Math.round(performance.now() - typed)} ms after the line, which took ${Math.round(typed - before)} ms`,
    );
    await editor.picture('start');
    await page.keyboard.press('Tab');
    assert.match(await editor.text(), /export function findOrder\(id: string/);
    for (const key of ['Home', 'Shift+End', 'Backspace']) await page.keyboard.press(key);
  });

  it('shows the body of a function that resembles others', async () => {
    const editor = new Editor(page);
    await editor.typeAtEnd('export function removeOrder(id: string): void {\n');
    // Each color of it is a piece of its own.
    const body = editor.ghostText.filter({ hasText: 'does not exist' }).first();
    await body.waitFor({ timeout: GHOST_TEXT_WITHIN_MS });
    await editor.picture('start body');
    await page.keyboard.press('Tab');
    await waitFor('the body', async () => (await editor.text()).includes('if (!orders.has(id)) {'));
  });
});
