import { strict as assert } from 'node:assert';
import { execFileSync } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { waitFor } from '../../../tools/waitFor.ts';
import { type Plan, ScriptedUpstream } from '../../support/scriptedUpstream.ts';
import { Editor } from '../editor.ts';
import { EditorSession } from '../session.ts';

const SUBJECT = 'Add a helper that doubles an amount';
const BODY = 'Orders need it for the second item.';

describe('a person in VS Code who commits', () => {
  let upstream: ScriptedUpstream;
  let session: EditorSession;
  let editor: Editor;
  let plan: Plan;
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.com', ...args], {
      cwd: join(session.folder, 'workspace'),
    });

  before(async () => {
    upstream = await new ScriptedUpstream(() => plan).start();
    const endpoint = { id: 'scripted', provider: 'openai', url: upstream.url, model: 'm' };
    session = await EditorSession.start({
      settings: {
        'aurelis.endpoints': [endpoint],
        'aurelis.completion.enable': false,
        'git.openRepositoryInParentFolders': 'always',
      },
    });
    git('init', '-b', 'main');
    git('add', '.');
    git('commit', '-m', 'Begin the shop');
    appendFileSync(
      join(session.folder, 'workspace/src/money.ts'),
      'export const twice = (amount: number) => 2 * amount;\n',
    );
    editor = new Editor(session.page);
    await session.open();
    await editor.statusItem.waitFor({ timeout: 30_000 });
    await editor.page.keyboard.press('Control+Shift+G');
    await box().waitFor({ timeout: 30_000 });
    await editor.page
      .locator('.scm-view .monaco-list-row', { hasText: 'money.ts' })
      .waitFor({ timeout: 30_000 });
  });

  beforeEach(() => {
    const parts = `<think>\nSo.\n</think>\n\`\`\`\n${SUBJECT}\n\n${BODY}\n\`\`\``.match(/.{1,9}/gs);
    plan = { chunks: parts ?? [] };
  });
  afterEach(async function () {
    await session?.witness(this.currentTest);
  });
  after(async () => {
    await session?.stop();
    await upstream?.stop();
  });

  const box = (): Locator =>
    editor.page.locator('.scm-input .view-lines, .scm-editor .view-lines').first();
  const button = (): Locator =>
    editor.page.locator('.action-label[aria-label^="Generate Commit Message"]').first();
  /** Titles of views show their buttons under the mouse. */
  const press = async () => {
    await editor.page.locator('.scm-view').first().hover();
    await button().click({ timeout: 20_000 });
  };
  const progress = (): Locator =>
    editor.page.locator('.part.sidebar .monaco-progress-container.active').first();
  /** The text in the box, whose lines are wrapped. */
  const message = async () => (await box().innerText()).replace(/\s+/g, ' ').trim();
  const says = async (text: string) =>
    waitFor(`"${text}" in the box`, async () => (await message()).includes(text), 20_000);
  const empty = async () => {
    await box().click();
    await editor.page.keyboard.press('Control+A');
    await editor.page.keyboard.press('Delete');
    await waitFor('an empty box', async () => (await message()) === '', 10_000);
  };

  it('is told to stage something first', async () => {
    await press();
    await editor.openNotifications();
    await editor.notifications.filter({ hasText: 'nothing is staged' }).first().waitFor();
    await editor.picture('commit-nothing-staged');
    await editor.page.keyboard.press('Escape');
    assert.equal(upstream.received.length, 0);
  });

  it('sees a message for what is staged', async () => {
    git('add', '.');
    await editor.page
      .locator('.scm-view .monaco-list-row', { hasText: 'Staged Changes' })
      .waitFor({ timeout: 30_000 });
    await press();
    await says(BODY);
    assert.equal(await message(), `${SUBJECT} ${BODY}`);
    await editor.picture('commit-message');
    const [, user] = upstream.received[0]?.body.messages ?? [];
    assert.match(user.content, /Branch: main[\s\S]*- Begin the shop[\s\S]*\+export const twice/);
  });

  it('asks again where the message still stands, and is answered at once where it is gone', async () => {
    plan = { chunks: ['Give money a helper for double amounts'] };
    await press();
    await says('Give money a helper for double amounts');
    assert.equal(upstream.received.length, 2);
    await empty();
    await press();
    await says('Give money a helper for double amounts');
    assert.equal(upstream.received.length, 2);
  });

  it('gives back what they had typed when they press again meanwhile', async () => {
    await empty();
    await editor.type('for the second item');
    plan = { chunks: ['Add a helper that doubles and more '], end: 'hang' };
    await press();
    await says('Add a helper that doubles and more');
    await editor.picture('commit-message-growing');
    await press();
    await says('for the second item');
    const [, user] = upstream.received.at(-1)?.body.messages ?? [];
    assert.match(user.content, /has noted about this commit:\nfor the second item/);
  });

  it('keeps what they type while a message is written', async () => {
    await empty();
    await editor.type('another hint');
    const chunks = ['Add a helper that doubles and more ', 'and more'];
    plan = { chunks, chunkDelayMs: 5_000, end: 'hang' };
    await press();
    await says('Add a helper that doubles and more');
    await progress().waitFor();
    await box().click();
    await editor.page.keyboard.press('Control+End');
    await editor.type('MINE');
    await upstream.received.at(-1)?.closed;
    // Whatever was to be written is there.
    await progress().waitFor({ state: 'hidden' });
    assert.match(await message(), / more ?MINE$/);
  });
});
