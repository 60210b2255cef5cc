import { strict as assert } from 'node:assert';
import { waitFor } from '../../../tools/waitFor.ts';
import { ScriptedUpstream } from '../../support/scriptedUpstream.ts';
import { Editor } from '../editor.ts';
import { EditorSession } from '../session.ts';

describe('a person in VS Code, and what is cached', () => {
  let upstream: ScriptedUpstream;
  let session: EditorSession;
  let editor: Editor;
  let answer = 'taxRate(order) * 100;';

  before(async () => {
    upstream = await new ScriptedUpstream(() => ({ chunks: [answer] })).start();
    const endpoint = { id: 'scripted', provider: 'openai', url: upstream.url, model: 'coder' };
    // Calls are counted here: none is to be made ahead.
    session = await EditorSession.start({
      settings: { 'aurelis.endpoints': [endpoint], 'aurelis.completion.speculate': false },
    });
    editor = new Editor(session.page);
    await session.open();
    await editor.statusItem.waitFor({ timeout: 30_000 });
    await editor.openFile('orders.ts');
  });

  afterEach(async function () {
    await session?.witness(this.currentTest);
  });

  after(async () => {
    await session?.stop();
    await upstream?.stop();
  });

  const shown = (text: string) =>
    editor.ghostText.filter({ hasText: text }).first().waitFor({ timeout: 10_000 });
  const calls = () => upstream.received.length;

  it('asks for another answer, which replaces the first', async () => {
    await editor.typeAtEnd('export const rate = ');
    await shown('taxRate');
    const before = calls();
    answer = 'vatRate(order);';
    await editor.command('Aurelis: Regenerate Suggestion');
    await shown('vatRate');
    await editor.picture('regenerated');
    assert.equal(calls(), before + 1);
  });

  it('discards what is on screen, and is not shown it again', async () => {
    const before = calls();
    answer = 'otherRate();';
    await editor.command('Aurelis: Discard This Suggestion');
    await editor.ghostText.filter({ hasText: 'vatRate' }).first().waitFor({ state: 'detached' });
    await editor.picture('discarded');
    await editor.page.keyboard.press('Backspace');
    await editor.type(' ');
    await shown('otherRate');
    assert.ok(calls() > before);
    assert.equal(await editor.ghostText.filter({ hasText: 'vatRate' }).count(), 0);
  });

  it('sees what is cached by file, model and age, and none of it', async () => {
    await editor.command('Aurelis: Show Cache Contents');
    const table = editor.panel.locator('table');
    await table.waitFor({ timeout: 15_000 });
    const text = await table.innerText();
    for (const cell of ['memory', 'disk', 'orders.ts', 'coder', 'just now']) {
      assert.ok(text.includes(cell), `${cell} in ${text}`);
    }
    assert.doesNotMatch(text, /Rate/);
    await editor.picture('cache-contents');
  });

  it('clears what it chooses', async () => {
    await editor.command('Aurelis: Clear Cache');
    await editor.quickPick.getByText('This machine').waitFor();
    await editor.picture('clear-cache');
    await editor.chooseFocused('This machine');
    await editor.openNotifications();
    const message = editor.notifications.filter({ hasText: 'removed' });
    await message.first().waitFor({ timeout: 10_000 });
    assert.match(await message.first().innerText(), /[1-9]\d* cached answers? removed/);
    await editor.command('Aurelis: Show Cache Contents');
    await waitFor(
      'the empty page',
      async () => (await editor.panel.locator('body').innerText()).includes('Nothing is cached'),
      15_000,
    );
  });

  it('sets a team secret that is long enough, and sees why a short one is not', async () => {
    await editor.command('Aurelis: Set Team Cache Secret');
    const input = editor.quickPick.locator('input[type=password]');
    await input.pressSequentially('short');
    await editor.quickPick.getByText('At least 16 characters').waitFor();
    await editor.picture('team-secret');
    await input.pressSequentially(' and now long enough');
    await input.press('Enter');
    await editor.quickPick.waitFor({ state: 'detached' });
  });

  it('sees the tiers in the panel', async () => {
    await editor.command('Aurelis: Show Performance');
    await editor.panel.getByText('Disk').first().waitFor({ timeout: 15_000 });
    await editor.picture('panel-tiers');
  });
});
