// Bundles the extension: client (CommonJS, for the extension host), server and worker (ES modules, run
// by the host's own Node), panel script and style. What is bundled imports nothing but Node's own modules,
// `vscode` and its own files: the package has no node_modules. `node esbuild.mjs --watch` builds again after every change, in a form
// that is easy to debug.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { context } from 'esbuild';
import { shippedMap } from './tools/package/shippedMap.ts';
import { thirdPartyNotices } from './tools/package/thirdPartyNotices.ts';

const isWatching = process.argv.includes('--watch');
const { version } = JSON.parse(readFileSync('package.json', 'utf8'));

/** Node's own modules are always named `node:…`, so that whatever else is imported shows. */
const builtins = {
  name: 'builtins',
  setup: ({ onResolve }) =>
    onResolve({ filter: new RegExp(`^(?:${builtinModules.join('|')})$`) }, ({ path }) => ({
      path: path.startsWith('node:') ? path : `node:${path}`,
      external: true,
    })),
};

/**
 * Modules that nothing of ours uses, and that would be looked for in vain: drivers that @keyv/sqlite loads where it is not given
 * ours, a hash that @redis/client loads for commands we never send, and parts of undici: one that wants zstd of every Node, and
 * its mocks, sockets, cookies and caches, a hundred kilobytes that would be read at every start. Empty modules stand in their place.
 */
const NEVER_USED = [
  /^better-sqlite3$/,
  /^bun:sqlite$/,
  /^@node-rs\/xxhash$/,
  /^\.\/lib\/interceptor\/decompress$/,
  /^\.\/lib\/mock\//,
  /^\.\/lib\/web\/(?:websocket|eventsource|cookies)/,
  /^\.\/lib\/interceptor\/(?:cache|deduplicate|dns)$/,
  /^\.\/lib\/cache\//,
];
const neverUsed = {
  name: 'never used',
  setup: ({ onResolve, onLoad }) => {
    for (const filter of NEVER_USED) {
      onResolve({ filter }, ({ path }) => ({ path, namespace: 'nothing' }));
    }
    onLoad({ filter: /.*/, namespace: 'nothing' }, () => ({
      contents: 'export default undefined;',
    }));
  },
};

/** Modules that are imported only when they are needed stay files of their own beside the bundle. */
const OWN_FILES = ['languageServer', 'gatewayCommands', 'redisClient', 'otlp'];
const ownFiles = {
  name: 'files of their own',
  setup: ({ onResolve }) =>
    onResolve({ filter: new RegExp(`/(?:${OWN_FILES.join('|')})\\.ts$`) }, ({ kind, path }) =>
      kind === 'dynamic-import'
        ? { path: path.replace(/^.*\//, './').replace(/\.ts$/, '.js'), external: true }
        : undefined,
    ),
};

/** Source maps as they are shipped; while watching they stay as a debugger wants them. */
const shippedMaps = {
  name: 'shipped maps',
  setup: ({ initialOptions: { outfile }, onEnd }) =>
    onEnd(({ errors }) => {
      if (isWatching || errors.length > 0) return;
      const map = JSON.parse(readFileSync(`${outfile}.map`, 'utf8'));
      writeFileSync(`${outfile}.map`, JSON.stringify(shippedMap(map)));
    }),
};

const common = {
  bundle: true,
  minify: !isWatching,
  legalComments: 'none',
  logLevel: isWatching ? 'info' : 'warning',
  // The page's is for its debugger only; the package does without.
  sourcemap: isWatching,
  sourcesContent: false,
  metafile: true,
};
const node = {
  ...common,
  platform: 'node',
  // It lies beside the bundle, in the package, too: the server tells by it where an error came from.
  sourcemap: true,
  // undici asks for the second one: without it a second parser of HTTP, an experiment, is read at every start.
  define: { AURELIS_VERSION: JSON.stringify(version), esbuildDetection: 'true' },
  plugins: [builtins, neverUsed, ownFiles, shippedMaps],
};
/** What the server's process loads, on the oldest Node that `nodeVersion.ts` lets in. */
const server = {
  ...node,
  format: 'esm',
  target: 'node22.13',
  // CommonJS dependencies inside an ES module still call `require` for Node's own modules.
  banner: {
    js: "import { createRequire as aurelisRequire } from 'node:module'; const require = aurelisRequire(import.meta.url);",
  },
};

const bundles = [
  {
    ...node,
    entryPoints: ['client/src/extension.ts'],
    outfile: 'dist/client.cjs',
    format: 'cjs',
    target: 'node24',
    external: ['vscode'],
  },
  {
    ...node,
    entryPoints: ['server/src/app/main.ts'],
    outfile: 'dist/server.js',
    format: 'esm',
    // It tells old versions of Node that they are old.
    target: 'node14',
  },
  {
    ...server,
    entryPoints: ['server/src/app/languageServer.ts'],
    outfile: 'dist/languageServer.js',
  },
  {
    ...server,
    entryPoints: ['server/src/workspace/host/worker.ts'],
    outfile: 'dist/workspaceWorker.js',
  },
  {
    ...server,
    entryPoints: ['server/src/app/watchdogThread.ts'],
    outfile: 'dist/watchdog.js',
  },
  {
    ...server,
    entryPoints: ['server/src/redis/redisClient.ts'],
    outfile: 'dist/redisClient.js',
  },
  {
    ...server,
    entryPoints: ['server/src/metrics/export/otlp.ts'],
    outfile: 'dist/otlp.js',
  },
  {
    ...node,
    entryPoints: ['server/src/gateway/main.ts'],
    outfile: 'dist/gateway.js',
    format: 'esm',
    target: 'node14',
    // npm makes it a command.
    banner: { js: '#!/usr/bin/env node' },
  },
  {
    ...server,
    entryPoints: ['server/src/gateway/gatewayCommands.ts'],
    outfile: 'dist/gatewayCommands.js',
  },
  {
    ...server,
    entryPoints: ['server/src/storage/sqliteWriterThread.ts'],
    outfile: 'dist/gatewayWriter.js',
  },
  {
    ...common,
    target: 'es2022',
    entryPoints: ['media/panel.ts'],
    outfile: 'dist/panel.js',
    format: 'iife',
  },
  {
    ...common,
    entryPoints: ['media/panel.css'],
    outfile: 'dist/panel.css',
  },
];

rmSync('dist', { recursive: true, force: true });
mkdirSync('dist');
const contexts = await Promise.all(bundles.map((bundle) => context(bundle)));
const built = await Promise.all(contexts.map((each) => each.rebuild()));
/** The files that the bundles of a package were made of; what contributes no byte needs no notice. */
const inputsOf = (isOfPackage) =>
  built.flatMap(({ metafile }) =>
    Object.entries(metafile.outputs)
      .filter(([path]) => isOfPackage(path))
      .flatMap(([, { inputs: used }]) =>
        Object.keys(used).filter((input) => used[input].bytesInOutput > 0),
      ),
  );
const isOfGateway = (path) => /\/(?:gateway\w*|redisClient)\.js$/.test(path);
const isOfExtension = (path) => !/\/gateway\w*\.js$/.test(path);
// Also where `dist/` lies below a package of another kind.
writeFileSync('dist/package.json', '{ "type": "module" }\n');
writeFileSync('dist/ThirdPartyNotices.txt', thirdPartyNotices(inputsOf(isOfExtension)));
writeFileSync('dist/gatewayNotices.txt', thirdPartyNotices(inputsOf(isOfGateway)));
if (isWatching) {
  await Promise.all(contexts.map((each) => each.watch()));
  console.log('Watching for changes.');
} else {
  await Promise.all(contexts.map((each) => each.dispose()));
}
