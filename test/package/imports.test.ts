import { strict as assert } from 'node:assert';
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { type UnpackedPackage, unpackPackage } from '../support/unpackedPackage.ts';

/** Every import of a bundle, as esbuild's own parser sees it: `import`, `import()` and `require`, under whatever name. */
async function importsOf(bundle: string): Promise<string[]> {
  const found: string[] = [];
  const collect: Plugin = {
    name: 'collect',
    setup: ({ onResolve }) => {
      onResolve({ filter: /.*/ }, ({ path, kind }) => {
        if (kind === 'entry-point') return undefined;
        found.push(path);
        return { path, external: true };
      });
    },
  };
  const options = { bundle: true, write: false, platform: 'node', format: 'esm' } as const;
  const { outputFiles } = await build({
    ...options,
    entryPoints: [bundle],
    plugins: [collect],
    logLevel: 'error',
  });
  // esbuild's own helper for `require` in an ES module is no call that a parser knows: its arguments are looked for by name.
  const text = outputFiles[0]?.text ?? '';
  for (const [, helper] of text.matchAll(
    /var (\w+) = \/\* @__PURE__ \*\/ \(\((\w+)\) => typeof/g,
  )) {
    for (const [, path] of text.matchAll(new RegExp(`\\b${helper}\\("([^"]+)"\\)`, 'g'))) {
      if (path !== undefined) found.push(path);
    }
  }
  return found;
}

describe('the bundles of the package', () => {
  let unpacked: UnpackedPackage;
  before(() => {
    unpacked = unpackPackage();
  });
  after(() => unpacked?.remove());

  it('import nothing but Node, the editor and each other', async () => {
    const dist = join(unpacked.folder, 'dist');
    const bundles = readdirSync(dist).filter((name) => /\.[cm]?js$/.test(name));
    assert.ok(bundles.length >= 7, bundles.join());
    const foreign: string[] = [];
    let count = 0;
    for (const bundle of bundles) {
      for (const path of await importsOf(join(dist, bundle))) {
        count++;
        const isOwn = path.startsWith('./') && existsSync(join(dist, dirname(bundle), path));
        if (!path.startsWith('node:') && path !== 'vscode' && !isOwn) {
          foreign.push(`${bundle}: ${path}`);
        }
      }
    }
    assert.ok(count > 100, `${count} imports seen`);
    assert.deepEqual(foreign, []);
  });
});
