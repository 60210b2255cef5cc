import { strict as assert } from 'node:assert';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { ROOT } from '../../tools/root.ts';
import { type UnpackedPackage, unpackPackage } from '../support/unpackedPackage.ts';

/** A package's name; maps as they are shipped do not tell below which other package it lies. */
const nameOf = (source: string): string | undefined =>
  /^.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(source)?.[1];

/** Every folder in which a package of a name is installed. */
function foldersOf(name: string): readonly string[] {
  const { packages } = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'));
  const all = Object.keys(packages).filter((folder) => folder.endsWith(`node_modules/${name}`));
  return all.map((folder) => join(ROOT, folder)).filter((folder) => existsSync(folder));
}

/** True if the notices name the package in a folder, with its version, and hold the text of its license. */
function isIn(notices: string, folder: string): boolean {
  const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const [, notice] = notices.split(`\n${name} ${version}\n`);
  const texts = readdirSync(folder).filter((file) => /^licen[cs]e/i.test(file));
  return (
    texts.every((file) => notice?.includes(readFileSync(join(folder, file), 'utf8').trim())) &&
    notice !== undefined
  );
}

/** The packages whose code is in what is shipped, told by the maps beside the bundles, and of the page, which ships none, by building it. */
async function packagesIn(unpacked: UnpackedPackage): Promise<readonly string[]> {
  const bundles = readdirSync(unpacked.dist('.')).filter((file) => /\.c?js$/.test(file));
  const sources = bundles.flatMap((file): string[] => {
    const map = unpacked.dist(`${file}.map`);
    return existsSync(map) ? JSON.parse(readFileSync(map, 'utf8')).sources : [];
  });
  const page = await build({
    entryPoints: ['media/panel.ts', 'media/panel.css'],
    absWorkingDir: ROOT,
    outdir: 'dist',
    bundle: true,
    write: false,
    metafile: true,
  });
  const names = [...sources, ...Object.keys(page.metafile.inputs)].map(nameOf);
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
    const missing = packages.filter(
      (name) => !foldersOf(name).some((folder) => isIn(notices, folder)),
    );
    assert.deepEqual(missing, []);
  });
});
