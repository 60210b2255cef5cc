import { spawn } from 'node:child_process';
import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { ROOT } from '../root.ts';
import { only } from '../testFiles.ts';
import { applied, type Change } from './mutants.ts';

/** Folders that no unit test reads. */
const LEFT_OUT = ['node_modules', 'dist'];

/** How the tests took a change. */
export type Fate = 'killed' | 'timeout' | 'survived';

/** A copy of the repository in which sources are changed for a while; the checkout itself is never written to. */
export class MutatedCopy {
  readonly #folder = mkdtempSync(join(tmpdir(), 'aurelis-mutate-'));
  readonly #seed: number;
  #stop: (() => void) | undefined;

  /** `seed` is that of the property tests. */
  constructor(seed: number) {
    this.#seed = seed;
    for (const name of readdirSync(ROOT)) {
      const isLeftOut =
        LEFT_OUT.includes(name) || (name.startsWith('.') && name !== '.mocharc.json');
      if (!isLeftOut) cpSync(join(ROOT, name), join(this.#folder, name), { recursive: true });
    }
    symlinkSync(join(ROOT, 'node_modules'), join(this.#folder, 'node_modules'), 'junction');
  }

  /** Runs test files, in turn, over a file with a change in it, up to the first that fails. */
  async fateOf(
    file: string,
    change: Change,
    tests: readonly (readonly string[])[],
    limitMs: number,
  ): Promise<Fate> {
    const path = join(this.#folder, file);
    const original = readFileSync(path, 'utf8');
    writeFileSync(path, applied(original, change));
    try {
      const until = performance.now() + limitMs;
      for (const files of tests) {
        if (files.length === 0) continue;
        const { fate } = await this.run(files, until - performance.now());
        if (fate !== 'survived') return fate;
      }
      return 'survived';
    } finally {
      writeFileSync(path, original);
    }
  }

  /** Runs test files up to the first test that fails. */
  async run(files: readonly string[], limitMs: number): Promise<{ fate: Fate; output: string }> {
    const child = spawn(
      join(ROOT, 'node_modules/.bin/mocha'),
      [...only(files), '--bail', '--exit'],
      {
        cwd: this.#folder,
        stdio: ['ignore', 'pipe', 'pipe'],
        env: { ...process.env, AURELIS_SEED: String(this.#seed) },
        shell: process.platform === 'win32',
      },
    );
    let isLate = false;
    this.#stop = () => child.kill('SIGKILL');
    const timer = setTimeout(() => {
      isLate = true;
      this.#stop?.();
    }, limitMs);
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
    const [output, errors, status] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      ended,
    ]);
    clearTimeout(timer);
    const fate = isLate ? 'timeout' : status === 0 ? 'survived' : 'killed';
    return { fate, output: output + errors };
  }

  dispose(): void {
    this.#stop?.();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
