import { createServer, type Server } from 'node:http';
import { isListening } from '../../support/realServers.ts';
import { waitFor } from '../../support/waitFor.ts';
import { Editor } from '../editor.ts';
import { EditorSession } from '../session.ts';

/** Where Ollama listens. */
const PORT = 11_434;
const COMPLETION = 'lookUpByOllama(id);';

describe('a person with a model server on his machine, and nothing configured', () => {
  let ollama: Server;
  let session: EditorSession;
  let editor: Editor;
  let asked: string[];

  before(async function () {
    if (await isListening(PORT)) {
      console.log('      SKIPPED: an Ollama of this machine is running');
      this.skip();
    }
    asked = [];
    ollama = createServer((request, response) => {
      asked.push(`${request.method} ${request.url}`);
      request.resume();
      if (request.url === '/api/tags') {
        response.end(JSON.stringify({ models: [{ name: 'qwen2.5-coder:1.5b' }] }));
        return;
      }
      response.writeHead(200, { 'content-type': 'application/x-ndjson' });
      response.end(
        `${JSON.stringify({ response: COMPLETION, done: false })}\n${JSON.stringify({ response: '', done: true, done_reason: 'stop' })}\n`,
      );
    });
    await new Promise<void>((resolve) => ollama.listen(PORT, '127.0.0.1', resolve));
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
    ollama?.closeAllConnections();
    if (ollama?.listening) await new Promise((resolve) => ollama.close(resolve));
  });

  it('is asked whether to use it, and no code goes there before', async () => {
    await editor.openFile('orders.ts');
    await editor.typeAtEnd('export const before = ');
    await editor.openNotifications();
    const question = editor.notifications.filter({ hasText: 'Ollama runs on this machine' });
    await question.waitFor({ timeout: 15_000 });
    await editor.picture('local-server');
    if (asked.some((each) => each !== 'GET /api/tags')) throw new Error(asked.join());
    await question.getByRole('button', { name: 'Use It' }).click();
  });

  it('sees what it says once he has agreed', async () => {
    await editor.command('Notifications: Clear All Notifications');
    await editor.typeAtEnd('export const found = ');
    await editor.seeGhostText();
    const shown = editor.ghostText.filter({ hasText: 'lookUpByOllama' });
    await shown.first().waitFor({ timeout: 15_000 });
    await waitFor('the call', () => asked.includes('POST /api/generate'));
  });
});
