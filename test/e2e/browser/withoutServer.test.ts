import { strict as assert } from 'node:assert';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../../../scripts/root.ts';
import { waitFor } from '../../support/waitFor.ts';
import { Editor } from '../editor.ts';
import { endToEnd } from '../run.ts';
import { EditorSession } from '../session.ts';

describe('the end-to-end suites themselves', () => {
  it('fail where no VS Code can be had', async () => {
    const counts = await endToEnd(() => {
      throw new Error('as on a machine without VS Code (this line is expected)');
    });
    assert.deepEqual(counts, [{ passed: 0, failed: 1 }]);
  });

  it('see nothing where the server is missing', async () => {
    const extension = mkdtempSync(join(tmpdir(), 'aurelis-crippled-'));
    for (const part of ['package.json', 'media', 'dist/client.cjs']) {
      cpSync(join(ROOT, part), join(extension, part), { recursive: true });
    }
    const session = await EditorSession.start({ extension });
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
      rmSync(extension, { recursive: true, force: true });
    }
  });
});
