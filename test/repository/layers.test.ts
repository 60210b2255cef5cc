import { strict as assert } from 'node:assert';
import { isBuiltin } from 'node:module';
import { importsOf, read, sourceFiles } from '../../tools/imports.ts';

/**
 * Rooms that each room may import, beside itself: the folders of `server/src` by their own names, then those beside it. The same
 * tables as in docs/architecture.md.
 */
const LAYERS: Readonly<Record<string, readonly string[]>> = {
  base: [],
  protocol: [],
  domain: [],
  privacy: ['base', 'domain', 'documents'],
  documents: ['base'],
  storage: [],
  redis: ['base', 'limits'],
  cache: ['base', 'redis'],
  limits: ['base', 'domain', 'storage'],
  providers: ['base', 'domain'],
  settings: ['base', 'protocol', 'domain', 'providers'],
  upstream: ['base', 'domain', 'limits', 'providers'],
  routing: ['base', 'domain'],
  pipeline: ['base', 'domain', 'privacy', 'cache', 'limits', 'upstream', 'routing'],
  completion: ['base', 'domain', 'privacy', 'documents'],
  actions: ['base', 'domain', 'privacy', 'documents'],
  workspace: ['base', 'domain', 'documents', 'privacy'],
  tuning: ['base', 'protocol', 'cache', 'pipeline'],
  metrics: ['base', 'domain', 'protocol', 'settings', 'events'],
  pressure: ['base'],
  scaling: ['base'],
  warming: ['base', 'storage'],
  http: ['base', 'domain'],
  virtualKeys: ['base', 'domain', 'http'],
  engine: [
    'base',
    'protocol',
    'domain',
    'privacy',
    'documents',
    'storage',
    'cache',
    'limits',
    'redis',
    'providers',
    'settings',
    'upstream',
    'routing',
    'pipeline',
    'completion',
    'actions',
    'tuning',
    'pressure',
    'warming',
    'metrics',
  ],
  gateway: [
    'base',
    'domain',
    'http',
    'protocol',
    'storage',
    'limits',
    'redis',
    'providers',
    'settings',
    'upstream',
    'routing',
    'virtualKeys',
    'scaling',
    'metrics',
    'engine',
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
    'documents',
    'privacy',
    'storage',
    'providers',
    'settings',
    'upstream',
    'workspace',
    'metrics',
    'http',
    'engine',
    'lsp',
  ],
  media: ['protocol'],
  client: ['protocol', 'media'],
  tools: [
    'base',
    'privacy',
    'protocol',
    'domain',
    'documents',
    'storage',
    'cache',
    'limits',
    'redis',
    'providers',
    'settings',
    'upstream',
    'routing',
    'pipeline',
    'completion',
    'metrics',
    'engine',
  ],
  bench: [
    'base',
    'protocol',
    'domain',
    'documents',
    'privacy',
    'storage',
    'cache',
    'settings',
    'upstream',
    'limits',
    'routing',
    'pipeline',
    'completion',
    'actions',
    'workspace',
    'tuning',
    'warming',
    'virtualKeys',
    'scaling',
    'metrics',
    'engine',
    'lsp',
    'tools',
  ],
  test: ['server', 'client', 'media', 'tools', 'bench'],
  scripts: ['settings', 'domain', 'workspace', 'tools', 'bench', 'test'],
};
/** Built for old versions of Node, which must be able to read them: they import nothing but each other. */
const FIRST_FILES =
  /^server\/src\/(?:base\/(?:lostLog|nodeVersion|quietWarnings)|(?:app|gateway)\/(?:main|commandLine))\.ts$/;
/** Packages that only some folders know. */
const PACKAGES: Readonly<Record<string, RegExp>> = {
  vscode: /^client\/src\//,
  'vscode-languageclient': /^client\/src\//,
  'vscode-languageserver': /^server\/src\/(?:lsp\/|app\/(?:server|clientConnection)\.ts)/,
  keyv: /^server\/src\/cache\//,
  '@keyv/sqlite': /^server\/src\/cache\//,
  '@keyv/redis': /^server\/src\/redis\//,
  '@redis/client': /^server\/src\/redis\//,
  undici: /^server\/src\/upstream\//,
  'lru-cache': /^server\/src\/cache\//,
  zod: /^server\/src\/settings\//,
  '@opentelemetry/sdk-metrics': /^server\/src\/metrics\//,
  '@opentelemetry/resources': /^server\/src\/metrics\//,
  '@opentelemetry/exporter-metrics-otlp-http': /^server\/src\/metrics\//,
  uplot: /^media\//,
};

const product = [...sourceFiles('{server,client}/src/**/*.ts'), ...sourceFiles('media/*.ts')];
const workshop = sourceFiles('{tools,bench,test,scripts}/**/*.{ts,mjs,cjs}');
const imports = importsOf([...product, ...workshop]);

/** The folder of `server/src`, or else of the repository, that a file is in. */
const placeOf = (file: string): string => {
  const parts = file.split('/');
  return (file.startsWith('server/src/') ? parts[2] : parts[0]) ?? '';
};

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
      if (isPackage) return false;
      const [own, other] = [placeOf(from), placeOf(to)];
      const allowed = LAYERS[own];
      if (allowed === undefined) return true;
      const isEvents = allowed.includes('events') && to.endsWith('/events.ts');
      const isServer = allowed.includes('server') && to.startsWith('server/src/');
      return own !== other && !allowed.includes(other) && !isEvents && !isServer;
    });
    assert.deepEqual(wrong, []);
  });

  it('leave the packer nothing but its tools', () => {
    const wrong = importsOf(['esbuild.mjs']).filter(
      ({ to, isPackage }) => !isPackage && !to.startsWith('tools/package/'),
    );
    assert.deepEqual(wrong, []);
  });

  it('use what their row allows', () => {
    const unused = Object.entries(LAYERS).flatMap(([room, allowed]) =>
      allowed
        .filter((other) => other !== 'events' && other !== 'server')
        .filter(
          (other) =>
            !imports.some(
              ({ from, to, isPackage }) =>
                !isPackage && placeOf(from) === room && placeOf(to) === other,
            ),
        )
        .map((other) => `${room} → ${other}`),
    );
    assert.deepEqual(unused, []);
  });

  it('let what an old Node reads import nothing else', () => {
    const wrong = imports.filter(
      ({ from, to, isPackage }) =>
        !isPackage &&
        FIRST_FILES.test(from) &&
        !FIRST_FILES.test(to) &&
        !/(?:languageServer|gatewayCommands)\.ts$/.test(to),
    );
    assert.deepEqual(wrong, []);
  });

  it('have no circle between folders, nor between the folders in one', () => {
    for (const depth of [1, 2, 3, 4, 5]) {
      const arrows = new Map<string, Set<string>>();
      for (const { from, to, isPackage } of imports) {
        if (isPackage || roomOf(from, depth - 1) !== roomOf(to, depth - 1)) continue;
        const [own, other] = [roomOf(from, depth), roomOf(to, depth)];
        if (own !== other) arrows.set(own, (arrows.get(own) ?? new Set()).add(other));
      }
      assert.deepEqual(circleIn(arrows), undefined);
    }
  });

  it('keep packages where they belong', () => {
    const wrong = importsOf(product).filter(
      ({ from, to, isPackage }) => isPackage && !isBuiltin(to) && !PACKAGES[to]?.test(from),
    );
    assert.deepEqual(wrong, []);
  });

  it('have a row for every folder', () => {
    const folders = new Set([...product, ...workshop].map(placeOf));
    assert.deepEqual([...folders].sort(), Object.keys(LAYERS).sort());
  });

  it('know no time, chance or environment outside base and the entries', () => {
    const entries =
      /^server\/src\/(?:base\/|app\/(?:languageServer|watchdogThread)\.ts|gateway\/gatewayCommands\.ts|workspace\/host\/worker\.ts)/;
    const wrong = sourceFiles('server/src/**/*.ts').filter(
      (file) =>
        !entries.test(file) &&
        /\bDate\.now\b|\bperformance\.now\b|\bnew Date\(\)|(?<![.\w])set(?:Timeout|Interval)\(|node:timers|\bMath\.random\b|\brandomUUID\b|\bprocess\.env\b|\benv\b[^;]*from 'node:process'/.test(
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
