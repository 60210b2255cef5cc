import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { FrameLocator, Locator, Page } from 'playwright-core';
import { ROOT } from '../../tools/root.ts';

const PICTURES = join(ROOT, 'artifacts/screenshots');
/** Between two keys of a quick typist. */
const KEY_DELAY_MS = 60;

const appears = (locator: Locator, ms: number): Promise<boolean> =>
  locator.waitFor({ timeout: ms }).then(
    () => true,
    () => false,
  );

/** VS Code as a person uses it: keys, clicks and what is to be seen. */
export class Editor {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  get ghostText(): Locator {
    return this.page.locator('.ghost-text-decoration, .ghost-text-decoration-preview, .ghost-text');
  }

  /**
   * Waits until ghost text stands. The suggest widget may have opened meanwhile, with an item that the suggestion does not
   * begin with: then it is closed, as a person would do who wants to see what else there is.
   */
  async seeGhostText(): Promise<void> {
    const ghost = this.ghostText.first();
    const widget = this.page.locator('.suggest-widget.visible');
    for (let tries = 0; tries < 4; tries++) {
      if (await appears(ghost, 4_000)) return;
      if ((await widget.count()) > 0) await this.page.keyboard.press('Escape');
    }
    await ghost.waitFor({ timeout: 4_000 });
  }

  get statusItem(): Locator {
    return this.page.locator('.statusbar-item', { hasText: 'Aurelis' });
  }

  /**
   * Points at the status bar until a hover is there that says `text`. A hover goes when what it shows changes, and does not
   * come again by itself: one points once more, as a person would do.
   */
  async seeStatusHover(text: string): Promise<Locator> {
    const hover = this.page.locator('.monaco-hover:visible').filter({ hasText: text }).first();
    for (let tries = 0; tries < 8; tries++) {
      await this.page.mouse.move(0, 0);
      await this.statusItem.hover();
      if (await appears(hover, 4_000)) break;
    }
    await hover.waitFor({ timeout: 4_000 });
    return hover;
  }

  get code(): Locator {
    return this.page.locator('.editor-instance .view-lines').first();
  }

  get squiggle(): Locator {
    return this.page.locator('.squiggly-error').first();
  }

  /**
   * Goes to the next problem (F8) until one that says `text` is told. A squiggle alone may be that of a line half typed: where
   * it stood, the final problem has no fix.
   */
  async goToProblem(text: string): Promise<void> {
    const told = this.page.locator('.marker-widget').filter({ hasText: text }).first();
    for (let tries = 0; tries < 6; tries++) {
      await this.page.keyboard.press('F8');
      if (await appears(told, 4_000)) break;
    }
    await told.waitFor({ timeout: 4_000 });
    await this.page.keyboard.press('Escape');
  }

  /**
   * Opens the menu of quick fixes where the cursor is and waits for one of them. A menu that was opened before the server had
   * heard of the problem does not get it any more: it is opened again, as a person would do.
   */
  async seeQuickFix(label: string): Promise<Locator> {
    const item = this.page.locator('.action-widget').getByText(label).first();
    for (let tries = 0; tries < 4; tries++) {
      await this.page.keyboard.press('Control+.');
      if (await appears(item, 6_000)) return item;
      await this.page.keyboard.press('Escape');
    }
    await this.page.keyboard.press('Control+.');
    await item.waitFor({ timeout: 6_000 });
    return item;
  }

  /**
   * Chooses a quick fix, and waits for what it brings. The editor forgets the commands of a menu that it asks for anew in the moment of a click: it is
   * chosen again then, as a person would do. `goThere` puts the cursor where it is to be; `onClick` is told of each click.
   */
  async chooseQuickFix(
    label: string,
    brings: Locator,
    goThere: () => Promise<void> = async () => undefined,
    onClick: () => void = () => undefined,
  ): Promise<void> {
    for (let again = 2; again >= 0; again--) {
      await goThere();
      const item = await this.seeQuickFix(label);
      onClick();
      await item.click();
      if (await appears(brings, 20_000)) return;
    }
    await brings.waitFor({ timeout: 20_000 });
  }

  /** The view of a change that is proposed, beside the file as it is. */
  get diff(): Locator {
    return this.page.locator('.monaco-diff-editor:visible').first();
  }

  async diffText(): Promise<string> {
    return (await this.diff.innerText()).replaceAll('\u00a0', ' ');
  }

  /** A button in the title of the active editor. */
  titleButton(title: string): Locator {
    return this.page.locator(`.editor-actions a[aria-label^="${title}"]`).first();
  }

  get quickPick(): Locator {
    return this.page.locator('.quick-input-widget:visible');
  }

  /** The page inside the webview that was opened last. */
  get panel(): FrameLocator {
    return this.page.locator('iframe.webview').last().contentFrame().frameLocator('iframe');
  }

  get notifications(): Locator {
    return this.page.locator('.notifications-center .notification-list-item');
  }

  /** Opens the list of notifications: a VS Code that is being tested shows none by itself. */
  async openNotifications(): Promise<void> {
    await this.command('Notifications: Show Notifications');
    await this.page.waitForSelector('.notifications-center');
  }

  /** Runs a command by its name, as a person finds it. */
  async command(name: string): Promise<void> {
    await this.#find('F1', name);
  }

  /** Opens a quick input, types into it and takes what it finds; anew where a page that was just loaded took the focus. */
  async #find(key: string, name: string): Promise<void> {
    for (let tries = 0; ; tries++) {
      await this.page.keyboard.press(key);
      try {
        const input = this.quickPick.locator('input').first();
        await input.waitFor({ timeout: 10_000 });
        // On a busy machine every key takes its time.
        await input.pressSequentially(name, { timeout: 30_000 });
        await this.chooseFocused(name, tries < 2 ? 10_000 : 30_000);
        return;
      } catch (error) {
        if (tries === 2) throw error;
        await this.page.keyboard.press('Escape');
      }
    }
  }

  /**
   * Clicks on the quick input's focused row once it is the one that is meant. A key would go to whatever has the focus by
   * then, and a page that has just been loaded takes it: the quick input closes, with nothing chosen, and nobody sees why.
   */
  async chooseFocused(label: string, timeout = 30_000): Promise<void> {
    const row = this.page.locator(
      `.quick-input-list .monaco-list-row.focused:has-text("${label}")`,
    );
    await row.click({ timeout });
    await row.waitFor({ state: 'hidden' });
  }

  /** Opens a file of the workspace by its name. */
  async openFile(name: string): Promise<void> {
    await this.#find('Control+P', name);
    await this.page.waitForSelector(`.tab.active:has-text("${name}")`);
  }

  /** Types on a new line at the end of the open file. */
  async typeAtEnd(text: string): Promise<void> {
    await this.code.click();
    await this.page.keyboard.press('Control+End');
    await this.page.keyboard.press('Enter');
    await this.type(text);
  }

  type(text: string): Promise<void> {
    return this.page.keyboard.type(text, { delay: KEY_DELAY_MS });
  }

  /** The visible code as text. */
  async text(): Promise<string> {
    return (await this.code.innerText()).replaceAll('\u00a0', ' ');
  }

  /** Keeps a picture to look at. */
  async picture(name: string): Promise<void> {
    mkdirSync(PICTURES, { recursive: true });
    await this.page.screenshot({ path: join(PICTURES, `${name}.png`) });
  }
}
