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
    assert.match(complete('src/orders.ts').stderr, /Usage/);
    assert.match(complete('src/orders.ts:9999:1').stderr, /has \d+ lines/);
    assert.match(complete('src/orders.ts:1:999').stderr, /has \d+ characters/);
    assert.match(complete('src').stderr, /Usage/);
    assert.match(complete('src:1:1').stderr, /is not a file/);
    assert.match(complete('--nosuchflag').stderr, /^Unknown option '--nosuchflag'.*\nUsage/);
    assert.match(complete('nowhere.ts:1:1').stderr, /nowhere\.ts does not exist/);
    assert.match(
      complete('src/orders.ts:1:1', '--settings', 'none.json').stderr,
      /cannot be read as settings/,
    );
  });
});
