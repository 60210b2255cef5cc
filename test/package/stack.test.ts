import { strict as assert } from 'node:assert';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { read } from '../../tools/imports.ts';
import { ROOT } from '../../tools/root.ts';
import { StdioServer } from '../../tools/servers/stdioServer.ts';
import { waitFor } from '../../tools/waitFor.ts';
import { type UnpackedPackage, unpackPackage } from '../support/unpackedPackage.ts';

const FILE = 'server/src/metrics/collect/processUsage.ts';
const CALL = 'process.memoryUsage.rss()';
/** Makes a call of the server fail, out of reach of every handler. */
const PRELOAD = `data:text/javascript,process.memoryUsage.rss = () => { throw new RangeError('some code'); };`;

describe('an unexpected error of the unpacked package', () => {
  let unpacked: UnpackedPackage;
  before(() => {
    unpacked = unpackPackage();
  });
  after(() => unpacked?.remove());

  it('is logged with files and lines of the sources, and nothing of the machine', async () => {
    const log: string[] = [];
    // Others read the memory, too, whenever garbage is collected.
    const isOurs = (line: string) => line.startsWith('Unexpected') && line.includes(FILE);
    const server = await StdioServer.start({
      script: unpacked.dist('server.js'),
      storagePath: join(unpacked.folder, 'storage'),
      nodeArguments: ['--import', PRELOAD],
      onLog: (line) => log.push(line),
    });
    try {
      await waitFor('the log', () => log.some(isOurs), 10_000);
    } finally {
      server.process.kill('SIGKILL');
      server.client.dispose();
    }
    const said = log.find(isOurs) ?? '';
    const line = read(FILE)
      .split('\n')
      .findIndex((each) => each.includes(CALL));
    assert.ok(said.startsWith(`Unexpected RangeError\n    at ${FILE}:${line + 1}\n`), said);
    assert.match(said, /\n {4}at server\/src\/lsp\/metricsFeed\.ts:\d+/);
    assert.doesNotMatch(said, /some code|file:|\/(?:tmp|home|work)\//);
    assert.ok(!said.includes(unpacked.folder) && !said.includes(ROOT), said);
  });

  it('can be told of every file of ours: maps name each, by its place in the repository', () => {
    const dist = join(unpacked.folder, 'dist');
    const maps = readdirSync(dist).filter((name) => name.endsWith('.map'));
    assert.deepEqual(
      maps.map((name) => name.replace(/\.map$/, '')).sort(),
      readdirSync(dist)
        .filter((name) => /\.c?js$/.test(name) && name !== 'panel.js')
        .sort(),
    );
    for (const name of maps) {
      const map = JSON.parse(readFileSync(join(dist, name), 'utf8'));
      assert.deepEqual(map.sourcesContent ?? [], [], name);
      for (const source of map.sources as string[]) {
        assert.match(
          source,
          /^(?:\.\.\/(?:server\/src|client\/src|node_modules)\/|nothing:)/,
          name,
        );
      }
    }
  });
});
