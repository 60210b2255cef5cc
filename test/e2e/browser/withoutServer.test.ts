import { strict as assert } from 'node:assert';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync, zipSync } from 'fflate';
import { waitFor } from '../../../tools/waitFor.ts';
import { Editor } from '../editor.ts';
import { endToEnd } from '../run.ts';
import { EditorSession } from '../session.ts';
import { testEditor } from '../testEditor.ts';

describe('the end-to-end suites themselves', () => {
  it('fail where no VS Code can be had', async () => {
    const counts = await endToEnd(() => {
      throw new Error('as on a machine without VS Code (this line is expected)');
    });
    assert.deepEqual(counts, [{ passed: 0, failed: 1 }]);
  });

  it('see nothing where the server is missing', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'aurelis-crippled-'));
    const crippled = join(folder, 'crippled.vsix');
    const filter = ({ name }: { name: string }) => name !== 'extension/dist/languageServer.js';
    writeFileSync(crippled, zipSync(unzipSync(readFileSync(testEditor().vsix), { filter })));
    const session = await EditorSession.start({ extensions: [crippled] });
    try {
      const editor = new Editor(session.page);
      await session.open();
      await waitFor(
        'the trouble in the status bar',
        async () =>
          (await editor.statusItem.innerHTML().catch(() => '')).includes('codicon-warning'),
        60_000,
      );
      await editor.openFile('orders.ts');
      await editor.typeAtEnd('export function findOrder(id: st');
      await session.page.waitForTimeout(2_000);
      assert.equal(await editor.ghostText.count(), 0);
      await editor.picture('without-server');
    } finally {
      await session.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
