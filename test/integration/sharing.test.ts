import { strict as assert } from 'node:assert';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from '../../tools/root.ts';
import { StdioServer } from '../../tools/servers/stdioServer.ts';
import { ScriptedUpstream } from '../support/scriptedUpstream.ts';

/** Code that shares its words with the place where a completion is asked for, and a word that must not leave. */
const helper = (seed: string) => `export function addMoney${seed}(one: Money, other: Money): Money {
  return { amount: one.amount + other.amount, currency: one.currency };
}
`;
/** Files of the workspace that must not be sent, by the word in each. */
const KEPT_BACK: Readonly<Record<string, string>> = {
  'project/src/aiIgnored.ts': 'SeedAi',
  'project/src/cursorIgnored.ts': 'SeedCursor',
  'project/src/gitIgnored.ts': 'SeedGit',
  'project/src/private/excluded.ts': 'SeedSetting',
  'project/src/secrets.json': 'SeedSecretName',
  'project/.env': 'SeedDotenv',
  'project/deploy/id_ed25519_work': 'SeedKey',
  'outside/linkedFile.ts': 'SeedLinkedFile',
  'outside/folder/linkedFolder.ts': 'SeedLinkedFolder',
};
const IMPORTED = [
  './money',
  './aiIgnored',
  './cursorIgnored',
  './gitIgnored',
  './private/excluded',
  './secrets.json',
  './linkedFile',
  './linked/linkedFolder',
  './pipe',
  '../../outside/linkedFile',
];
const ORDERS = `${IMPORTED.map((path, index) => `import * as m${index} from '${path}';`).join('\n')}

function totalOf(lines: OrderLine[]): Money {
  let total: Money = { amount: 0, currency: 'EUR' };
  `;

describe('a workspace with files that must not leave', function () {
  this.timeout(120_000);
  let root: string;
  let upstream: ScriptedUpstream;
  let server: StdioServer;
  const uriOf = (path: string) => pathToFileURL(join(root, path)).href;

  beforeEach(async () => {
    root = mkdtempSync(join(tmpdir(), 'aurelis-'));
    const files: Record<string, string> = {
      'project/src/orders.ts': ORDERS,
      'project/src/money.ts': helper('SeedAllowed'),
      'project/.gitignore': 'gitIgnored.ts\n',
      'project/.aiignore': 'aiIgnored.ts\n!gitIgnored.ts\n',
      'project/src/.cursorignore': '/cursorIgnored.ts\n',
    };
    for (const [path, seed] of Object.entries(KEPT_BACK)) files[path] = helper(seed);
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    symlinkSync(join(root, 'outside/linkedFile.ts'), join(root, 'project/src/linkedFile.ts'));
    symlinkSync(join(root, 'outside/folder'), join(root, 'project/src/linked'));
    execFileSync('mkfifo', [join(root, 'project/src/pipe.ts')]);
    upstream = await new ScriptedUpstream().start();
    upstream.plan = () => ({ chunks: ['return total;'] });
    const endpoint = { id: 's', provider: 'openai', url: upstream.url, model: 'qwen2.5-coder' };
    server = await StdioServer.start({
      script: join(ROOT, 'server/src/app/main.ts'),
      folder: join(root, 'project'),
      storagePath: join(root, 'storage'),
      settings: {
        endpoints: [endpoint],
        privacy: { exclude: ['private/**', '**/private/**'] },
        completion: { debounceMs: 0, speculate: false },
        cache: { disk: { enable: false } },
      },
    });
  });

  afterEach(async () => {
    await server.stop();
    await upstream.stop();
    rmSync(root, { recursive: true });
  });

  const endOf = (text: string) => {
    const lines = text.split('\n');
    return { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
  };
  const bodies = () => JSON.stringify(upstream.received.map(({ body }) => body));

  it('sends nothing of them, open or imported, and asks nothing about them', async () => {
    for (const path of Object.keys(KEPT_BACK).filter((each) => each.startsWith('project/'))) {
      const text = readFileSync(join(root, path), 'utf8');
      await server.open(uriOf(path), 'typescript', text);
      assert.equal(await server.complete(uriOf(path), endOf(text), true), undefined, path);
    }
    assert.equal(upstream.received.length, 0);
    // Imports are read for the next request, so each asks at another place.
    for (let time = 0; time < 100 && !bodies().includes('SeedAllowed'); time++) {
      const text = `${ORDERS}const value${time} = `;
      const uri = uriOf(`project/src/orders${time}.ts`);
      await server.open(uri, 'typescript', text);
      await server.complete(uri, endOf(text), true);
    }
    assert.match(bodies(), /SeedAllowed/);
    for (const seed of Object.values(KEPT_BACK)) assert.ok(!bodies().includes(seed), seed);
  });

  it('learns nothing of them', async () => {
    await server.workspaceRead();
    // `orders.ts`, `money.ts`, and the three ignore files themselves.
    assert.equal((await server.metrics()).workspace.files, 5);
  });

  it('obeys a list that has come since', async () => {
    const text = 'const before = ';
    const uri = uriOf('project/src/late.ts');
    await server.open(uri, 'typescript', text);
    assert.ok(await server.complete(uri, endOf(text), true));
    writeFileSync(join(root, 'project/.aurelisignore'), 'late.ts\n');
    const isExcluded = async () => (await server.complete(uri, endOf(text), true)) === undefined;
    const until = performance.now() + 60_000;
    while (!(await isExcluded()) && performance.now() < until) {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    assert.ok(await isExcluded());
  });
});
