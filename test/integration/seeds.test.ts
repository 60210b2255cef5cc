import { strict as assert } from 'node:assert';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from '../../tools/root.ts';

const FAILS = 'test/support/fixtures/neverHolds.test.ts';
const PASSES = 'test/unit/base/batches.test.ts';

function run(script: string, args: readonly string[], environment = {}) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(ROOT, 'scripts', script), ...args],
    { cwd: ROOT, encoding: 'utf8', env: { ...process.env, ...environment } },
  );
  return { status, stdout, stderr };
}

const seedOf = (output: string) => /property tests: AURELIS_SEED=(\d+)/.exec(output)?.[1];
const counterexampleOf = (output: string) => /Counterexample: .*/.exec(output)?.[0];

describe('npm run unit', function () {
  this.timeout(60_000);

  it('runs one file, and repeats a failure by its seed', () => {
    assert.match(run('unit.ts', [PASSES]).stdout, /\b[1-9]\d* passed, 0 failed\s*$/);
    const first = run('unit.ts', [FAILS], { AURELIS_SEED: undefined });
    const seed = seedOf(first.stdout);
    assert.equal(first.status, 1);
    assert.ok(seed !== undefined && counterexampleOf(first.stdout) !== undefined);
    const again = run('unit.ts', [FAILS], { AURELIS_SEED: seed });
    assert.equal(counterexampleOf(again.stdout), counterexampleOf(first.stdout));
    const other = run('unit.ts', [FAILS], { AURELIS_SEED: String(Number(seed) ^ 1) });
    assert.notEqual(counterexampleOf(other.stdout), counterexampleOf(first.stdout));
  });

  it('says what is wrong with a file or a seed', () => {
    const wrong: [args: string[], seed: string | undefined, says: RegExp][] = [
      [[], undefined, /^Usage: npm run unit -- FILE…/],
      [['test/unit/gone.test.ts'], undefined, /^test\/unit\/gone\.test\.ts does not exist\./],
      [['scripts/unit.ts'], undefined, /^scripts\/unit\.ts is no test file/],
      [[PASSES], '0x10', /AURELIS_SEED must be a whole number from 0 to 2147483647, not "0x10"\./],
      [[PASSES], '2147483648', /not "2147483648"\./],
    ];
    for (const [args, AURELIS_SEED, says] of wrong) {
      const { status, stderr } = run('unit.ts', args, { AURELIS_SEED });
      assert.match(stderr, says);
      assert.equal(status, 1);
    }
  });
});

describe('npm run fuzz', function () {
  this.timeout(60_000);

  it('tells each seed that fails by the command that repeats it', () => {
    const { status, stdout } = run('fuzz.ts', ['--seeds=2', FAILS, PASSES]);
    const repeated = stdout.match(/^AURELIS_SEED=\d+ npm run unit -- .+$/gm) ?? [];
    assert.equal(new Set(repeated).size, 2);
    assert.equal(repeated.length, 4, 'each at once, and again at the end');
    for (const line of repeated) assert.ok(line.endsWith(` -- ${FAILS}`), line);
    assert.equal(stdout.trim().split('\n').at(-1), '2 runs, 2 failed');
    assert.equal(status, 1);
  });

  it('passes where no seed fails', () => {
    const { status, stdout } = run('fuzz.ts', ['--seeds=2', PASSES]);
    assert.equal(stdout.trim().split('\n').at(-1), '2 runs, 0 failed');
    assert.equal(status, 0);
  });

  it('says what is wrong with its options', () => {
    const wrong: [args: string[], says: RegExp][] = [
      [['--seeds=0'], /^--seeds must be a whole number from 1 on, not "0"\./],
      [['--often'], /Unknown option '--often'/],
    ];
    for (const [args, says] of wrong) {
      const { status, stderr } = run('fuzz.ts', args);
      assert.match(stderr, says);
      assert.equal(status, 1);
    }
  });
});
