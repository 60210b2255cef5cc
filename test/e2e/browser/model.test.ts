import { strict as assert } from 'node:assert';
import { waitFor } from '../../../tools/waitFor.ts';
import { ScriptedUpstream } from '../../support/scriptedUpstream.ts';
import { Editor } from '../editor.ts';
import { EditorSession } from '../session.ts';

const COMPLETION = 'taxRate(order) * 100;';
const BLOCK =
  'orders: Order[]): Money[] {\n  return orders.map(totalOfOrder);\n}\n\nexport function';
const FIX = '```ts\nexport const limit: number = 100;\n```';

describe('a person in VS Code, with a model server', () => {
  let upstream: ScriptedUpstream;
  let session: EditorSession;
  let editor: Editor;

  before(async () => {
    upstream = await new ScriptedUpstream(({ path, body }) => {
      if (path.includes('/chat/')) return { chunks: [FIX] };
      return { chunks: [body.prompt.endsWith('totals(') ? BLOCK : COMPLETION] };
    }).start();
    const endpoint = { id: 'scripted', provider: 'openai', url: upstream.url, model: 'm' };
    // Calls are counted here: none is to be made ahead.
    session = await EditorSession.start({
      settings: { 'aurelis.endpoints': [endpoint], 'aurelis.completion.speculate': false },
    });
    editor = new Editor(session.page);
    await session.open();
    await editor.statusItem.waitFor({ timeout: 30_000 });
  });

  afterEach(async function () {
    await session?.witness(this.currentTest);
  });
  after(async () => {
    await session?.stop();
    await upstream?.stop();
  });

  const calls = () => upstream.received.length;

  it('sees what the model says, and the second time from the cache', async () => {
    await editor.openFile('orders.ts');
    await editor.typeAtEnd('export const rate = ');
    const shown = editor.ghostText.filter({ hasText: 'taxRate' });
    await shown.first().waitFor({ timeout: 10_000 });
    await editor.picture('model-first');
    await editor.page.keyboard.press('Escape');
    await editor.page.keyboard.press('Backspace');
    await editor.type(' ');
    await shown.first().waitFor({ timeout: 10_000 });
    await editor.picture('model-second');
    const here = upstream.received.filter(({ body }) => body.prompt.endsWith('rate = '));
    assert.equal(here.length, 1);
  });

  it('types into the suggestion without a call, and takes the rest', async () => {
    const before = calls();
    await editor.type('taxR');
    await editor.page.keyboard.press('Tab');
    await waitFor('the text to land', async () => (await editor.text()).includes(COMPLETION));
    assert.equal(calls(), before);
  });

  it('takes a whole block, over the bracket that the editor closed', async () => {
    await editor.typeAtEnd('\nexport function totals(');
    await editor.ghostText.filter({ hasText: 'orders' }).first().waitFor({ timeout: 10_000 });
    const before = calls();
    await editor.type('ord');
    await editor.picture('block');
    await editor.page.keyboard.press('Tab');
    const landed =
      /totals\(orders: Order\[\]\): Money\[\] \{\s+return orders\.map\(totalOfOrder\);\s+\}$/;
    await waitFor('the block', async () => landed.test((await editor.text()).trimEnd()));
    assert.equal(calls(), before);
  });

  it('fixes a diagnostic from the lightbulb', async () => {
    await editor.openFile('money.ts');
    await editor.typeAtEnd('\nexport const limit: number = hundert;');
    await editor.page.keyboard.press('Escape');
    await editor.squiggle.waitFor({ timeout: 30_000 });
    await editor.seeQuickFix('Fix with Aurelis');
    await editor.picture('lightbulb');
    // It is chosen already; older editors lay something over the menu that takes clicks.
    await editor.page.keyboard.press('Enter');
    await waitFor(
      'the fix',
      async () => (await editor.text()).includes('limit: number = 100;'),
      15_000,
    );
    await editor.picture('fixed');
    await editor.squiggle.waitFor({ state: 'detached', timeout: 20_000 });
  });

  it('pauses the endpoint by command, and nothing is sent there until it is resumed', async () => {
    await editor.command('Aurelis: Pause an Endpoint…');
    await editor.page.waitForSelector('.quick-input-list .monaco-list-row:has-text("scripted")');
    await editor.picture('pause-endpoint');
    await editor.chooseFocused('scripted');
    await editor.openNotifications();
    await editor.notifications
      .filter({ hasText: 'is paused' })
      .first()
      .waitFor({ timeout: 10_000 });
    await editor.picture('pause-told');
    await editor.openFile('orders.ts');
    const before = calls();
    await editor.typeAtEnd('export const later = ');
    await editor.page.waitForTimeout(1_500);
    await editor.statusItem.hover();
    await editor.picture('paused-endpoint');
    assert.equal(calls(), before);
    await editor.command('Aurelis: Resume an Endpoint…');
    await editor.chooseFocused('scripted');
    await editor.command('Aurelis: Test an Endpoint…');
    await editor.chooseFocused('scripted');
    await waitFor('the request of the test', () => calls() > before);
    await editor.openNotifications();
    await editor.notifications.filter({ hasText: 'scripted' }).first().waitFor({ timeout: 10_000 });
    await editor.picture('tested-endpoint');
    await editor.command('Notifications: Clear All Notifications');
  });

  it('says once that a key is refused, and is led to where it is set', async () => {
    const { plan } = upstream;
    upstream.plan = (received, index) =>
      received.headers.authorization === 'Bearer my-key' ? plan(received, index) : { status: 401 };
    await editor.openFile('customers.ts');
    await editor.typeAtEnd('const first = ');
    await waitFor(
      'the warning in the status bar',
      async () => (await editor.statusItem.innerHTML()).includes('codicon-warning'),
      15_000,
    );
    await editor.openNotifications();
    const message = editor.notifications.filter({ hasText: 'refuses the API key' });
    await message.first().waitFor({ timeout: 10_000 });
    assert.equal(await message.count(), 1);
    await editor.picture('unauthorized');
    await message.getByRole('button', { name: 'Set API Key' }).click();
    await editor.page.waitForSelector('.quick-input-widget:visible input[type=password]');
    await editor.type('my-key');
    await editor.page.keyboard.press('Enter');
    await editor.typeAtEnd('const second = ');
    await editor.ghostText.filter({ hasText: 'taxRate' }).first().waitFor({ timeout: 10_000 });
  });

  it('says quietly that the server cannot be reached', async () => {
    await upstream.stop();
    await editor.openFile('products.ts');
    await editor.typeAtEnd('const lost = ');
    await waitFor(
      'the warning in the status bar',
      async () => (await editor.statusItem.innerHTML()).includes('codicon-warning'),
      15_000,
    );
    await editor.picture('unreachable');
    await editor.openNotifications();
    assert.equal(await editor.notifications.filter({ hasText: 'Aurelis' }).count(), 0);
    upstream = await new ScriptedUpstream().start();
  });
});
