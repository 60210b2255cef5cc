import { existsSync, globSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { ROOT } from './root.ts';

const { spec, ...settings } = JSON.parse(readFileSync(join(ROOT, '.mocharc.json'), 'utf8'));

/** Files with tests that check properties of random input, as paths from the repository's folder; without the fuzzers. */
export const propertyTests = (): string[] =>
  globSync(spec, { cwd: ROOT })
    .map(withSlashes)
    .filter((file) => !file.startsWith('test/hostile/'))
    .filter((file) => /from 'fast-check'/.test(readFileSync(join(ROOT, file), 'utf8')))
    .sort();

/** The test files that a user named, as paths from the repository's folder; ends the process where one is none. */
export function namedTests(names: readonly string[]): string[] {
  for (const name of names) {
    if (existsSync(name) && name.endsWith('.test.ts')) continue;
    const reason = existsSync(name) ? 'is no test file (NAME.test.ts)' : 'does not exist';
    console.error(`${name} ${reason}.`);
    process.exit(1);
  }
  return names.map((name) => withSlashes(relative(ROOT, resolve(name))));
}

/** Arguments with which mocha runs these files and no others, otherwise as it runs all. */
export const only = (files: readonly string[]): string[] => [
  '--no-config',
  ...Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]),
  ...files,
];

const withSlashes = (path: string): string => path.replaceAll('\\', '/');
