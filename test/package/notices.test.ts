import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { build } from 'esbuild';
import { ROOT } from '../../tools/root.ts';
import { missingIn, nameOf, sourcesOf } from '../support/shippedNotices.ts';
import { type UnpackedPackage, unpackPackage } from '../support/unpackedPackage.ts';

/** The packages whose code is in what is shipped, told by the maps beside the bundles, and of the page, which ships none, by building it. */
async function packagesIn(unpacked: UnpackedPackage): Promise<readonly string[]> {
  const page = await build({
    entryPoints: ['media/panel.ts', 'media/panel.css'],
    absWorkingDir: ROOT,
    outdir: 'dist',
    bundle: true,
    write: false,
    metafile: true,
  });
  const names = [...sourcesOf(unpacked.dist('.')), ...Object.keys(page.metafile.inputs)].map(
    nameOf,
  );
  return [...new Set(names.filter((name) => name !== undefined))].sort();
}

describe('the notices of the package', function () {
  this.timeout(120_000);
  let unpacked: UnpackedPackage;
  before(() => {
    unpacked = unpackPackage();
  });
  after(() => unpacked?.remove());

  it('hold the name, version and license of every package whose code is in any bundle', async () => {
    const notices = readFileSync(unpacked.dist('ThirdPartyNotices.txt'), 'utf8');
    const packages = await packagesIn(unpacked);
    assert.ok(packages.length >= 25, String(packages.length));
    for (const name of ['undici', 'uplot', 'vscode-languageclient', '@redis/client']) {
      assert.ok(packages.includes(name), name);
    }
    assert.deepEqual(missingIn(notices, packages), []);
  });
});
