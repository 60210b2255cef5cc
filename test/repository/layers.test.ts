import { strict as assert } from 'node:assert';
import { importsOf, read, sourceFiles } from '../support/imports.ts';

/** Folders of `server/src` that each of them may import, beside itself; the same table as in docs/architecture.md. */
const LAYERS: Readonly<Record<string, readonly string[]>> = {
  base: [],
  protocol: [],
  domain: ['base'],
  documents: ['base'],
  storage: [],
  cache: ['base'],
  limits: ['base', 'domain', 'storage'],
  providers: ['base', 'domain'],
  settings: ['protocol', 'domain', 'providers'],
  upstream: ['base', 'domain', 'limits', 'providers'],
  pipeline: ['base', 'domain', 'cache', 'limits', 'upstream'],
  completion: ['base', 'domain', 'documents'],
  actions: ['base', 'domain', 'documents'],
  workspace: ['base', 'domain', 'documents'],
  metrics: ['base', 'domain', 'protocol', 'settings', 'events'],
  http: ['base'],
  engine: [
    'base',
    'protocol',
    'domain',
    'documents',
    'storage',
    'cache',
    'limits',
    'providers',
    'settings',
    'upstream',
    'pipeline',
    'completion',
    'actions',
    'workspace',
    'metrics',
  ],
  lsp: [
    'base',
    'protocol',
    'domain',
    'documents',
    'actions',
    'completion',
    'metrics',
    'storage',
    'settings',
    'engine',
  ],
  app: [
    'base',
    'protocol',
    'domain',
    'documents',
    'storage',
    'providers',
    'settings',
    'upstream',
    'completion',
    'workspace',
    'metrics',
    'http',
    'engine',
    'lsp',
  ],
};
/** Built for old versions of Node, which must be able to read them: they import nothing but each other. */
const FIRST_FILES = /^server\/src\/app\/(?:main|commandLine|nodeVersion)\.ts$/;
/** Packages that only some folders know. */
const PACKAGES: Readonly<Record<string, RegExp>> = {
  vscode: /^client\/src\//,
  'vscode-languageclient': /^client\/src\//,
  'vscode-languageserver': /^server\/src\/(?:lsp\/|app\/(?:server|clientConnection)\.ts)/,
  keyv: /^server\/src\/cache\//,
  '@keyv/sqlite': /^server\/src\/cache\//,
  '@keyv/redis': /^server\/src\/cache\//,
  undici: /^server\/src\/upstream\//,
  'lru-cache': /^server\/src\/cache\//,
  zod: /^server\/src\/settings\//,
  '@opentelemetry/sdk-metrics': /^server\/src\/metrics\//,
  '@opentelemetry/resources': /^server\/src\/metrics\//,
  '@opentelemetry/exporter-metrics-otlp-http': /^server\/src\/metrics\//,
  ignore: /^server\/src\/workspace\//,
};

const product = [...sourceFiles('{server,client}/src/**/*.ts'), ...sourceFiles('media/*.ts')];
const imports = importsOf(product);
const placeOf = (file: string): string => file.split('/')[2] ?? '';

/** The folder, or the file that lies beside folders, that a file is in at a depth. */
const roomOf = (file: string, depth: number): string => file.split('/').slice(0, depth).join('/');

/** The rooms of a circle of arrows, if there is one. */
function circleIn(arrows: ReadonlyMap<string, ReadonlySet<string>>): readonly string[] | undefined {
  const done = new Set<string>();
  const walk = (room: string, path: readonly string[]): readonly string[] | undefined => {
    if (path.includes(room)) return [...path.slice(path.indexOf(room)), room];
    if (done.has(room)) return undefined;
    done.add(room);
    for (const next of arrows.get(room) ?? []) {
      const circle = walk(next, [...path, room]);
      if (circle !== undefined) return circle;
    }
    return undefined;
  };
  for (const room of arrows.keys()) {
    const circle = walk(room, []);
    if (circle !== undefined) return circle;
  }
  return undefined;
}

describe('layers', () => {
  it('are looked at at all', () => assert.ok(imports.length > 200, String(imports.length)));

  it('import only what their row allows', () => {
    const wrong = imports.filter(({ from, to, isPackage }) => {
      if (isPackage || !from.startsWith('server/src/')) return false;
      const [own, other] = [placeOf(from), placeOf(to)];
      if (!to.startsWith('server/src/')) return true;
      const allowed = LAYERS[own];
      if (allowed === undefined) return true;
      const isEvents = allowed.includes('events') && to.endsWith('/events.ts');
      return own !== other && !allowed.includes(other) && !isEvents;
    });
    assert.deepEqual(wrong, []);
  });

  it('let what an old Node reads import nothing else', () => {
    const wrong = imports.filter(
      ({ from, to, isPackage }) =>
        !isPackage &&
        FIRST_FILES.test(from) &&
        !FIRST_FILES.test(to) &&
        !to.endsWith('/app/languageServer.ts'),
    );
    assert.deepEqual(wrong, []);
  });

  it('have no circle between folders, nor between the folders in one', () => {
    for (const depth of [3, 4]) {
      const arrows = new Map<string, Set<string>>();
      for (const { from, to, isPackage } of imports) {
        if (isPackage) continue;
        const [own, other] = [roomOf(from, depth), roomOf(to, depth)];
        if (
          own === other ||
          !other.startsWith(
            own
              .split('/')
              .slice(0, depth - 1)
              .join('/'),
          )
        )
          continue;
        arrows.set(own, (arrows.get(own) ?? new Set()).add(other));
      }
      assert.deepEqual(circleIn(arrows), undefined);
    }
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
    const entries = /^server\/src\/(?:base\/|app\/languageServer\.ts|workspace\/host\/worker\.ts)/;
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
