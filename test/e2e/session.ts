import {
  cpSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import {
  type EditorServer,
  installExtension,
  startEditorServer,
  workbenchUrl,
} from '../../tools/editor/editorServer.ts';
import { ensureBrowser, findBrowser } from '../../tools/machine/systemPackages.ts';
import { ROOT } from '../../tools/root.ts';
import { testEditor } from './testEditor.ts';

const FLAGS = ['--enable-smoke-test-driver'];
/** Every folder is trusted. */
const TRUSTING = '--disable-workspace-trust';
export const BROWSER_FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
/** Settings that keep the pictures free of everything that is not ours. */
const QUIET_SETTINGS = {
  'files.autoSave': 'off',
  'chat.disableAIFeatures': true,
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'editor.minimap.enabled': false,
  'extensions.autoCheckUpdates': false,
};

export interface SessionOptions {
  /** Machine settings of the editor, besides the quiet ones. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Packed extensions to install in place of ours. */
  readonly extensions?: readonly string[];
  /** The editor asks whether the folder is trusted, as it does outside of tests. */
  readonly asksForTrust?: boolean;
  /** More entries of the workbench's payload. */
  readonly payload?: Readonly<Record<string, string>>;
}

/** A real VS Code in a browser, on a copy of the example workspace, with the packed extension installed in a fresh profile. */
export class EditorSession {
  readonly folder: string;
  readonly page: Page;
  readonly #server: EditorServer;
  readonly #browser: Browser;
  readonly #url: string;

  constructor(folder: string, page: Page, server: EditorServer, browser: Browser, url: string) {
    this.folder = folder;
    this.page = page;
    this.#server = server;
    this.#browser = browser;
    this.#url = url;
  }

  /** Starts server and browser; the page is not opened yet, so that functions can be exposed to it. */
  static async start(options: SessionOptions = {}): Promise<EditorSession> {
    ensureBrowser();
    const folder = mkdtempSync(join(tmpdir(), 'aurelis-e2e-'));
    const workspace = join(folder, 'workspace');
    cpSync(join(ROOT, 'examples/workspace'), workspace, { recursive: true });
    writeSettings(folder, { ...options.settings });
    const { editor, vsix } = testEditor();
    const dataFolder = join(folder, 'data');
    for (const file of options.extensions ?? [vsix]) installExtension(editor, file, dataFolder);
    const flags = options.asksForTrust ? FLAGS : [...FLAGS, TRUSTING];
    const server = await startEditorServer({ editor, dataFolder, flags });
    const browser = await chromium.launch({
      executablePath: findBrowser() ?? '',
      args: BROWSER_FLAGS,
    });
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    const url = workbenchUrl(server, workspace, {
      skipWelcome: 'true',
      ...options.payload,
    });
    return new EditorSession(folder, page, server, browser, url);
  }

  /** Opens the editor and waits until it can be used. */
  async open(): Promise<void> {
    await this.page.goto(this.#url);
    await this.page.waitForSelector('.monaco-workbench .explorer-folders-view', {
      timeout: 60_000,
    });
  }

  /** Changes machine settings as an administrator would, in their file. */
  changeSettings(settings: Readonly<Record<string, unknown>>): void {
    writeSettings(this.folder, settings);
  }

  /** Keeps a picture of a test that failed, and prints what VS Code says there, and has said. */
  async witness(
    test: { readonly title: string; readonly state?: string | undefined } | undefined,
  ): Promise<void> {
    if (test?.state !== 'failed') return;
    const path = join(ROOT, 'artifacts/screenshots', `failed ${test.title}.png`);
    await this.page.screenshot({ path });
    const said = this.page.locator('.notification-list-item, .quick-input-widget:visible');
    console.log(`on screen: ${JSON.stringify(await said.allInnerTexts())}`);
    const { keyboard } = this.page;
    await keyboard.press('Escape');
    // Shows the notifications: a VS Code that is being tested shows none by itself.
    await keyboard.press('Control+K');
    await keyboard.press('Control+Shift+N');
    await this.page
      .waitForSelector('.notifications-center:visible', { timeout: 5_000 })
      .catch(() => undefined);
    console.log(`in the list: ${JSON.stringify(await said.allInnerTexts())}`);
    await keyboard.press('Escape');
  }

  /** Everything that Aurelis logged in this editor so far. */
  log(): string {
    const logs = join(this.folder, 'data/data/logs');
    return globSync('**/aurelis.aurelis/*.log', { cwd: logs })
      .map((file) => readFileSync(join(logs, file), 'utf8'))
      .join('\n');
  }

  async stop(): Promise<void> {
    await this.#browser.close();
    await this.#server.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function writeSettings(folder: string, settings: Readonly<Record<string, unknown>>): void {
  const machine = join(folder, 'data/data/Machine');
  mkdirSync(machine, { recursive: true });
  const all = { ...QUIET_SETTINGS, ...settings };
  writeFileSync(join(machine, 'settings.json'), JSON.stringify(all));
}
