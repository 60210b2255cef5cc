import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { randomSeed } from './propertySeed.ts';
import { ROOT } from './root.ts';

/** How many checks of a step passed and failed. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
}

/** Runs one of the installed tools; a tool that ends well is one passed check. */
export function tool(name: string, ...args: readonly string[]): Counts {
  const began = performance.now();
  const { status } = spawnSync(join(ROOT, 'node_modules/.bin', name), args, {
    cwd: ROOT,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  tell(name, status === 0, began);
  return status === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/** Runs mocha's suites, all files under one seed; a run that could not count is a failed one. */
export function mocha(...args: readonly string[]): Counts {
  const began = performance.now();
  const seed = process.env.AURELIS_SEED ?? String(randomSeed(Math.random));
  console.log(`property tests: AURELIS_SEED=${seed}`);
  const file = join(ROOT, 'node_modules/.aurelis-counts.json');
  rmSync(file, { force: true });
  const { status } = spawnSync(join(ROOT, 'node_modules/.bin/mocha'), args, {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...process.env, AURELIS_TEST_COUNTS: file, AURELIS_SEED: seed },
    shell: process.platform === 'win32',
  });
  const counts = readCounts(file);
  tell('mocha', status === 0 && counts.failed === 0, began);
  return status === 0 || counts.failed > 0 ? counts : { ...counts, failed: counts.failed + 1 };
}

/** Reads the counts that the reporter wrote; nothing written means that nothing ran. */
function readCounts(file: string): Counts {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    // Mocha did not come as far as to count.
    return { passed: 0, failed: 1 };
  }
}

/** One line about a step. */
export function tell(name: string, isGood: boolean, began: number): void {
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  console.log(`${isGood ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)`);
}

export const total = (all: readonly Counts[]): Counts => ({
  passed: all.reduce((sum, { passed }) => sum + passed, 0),
  failed: all.reduce((sum, { failed }) => sum + failed, 0),
});

/** Prints the line that tells it all, and ends the process accordingly. */
export function conclude({ passed, failed }: Counts): never {
  console.log(`${passed} passed, ${failed} failed`);
  process.exit(failed === 0 && passed > 0 ? 0 : 1);
}
