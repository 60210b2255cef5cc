import { strict as assert } from 'node:assert';
import { waitFor } from '../../../tools/waitFor.ts';
import { type Plan, ScriptedUpstream } from '../../support/scriptedUpstream.ts';
import { Editor } from '../editor.ts';
import { EditorSession } from '../session.ts';

const FUNCTION = 'export function twice(count: number) {\nreturn count + count;';
const SIMPLER = 'export function twice(count: number) {\n  return 2 * count;\n}';
const SIMPLEST = 'export function twice(count: number) {\n  return count * 2;\n}';
const EXPLANATION = '**Doubles** a number. [Click](command:workbench.action.quit) <b>not</b>.';
const TESTS = "import { twice } from './money';\n\ntest('twice', () => expect(twice(2)).toBe(4));";

describe('a person in VS Code who has code explained, tested and rewritten', () => {
  let upstream: ScriptedUpstream;
  let session: EditorSession;
  let editor: Editor;
  const asked: string[] = [];
  /** In place of the usual answer. */
  let plan: Plan | undefined;

  before(async () => {
    upstream = await new ScriptedUpstream(({ path, body }) => {
      if (!path.includes('/chat/')) return { chunks: [] };
      const [system, user] = body.messages.map(({ content }: { content: string }) => content);
      asked.push(user);
      if (plan !== undefined) return plan;
      if (system.includes('explain code')) return { chunks: [EXPLANATION] };
      if (system.includes('write tests')) return { chunks: [`\`\`\`ts\n${TESTS}\n\`\`\``] };
      const isSecond = asked.filter((each) => each === user).length > 1;
      return { chunks: [`\`\`\`ts\n${isSecond ? SIMPLEST : SIMPLER}\n\`\`\``] };
    }).start();
    const endpoint = { id: 'scripted', provider: 'openai', url: upstream.url, model: 'm' };
    session = await EditorSession.start({
      settings: { 'aurelis.endpoints': [endpoint], 'aurelis.completion.enable': false },
    });
    editor = new Editor(session.page);
    await session.open();
    await editor.statusItem.waitFor({ timeout: 30_000 });
    await editor.openFile('money.ts');
    await editor.typeAtEnd(`\n${FUNCTION}`);
    await editor.page.keyboard.press('Escape');
  });

  afterEach(async function () {
    plan = undefined;
    await session?.witness(this.currentTest);
  });
  after(async () => {
    await session?.stop();
    await upstream?.stop();
  });

  /** Puts the cursor into the function at the end of the file. */
  async function goToFunction(): Promise<void> {
    await editor.code.click();
    await editor.page.keyboard.press('Control+End');
    await editor.page.keyboard.press('ArrowUp');
  }

  it('finds the actions where the cursor is', async () => {
    await editor.seeQuickFix('Explain with Aurelis');
    await editor.picture('actions-menu');
    for (const title of ['Document with Aurelis', 'Simplify with Aurelis', 'Change with Aurelis']) {
      assert.ok(await editor.page.locator('.action-widget').getByText(title).count(), title);
    }
    await editor.page.keyboard.press('Escape');
  });

  it('reads the explanation beside the code, with nothing in it to click', async () => {
    const page = () =>
      editor.page.locator('iframe.webview').last().contentFrame().frameLocator('iframe');
    await editor.chooseQuickFix('Explain with Aurelis', page().getByText('Doubles').first());
    await editor.picture('explanation');
    assert.equal(await page().locator('a[href^="command:"]').count(), 0);
    assert.equal(await page().locator('b').count(), 0);
  });

  it('sees a rewrite beside the code, asks for another one, and applies that', async () => {
    const apply = editor.titleButton('Apply Proposed Change');
    await editor.chooseQuickFix('Simplify with Aurelis', apply, goToFunction);
    await waitFor('the first', async () => (await editor.diffText()).includes('return 2 * count;'));
    await editor.picture('rewrite-preview');
    await editor.titleButton('Propose Another Change').click();
    await waitFor(
      'the second',
      async () => (await editor.diffText()).includes('return count * 2;'),
      45_000,
    );
    await editor.titleButton('Apply Proposed Change').click();
    await waitFor(
      'the rewrite',
      async () => (await editor.text()).includes('return count * 2;'),
      15_000,
    );
    await editor.picture('rewrite-applied');
  });

  it('says in their own words how code is to be changed', async () => {
    const input = editor.quickPick.locator('input').first();
    await editor.chooseQuickFix('Change with Aurelis', input, goToFunction);
    await input.pressSequentially('Put the number first');
    await editor.picture('own-words');
    await editor.page.keyboard.press('Enter');
    await editor.titleButton('Discard Proposed Change').waitFor({ timeout: 45_000 });
    assert.match(asked.at(-1) ?? '', /Put the number first/);
    await editor.titleButton('Discard Proposed Change').click();
    await editor.diff.waitFor({ state: 'hidden' });
  });

  it('asks for the same a second time, and sees the answer of before', async () => {
    const propose = async (): Promise<number> => {
      let startedAt = 0;
      await editor.chooseQuickFix('Simplify with Aurelis', editor.diff, goToFunction, () => {
        startedAt = performance.now();
      });
      await waitFor(
        'it',
        async () => (await editor.diffText()).includes('return 2 * count;'),
        9_000,
      );
      const took = performance.now() - startedAt;
      await editor.titleButton('Discard Proposed Change').click();
      await editor.diff.waitFor({ state: 'hidden' });
      return took;
    };
    const first = await propose();
    const count = upstream.received.length;
    const second = await propose();
    assert.equal(upstream.received.length, count);
    console.log(
      `from the click to the preview: ${first.toFixed()} ms, again ${second.toFixed()} ms`,
    );
  });

  it('cancels a rewrite while the model writes, and has the code as it was', async () => {
    const before = await editor.text();
    const count = upstream.received.length;
    const line = '  count = count + 0;\n';
    plan = { chunks: ['```ts\n', ...Array<string>(600).fill(line)], chunkDelayMs: 200 };
    const isAsked = async () => upstream.received.length > count;
    for (let again = 2; again >= 0 && !(await isAsked()); again--) {
      await goToFunction();
      await (await editor.seeQuickFix('Optimize with Aurelis')).click();
      await waitFor('the request', isAsked, 20_000).catch(() => undefined);
    }
    await editor.openNotifications();
    const progress = editor.notifications.filter({ hasText: /\d+ lines/ }).first();
    await progress.waitFor({ timeout: 30_000 });
    await editor.picture('action-progress');
    await progress.hover();
    await progress.getByRole('button', { name: 'Cancel' }).click();
    await upstream.received.at(-1)?.closed;
    assert.deepEqual(
      [upstream.received.length, upstream.received.at(-1)?.aborted],
      [count + 1, true],
    );
    await progress.waitFor({ state: 'detached' });
    plan = undefined;
    // What comes behind it shows that nothing else was to come.
    await editor.command('Aurelis: Rename with Suggested Names');
    await editor.openNotifications();
    const behind = editor.notifications.filter({ hasText: 'place the cursor on a name' });
    await behind.first().waitFor();
    assert.equal(await editor.notifications.count(), 1);
    assert.equal(await editor.diff.count(), 0);
    assert.equal(await editor.text(), before);
    await editor.page.keyboard.press('Escape');
  });

  it('gets tests as a new file that is not saved yet', async () => {
    const tab = editor.page.locator('.tab:has-text("money.test.ts")');
    await editor.chooseQuickFix('Write Tests with Aurelis', tab, goToFunction);
    await editor.page.getByText("test('twice'").first().waitFor({ timeout: 15_000 });
    await editor.picture('tests-file');
  });
});
