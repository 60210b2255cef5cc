import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isMainThread } from 'node:worker_threads';
import { ENTERED, instrumented } from './instrument.ts';

/**
 * Loaded by the server's process before anything else: instruments every file of `server/src`. The first `SIGUSR2` begins
 * a recording; the second ends it, and writes into the file named by the query of this module's URL a path for each
 * function that was entered, in order.
 */
const ROOT = join(import.meta.dirname, '../..');
const output = new URL(import.meta.url).searchParams.get('output') ?? '';

if (isMainThread) record();

function record(): void {
  const paths = globSync('server/src/**/*.ts', { cwd: ROOT }).sort();
  const texts = instrumented(paths.map((path) => readFileSync(join(ROOT, path), 'utf8')));
  const sources = new Map(
    paths.map((path, index) => [pathToFileURL(join(ROOT, path)).href, texts[index]]),
  );
  registerHooks({
    load(url, context, next) {
      const source = sources.get(url);
      if (source === undefined) return next(url, context);
      return { format: 'module-typescript', source, shortCircuit: true };
    },
  });
  let entered: number[] | undefined;
  Object.assign(globalThis, { [ENTERED]: (file: number) => entered?.push(file) });
  process.on('SIGUSR2', () => {
    if (entered === undefined) {
      entered = [];
      return;
    }
    writeFileSync(output, JSON.stringify(entered.map((file) => paths[file])));
    entered = undefined;
  });
}
