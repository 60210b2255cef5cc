import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { build, type Plugin } from 'esbuild';

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

/** The imports of a folder's bundles that are neither Node, nor among `others`, nor files of the folder; and how many bundles and imports there are. */
export async function foreignImports(dist: string, others: readonly string[] = []) {
  const bundles = readdirSync(dist).filter((name) => /\.[cm]?js$/.test(name));
  const foreign: string[] = [];
  let count = 0;
  for (const bundle of bundles) {
    for (const path of await importsOf(join(dist, bundle))) {
      count++;
      const isOwn = path.startsWith('./') && existsSync(join(dist, path));
      if (!path.startsWith('node:') && !others.includes(path) && !isOwn) {
        foreign.push(`${bundle}: ${path}`);
      }
    }
  }
  return { bundles, foreign, count };
}
