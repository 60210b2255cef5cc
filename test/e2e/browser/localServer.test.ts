import { isListening } from '../../../tools/servers/realServers.ts';
import { waitFor } from '../../../tools/waitFor.ts';
import { FakeOllama, OLLAMA_PORT } from '../../support/fakeOllama.ts';
import { Editor } from '../editor.ts';
import { EditorSession } from '../session.ts';

describe('a person with a model server on his machine, and nothing configured', () => {
  const ollama = new FakeOllama('lookUpByOllama(id);');
  let session: EditorSession;
  let editor: Editor;

  before(async function () {
    if (await isListening(OLLAMA_PORT)) {
      console.log('      SKIPPED: an Ollama of this machine is running');
      this.skip();
    }
    await ollama.start();
    session = await EditorSession.start();
    editor = new Editor(session.page);
    await session.open();
    await editor.statusItem.waitFor({ timeout: 30_000 });
  });

  afterEach(async function () {
    await session?.witness(this.currentTest);
  });
  after(async () => {
    await session?.stop();
    await ollama.stop();
  });

  it('is asked whether to use it, and no code goes there before', async () => {
    await editor.openFile('orders.ts');
    await editor.typeAtEnd('export const before = ');
    await editor.openNotifications();
    const question = editor.notifications.filter({ hasText: 'Ollama runs on this machine' });
    await question.waitFor({ timeout: 15_000 });
    await editor.picture('local-server');
    if (ollama.asked.some((each) => each !== 'GET /api/tags')) throw new Error(ollama.asked.join());
    await question.getByRole('button', { name: 'Use It' }).click();
  });

  it('sees what it says once he has agreed', async () => {
    await editor.command('Notifications: Clear All Notifications');
    await editor.typeAtEnd('export const found = ');
    await editor.seeGhostText();
    const shown = editor.ghostText.filter({ hasText: 'lookUpByOllama' });
    await shown.first().waitFor({ timeout: 15_000 });
    await waitFor('the call', () => ollama.asked.includes('POST /api/generate'));
  });
});
