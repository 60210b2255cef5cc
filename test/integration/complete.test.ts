import { strict as assert } from 'node:assert';
import { spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../../tools/root.ts';

describe('npm run complete', function () {
  this.timeout(30_000);
  let folder: string;
  /** Where the line that was begun ends. */
  let place: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'aurelis-'));
    cpSync(join(ROOT, 'examples/workspace'), folder, { recursive: true });
    const file = join(folder, 'src/orders.ts');
    const line = 'export function findOrder(id: st';
    appendFileSync(file, `\n${line}`);
    const lines = readFileSync(file, 'utf8').split('\n').length;
    place = `src/orders.ts:${lines}:${line.length + 1}`;
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  const complete = (...args: string[]) => {
    const script = join(ROOT, 'scripts/complete.ts');
    const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], {
      cwd: folder,
      encoding: 'utf8',
    });
    return { status, stdout, stderr };
  };

  it('prints a completion, where it came from and how long it took', () => {
    const { status, stdout, stderr } = complete(place);
    assert.equal(status, 0);
    assert.match(stdout, /^ring/);
    assert.match(stderr, /from workspace, [\d.]+ ms/);
  });

  it('prints JSON for scripts, and what is wrong with an endpoint', () => {
    const settings = join(folder, 'settings.json');
    const endpoint = { id: 'gone', provider: 'openai', url: 'http://127.0.0.1:9/v1', model: 'm' };
    writeFileSync(settings, JSON.stringify({ 'aurelis.endpoints': [endpoint] }));
    const { status, stdout } = complete(place, '--settings', settings, '--json');
    assert.equal(status, 1);
    const { text, from, problems, calls } = JSON.parse(stdout);
    assert.match(text, /^ring/);
    assert.deepEqual([from, problems, calls], ['workspace', ['gone: unreachable'], 2]);
  });

  it('says what is wrong with its arguments', () => {
    writeFileSync(join(folder, 'broken.json'), '{"endpoints": [}');
    writeFileSync(join(folder, 'list.json'), '[]');
    const settings = (name: string) => ['src/orders.ts:1:1', '--settings', name];
    const cases: [args: string[], says: RegExp][] = [
      [[], /^Usage/],
      [['src/orders.ts'], /^Usage/],
      [['src/orders.ts:1:1', 'src/orders.ts:2:1'], /^Usage/],
      [['src/orders.ts:9999:1'], /has \d+ lines/],
      [['src/orders.ts:0:1'], /has \d+ lines/],
      [['src/orders.ts:1:999'], /has \d+ characters/],
      [['src/orders.ts:1:0'], /has \d+ characters/],
      [['src'], /^Usage/],
      [['src:1:1'], /^src is not a file\.$/],
      [['--nosuchflag'], /^Unknown option '--nosuchflag'\nUsage/],
      [['nowhere.ts:1:1'], /^nowhere\.ts does not exist\.$/],
      [settings('none.json'), /^none\.json does not exist\.$/],
      [settings('src'), /^src is not a file\.$/],
      [settings('broken.json'), /^broken\.json cannot be read as settings: .+$/],
      [settings('list.json'), /^list\.json holds no settings: .+$/],
    ];
    for (const [args, says] of cases) {
      const { status, stdout, stderr } = complete(...args);
      assert.match(stderr.trim(), says);
      assert.deepEqual([status, stdout, /\n\s+at /.test(stderr)], [2, '', false], args.join(' '));
    }
    const help = complete('--help');
    assert.deepEqual([help.status, help.stderr], [0, '']);
    assert.match(help.stdout, /^Usage/);
  });

  it('takes settings as an editor keeps them, and says what is wrong with them', () => {
    const settings = join(folder, 'settings.json');
    const text = '{\n  // No model.\n  "aurelis.endpoints": [],\n}\n';
    writeFileSync(settings, text);
    assert.deepEqual(complete(place, '--settings', settings).status, 0);
    const unknown = '[{ "id": "odd", "provider": "nobody", "url": "http://127.0.0.1:9" }]';
    writeFileSync(settings, text.replace('[]', unknown));
    const { status, stderr } = complete(place, '--settings', settings);
    assert.equal(status, 1);
    assert.match(stderr, /aurelis\.endpoints.*provider/);
  });
});
