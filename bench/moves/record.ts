import { globSync, readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ENTERED, instrumented } from './instrument.ts';

const ROOT = join(import.meta.dirname, '../..');

interface Recorder {
  begin(): void;
  /** Ends the recording; returns a path from the repository's root for each function entered, in order. */
  end(): string[];
}

/** Instruments every file of `server/src` that is loaded from now on. */
export function recorder(): Recorder {
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
  return {
    begin() {
      entered = [];
    },
    end() {
      const entries = (entered ?? []).map((file) => paths[file] ?? '');
      entered = undefined;
      return entries;
    },
  };
}
