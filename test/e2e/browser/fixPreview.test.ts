import { strict as assert } from 'node:assert';
import { waitFor } from '../../../tools/waitFor.ts';
import { ScriptedUpstream } from '../../support/scriptedUpstream.ts';
import { Editor } from '../editor.ts';
import { EditorSession } from '../session.ts';

const FUNCTION = 'export function twice(count: number) {\nreturn cout * 2;';
/** The corrected line alone, as small models answer. */
const ANSWER = '```ts\nreturn count * 2;\n```';

describe('a person in VS Code whose fix is not sure', () => {
  let upstream: ScriptedUpstream;
  let session: EditorSession;
  let editor: Editor;

  before(async () => {
    upstream = await new ScriptedUpstream(({ path }) => {
      return { chunks: path.includes('/chat/') ? [ANSWER] : [] };
    }).start();
    const endpoint = { id: 'scripted', provider: 'openai', url: upstream.url, model: 'm' };
    session = await EditorSession.start({
      settings: { 'aurelis.endpoints': [endpoint], 'aurelis.completion.enable': false },
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

  const preview = () => editor.page.locator('.refactor-preview, .bulk-edit-panel').first();

  async function chooseFix(): Promise<void> {
    await editor.squiggle.waitFor({ timeout: 30_000 });
    await editor.goToProblem("'cout'");
    await (await editor.seeQuickFix('Fix with Aurelis')).click();
  }

  it('sees it first, and the file as it was', async () => {
    await editor.openFile('money.ts');
    await editor.typeAtEnd(`\n${FUNCTION}`);
    await editor.page.keyboard.press('Escape');
    await chooseFix();
    await preview().waitFor({ timeout: 45_000 });
    await editor.picture('fix-preview');
    assert.match(await preview().innerText(), /return cout \* 2;\s*return count \* 2;/);
    assert.equal(await editor.page.locator('.tab.active.dirty').count(), 1);
    assert.doesNotMatch(await editor.text(), /return count \* 2;/);
    await editor.openNotifications();
    await editor.notifications
      .filter({ hasText: 'select its check box, then choose Apply' })
      .first()
      .waitFor();
    await editor.page.keyboard.press('Escape');
  });

  it('confirms it, and has the line mended where it stands', async () => {
    await editor.page
      .locator('.bulk-edit-panel .monaco-checkbox, .bulk-edit-panel input')
      .first()
      .click();
    await editor.page.getByRole('button', { name: 'Apply' }).first().click();
    await waitFor(
      'the fix',
      async () => (await editor.text()).includes('return count * 2;'),
      15_000,
    );
    const text = await editor.text();
    assert.match(text, /function twice\(count: number\) \{\s+return count \* 2;\s+\}/);
    await editor.picture('fix-preview-applied');
  });
});
