import { strict as assert } from 'node:assert';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from '../../tools/root.ts';
import { StdioServer } from '../../tools/servers/stdioServer.ts';

describe('folders that a client opens and closes meanwhile', function () {
  this.timeout(60_000);

  it('are read, and forgotten again; what is no folder of this machine counts for nothing', async () => {
    const root = mkdtempSync(join(tmpdir(), 'aurelis-'));
    const folders = ['first', 'second'].map((name) => mkdtempSync(join(root, name)));
    const [first = '', second = ''] = folders;
    writeFileSync(join(first, 'a.ts'), 'export const a = 1;\n');
    for (const name of ['b.ts', 'c.ts']) writeFileSync(join(second, name), `// ${name}\n`);
    const server = await StdioServer.start({
      script: join(ROOT, 'server/src/app/main.ts'),
      folder: first,
      storagePath: join(root, 'storage'),
      settings: {},
    });
    const filesAre = async (count: number) => {
      const until = performance.now() + 30_000;
      for (;;) {
        const { state, files } = (await server.metrics()).workspace;
        if (state === 'ready' && files === count) return;
        if (performance.now() > until) assert.fail(`${files} files, not ${count}`);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    };
    const folder = (path: string) => ({ uri: pathToFileURL(path).href, name: 'x' });
    const change = (event: object) =>
      server.client.sendNotification('workspace/didChangeWorkspaceFolders', { event });
    try {
      await filesAre(1);
      await change({ added: [folder(second), { uri: 'untitled:x', name: '' }], removed: [] });
      await filesAre(3);
      await change({ added: [], removed: [folder(first)] });
      await filesAre(2);
      await change({ added: 7, removed: null });
      await change({ added: [folder(first)], removed: [folder(second)] });
      await filesAre(1);
    } finally {
      await server.stop();
      rmSync(root, { recursive: true });
    }
  });
});
