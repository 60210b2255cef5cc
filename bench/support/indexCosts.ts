import { join } from 'node:path';
import { systemClock } from '../../server/src/base/clock.ts';
import { DocumentStore } from '../../server/src/documents/documentStore.ts';
import { PREDICTION_WINDOW } from '../../server/src/domain/predictor.ts';
import { collectFiles } from '../../server/src/workspace/collectFiles.ts';
import { WorkspacePredictor } from '../../server/src/workspace/workspacePredictor.ts';
import { quantile } from './table.ts';

/** Run by the workspace bench in a process of its own: prints what a full index costs, as JSON. */
const PACKAGES = [
  'effect',
  'rxjs',
  'zod',
  '@azure',
  'undici',
  'playwright-core',
  'knip',
  'typescript',
  '@types',
];
const modules = join(import.meta.dirname, '../../node_modules');
const folders = PACKAGES.map((name) => join(modules, name));
const worker = new URL('../../dist/workspaceWorker.js', import.meta.url);

const before = process.memoryUsage.rss();
const begin = performance.now();
const ready = Promise.withResolvers<void>();
const predictor = new WorkspacePredictor(
  { worker, folders, excludes: [] },
  new DocumentStore(),
  systemClock,
  () => ready.resolve(),
);
// Nothing else keeps the process alive while the worker reads.
const alive = setInterval(() => undefined, 1_000);
await ready.promise;
const seconds = (performance.now() - begin) / 1000;

const queryMs: number[] = [];
const bounds = { folders, excludes: [], maxFiles: 200, maxBytes: 4_000_000 };
for (const { path, text } of collectFiles(bounds)) {
  if (text.length < 20_000) continue;
  for (let share = 0.1; share < 0.9; share += 0.1) {
    const offset = Math.floor(text.length * share);
    const query = {
      uri: path,
      languageId: '',
      prefix: text.slice(Math.max(0, offset - PREDICTION_WINDOW.prefix), offset),
      suffix: text.slice(offset, offset + PREDICTION_WINDOW.suffix),
      maxLines: 12,
    };
    const start = performance.now();
    await predictor.predict(query, new AbortController().signal);
    queryMs.push(performance.now() - start);
  }
}
const { files, tokens } = predictor.state();
const residentMegabytes = process.memoryUsage.rss() / 2 ** 20;
console.log(
  JSON.stringify({
    files,
    tokens,
    seconds,
    residentMegabytes,
    addedMegabytes: residentMegabytes - before / 2 ** 20,
    queryMs: quantile(queryMs, 0.95),
  }),
);
clearInterval(alive);
predictor.dispose();
