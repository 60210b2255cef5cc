import { strict as assert } from 'node:assert';
import { importsOf, read, sourceFiles } from '../support/imports.ts';

/** What each folder of `server/src` may import, beside itself; the same table as in docs/architecture.md. */
const LAYERS: Readonly<Record<string, readonly string[]>> = {
  base: [],
  protocol: [],
  domain: ['base'],
  cache: ['base'],
  documents: ['base'],
  storage: [],
  upstream: ['base', 'domain'],
  pipeline: ['base', 'domain', 'cache', 'upstream'],
  completion: ['base', 'domain', 'documents'],
  actions: ['base', 'domain', 'documents'],
  workspace: ['base', 'domain', 'documents'],
  metrics: ['base', 'domain', 'protocol', 'events'],
  http: ['base'],
  lsp: [
    'base',
    'protocol',
    'domain',
    'documents',
    'actions',
    'completion',
    'metrics',
    'storage',
    'engineHost.ts',
  ],
};
/** Files at the top of `server/src` wire; each says what it must not see. */
const FORBIDDEN_AT_ROOT: Readonly<Record<string, readonly string[]>> = {
  'answerCache.ts': ['lsp', 'upstream', 'completion', 'actions', 'metrics'],
  'configuredEndpoints.ts': ['lsp', 'pipeline', 'completion', 'actions', 'metrics'],
  'sharedBudgets.ts': ['lsp', 'pipeline', 'completion', 'actions', 'metrics'],
  'metricsStore.ts': ['lsp', 'upstream', 'pipeline', 'completion', 'actions', 'metrics'],
  'metricsExports.ts': ['lsp', 'upstream', 'pipeline', 'completion', 'actions', 'cache'],
  'engine.ts': ['lsp', 'engineHost.ts', 'server.ts', 'main.ts'],
  'engineHost.ts': ['lsp', 'server.ts', 'main.ts'],
  'server.ts': ['main.ts'],
  'languageServer.ts': ['main.ts'],
  'clientConnection.ts': [
    'lsp',
    'upstream',
    'pipeline',
    'completion',
    'actions',
    'cache',
    'metrics',
  ],
  // Built for old versions of Node, which must be able to read it.
  'main.ts': ['base', 'protocol', 'lsp', 'upstream', 'cache', 'storage', 'server.ts'],
  'commandLine.ts': ['base', 'protocol', 'lsp', 'upstream', 'cache', 'storage', 'server.ts'],
  'nodeVersion.ts': ['base', 'protocol', 'lsp', 'upstream', 'cache', 'storage', 'server.ts'],
  'index.ts': ['lsp', 'upstream', 'pipeline', 'completion', 'actions', 'metrics', 'protocol'],
};
/** Packages that only some folders know. */
const PACKAGES: Readonly<Record<string, RegExp>> = {
  vscode: /^client\/src\//,
  'vscode-languageclient': /^client\/src\//,
  'vscode-languageserver': /^server\/src\/(?:lsp\/|server\.ts|clientConnection\.ts)/,
  keyv: /^server\/src\/cache\//,
  '@keyv/sqlite': /^server\/src\/cache\//,
  '@keyv/redis': /^server\/src\/cache\//,
  undici: /^server\/src\/upstream\//,
  'lru-cache': /^server\/src\/cache\//,
  zod: /^server\/src\/protocol\//,
  '@opentelemetry/sdk-metrics': /^server\/src\/metrics\//,
  '@opentelemetry/resources': /^server\/src\/metrics\//,
  '@opentelemetry/exporter-metrics-otlp-http': /^server\/src\/metrics\//,
  ignore: /^server\/src\/workspace\//,
};

const product = [...sourceFiles('{server,client}/src/**/*.ts'), ...sourceFiles('media/*.ts')];
const imports = importsOf(product);
const placeOf = (file: string): string => file.split('/')[2] ?? '';

describe('layers', () => {
  it('are looked at at all', () => assert.ok(imports.length > 200, String(imports.length)));

  it('import only what their row allows', () => {
    const wrong = imports.filter(({ from, to, isPackage }) => {
      if (isPackage || !from.startsWith('server/src/')) return false;
      const [own, other] = [placeOf(from), placeOf(to)];
      if (!to.startsWith('server/src/')) return true;
      if (FORBIDDEN_AT_ROOT[own]) return FORBIDDEN_AT_ROOT[own].includes(other);
      const allowed = LAYERS[own];
      if (allowed === undefined) return true;
      const isEvents = allowed.includes('events') && to.endsWith('/events.ts');
      return own !== other && !allowed.includes(other) && !isEvents;
    });
    assert.deepEqual(wrong, []);
  });

  it('let client and panel see nothing of the server but its protocol', () => {
    const wrong = imports.filter(
      ({ from, to, isPackage }) =>
        !isPackage &&
        !from.startsWith('server/') &&
        to.startsWith('server/') &&
        !to.startsWith('server/src/protocol/'),
    );
    assert.deepEqual(wrong, []);
  });

  it('keep the product from importing tests, benches and scripts', () => {
    const wrong = imports.filter(
      ({ to, isPackage }) => !isPackage && /^(?:test|bench|scripts)\//.test(to),
    );
    assert.deepEqual(wrong, []);
  });

  it('keep packages where they belong', () => {
    const wrong = imports.filter(
      ({ from, to, isPackage }) => isPackage && PACKAGES[to]?.test(from) === false,
    );
    assert.deepEqual(wrong, []);
  });

  it('have a row for every folder', () => {
    const folders = new Set(
      product
        .filter((file) => file.split('/').length > 3 && file.startsWith('server/'))
        .map(placeOf),
    );
    assert.deepEqual([...folders].sort(), Object.keys(LAYERS).sort());
  });

  it('know no time, chance or environment outside base and the entries', () => {
    const entries = /^server\/src\/(?:base\/|languageServer\.ts|workspace\/worker\.ts)/;
    const wrong = sourceFiles('server/src/**/*.ts').filter(
      (file) =>
        !entries.test(file) &&
        /\bDate\.now\(|\bsetTimeout\(|\bsetInterval\(|\bMath\.random\(|\bprocess\.env\b/.test(
          read(file),
        ),
    );
    assert.deepEqual(wrong, []);
  });

  it('are the ones that docs/architecture.md tells', () => {
    const page = read('docs/architecture.md');
    for (const [folder, allowed] of Object.entries(LAYERS)) {
      const row = page.split('\n').find((line) => line.startsWith(`| \`${folder}/\``));
      assert.ok(row, `no row for ${folder}/`);
      const cell = row.split('|').at(-2) ?? '';
      const told = [...cell.matchAll(/`([\w.]+)`/g)].map(([, name]) => name ?? '');
      assert.deepEqual(told.sort(), [...allowed].sort(), folder);
    }
  });
});
