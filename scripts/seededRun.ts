import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { ROOT } from '../tools/root.ts';
import { only } from '../tools/testFiles.ts';

/** Run of test files in a process of its own. */
export interface SeededRun {
  readonly seed: number;
  /** Files with a test that failed; all where it did not come as far as to say so. */
  readonly failing: readonly string[];
  readonly output: string;
}

/** Runs test files with their property tests under a seed. */
export async function runUnder(seed: number, files: readonly string[]): Promise<SeededRun> {
  const folder = mkdtempSync(join(tmpdir(), 'aurelis-run-'));
  const counts = join(folder, 'counts.json');
  const child = spawn(join(ROOT, 'node_modules/.bin/mocha'), only(files), {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, AURELIS_SEED: String(seed), AURELIS_TEST_COUNTS: counts },
    shell: process.platform === 'win32',
  });
  const [output, errors, [status, signal]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  const failing = status === 0 ? [] : failingIn(counts, files);
  rmSync(folder, { recursive: true });
  const ending = signal === null ? '' : `Mocha was ended by ${signal}.`;
  return { seed, failing, output: `${output}${errors}${ending}` };
}

function failingIn(counts: string, files: readonly string[]): readonly string[] {
  try {
    const { failing }: { failing: readonly string[] } = JSON.parse(readFileSync(counts, 'utf8'));
    return failing.length > 0 ? failing : files;
  } catch {
    // Mocha did not come as far as to count.
    return files;
  }
}
