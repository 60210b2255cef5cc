// Bundles the extension: client (CommonJS, for the extension host), server and worker (ES modules, run
// by the host's own Node), panel script and style.
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { build } from 'esbuild';

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
const node = {
  bundle: true,
  platform: 'node',
  target: 'node24',
  minify: true,
  sourcemap: false,
  legalComments: 'none',
  logLevel: 'warning',
  define: { AURELIS_VERSION: JSON.stringify(version) },
};
// CommonJS dependencies inside an ES module still call `require` for Node's own modules.
const banner = {
  js: "import { createRequire as aurelisRequire } from 'node:module'; const require = aurelisRequire(import.meta.url);",
};

/** A module that is imported only when it is needed stays a file of its own beside the bundle. */
const ownFile = (name) => ({
  name: `${name} is a file of its own`,
  setup: ({ onResolve }) =>
    onResolve({ filter: new RegExp(`/${name}\\.ts$`) }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: `./${name}.js`, external: true } : undefined,
    ),
});

rmSync('dist', { recursive: true, force: true });
mkdirSync('dist');
await Promise.all([
  build({
    ...node,
    entryPoints: ['client/src/extension.ts'],
    outfile: 'dist/client.cjs',
    format: 'cjs',
    external: ['vscode'],
  }),
  build({
    ...node,
    entryPoints: ['server/src/main.ts'],
    outfile: 'dist/server.js',
    format: 'esm',
    banner,
    plugins: [ownFile('redisStore'), ownFile('otlp')],
    // Drivers that @keyv/sqlite would load if it were not given ours.
    external: ['bun:sqlite', 'better-sqlite3'],
  }),
  build({
    ...node,
    entryPoints: ['server/src/workspace/worker.ts'],
    outfile: 'dist/workspaceWorker.js',
    format: 'esm',
    banner,
  }),
  build({
    ...node,
    entryPoints: ['server/src/cache/redisStore.ts'],
    outfile: 'dist/redisStore.js',
    format: 'esm',
    banner,
  }),
  build({
    ...node,
    entryPoints: ['server/src/metrics/otlp.ts'],
    outfile: 'dist/otlp.js',
    format: 'esm',
    banner,
  }),
  build({
    bundle: true,
    minify: true,
    target: 'es2022',
    logLevel: 'warning',
    entryPoints: ['media/panel.ts'],
    outfile: 'dist/panel.js',
    format: 'iife',
  }),
  build({
    bundle: true,
    minify: true,
    logLevel: 'warning',
    entryPoints: ['media/panel.css'],
    outfile: 'dist/panel.css',
  }),
]);
