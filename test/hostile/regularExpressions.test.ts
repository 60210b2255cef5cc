import { strict as assert } from 'node:assert';
import { once } from 'node:events';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { read, sourceFiles } from '../../tools/imports.ts';
import { ROOT } from '../../tools/root.ts';
import type { Made } from './expressions/madeExpressions.ts';
import { type Literal, scanSource } from './expressions/scanSource.ts';
import { MOST_MS, Trials } from './expressions/trial.ts';

const files = sourceFiles('{server/src,client/src,media}/**/*.ts');
const scans = files.map((file) => ({ file, text: read(file), scan: scanSource(read(file)) }));

describe('every regular expression', function () {
  // Of a hundred texts each takes less than a millisecond; a busy machine is slower.
  this.timeout(120_000);
  const trials = new Trials();
  after(() => trials.end());

  const check = async (where: string, source: string, flags: string, use: Use = {}) => {
    const { isForParts = false, maxLength } = use;
    const trial = { source, flags, isForParts, maxLength };
    let best = await trials.try(trial);
    // Processor time wavers with whatever else runs: one that is slow is slow each time.
    for (let again = 0; again < 2 && best.ms > MOST_MS && Number.isFinite(best.ms); again++) {
      const next = await trials.try(trial);
      if (next.ms < best.ms) best = next;
    }
    return best.ms <= MOST_MS ? [] : [`${where} takes ${best.ms} ms for ${best.text}`];
  };

  it('is found at all', () => {
    assert.ok(scans.flatMap(({ scan }) => scan.literals).length > 500);
    assert.ok(scans.flatMap(({ scan }) => scan.made).length > 15);
  });

  for (const { file, text, scan } of scans) {
    if (scan.literals.length === 0) continue;
    it(`of ${file} takes time in proportion to the text`, async () => {
      const slow: string[] = [];
      for (const literal of scan.literals) {
        const { line, source, flags } = literal;
        const where = `${file}:${line} /${source}/${flags}`;
        slow.push(...(await check(where, source, flags, useOf(literal, text))));
      }
      assert.deepEqual(slow, []);
    });
  }

  it('that is made when its module loads does, too', async () => {
    const makers = scans.filter(({ scan }) => scan.made.length > 0);
    const workerData = makers.map(({ file }) => ({ file, url: urlOf(file) }));
    const worker = new Worker(new URL('expressions/madeExpressions.ts', import.meta.url), {
      workerData,
    });
    const [made] = (await once(worker, 'message')) as [readonly Made[]];
    await worker.terminate();
    const known = new Set(made.map(({ file, line }) => `${file}:${line}`));
    const expected = makers.flatMap(({ file, scan }) => scan.made.map((line) => `${file}:${line}`));
    // One that is made later cannot be tried here: it has to be a literal, or none.
    assert.deepEqual([...known].sort(), [...new Set([...expected, ...known])].sort());
    const slow: string[] = [];
    for (const { file, line, source, flags } of made)
      slow.push(...(await check(`${file}:${line} /${source}/${flags}`, source, flags)));
    assert.deepEqual(slow, []);
  });
});

interface Use {
  readonly isForParts?: boolean;
  readonly maxLength?: number;
}

/** How the code around a literal uses it: `split` by it, or tried on texts that `bounded` lets through. */
function useOf({ before }: Literal, text: string): Use {
  if (/\.split\(\s*$/.test(before)) return { isForParts: true };
  const bound = /\bbounded\(\s*(\w+),\s*$/.exec(before)?.[1];
  if (bound === undefined) return {};
  const value = /^\d/.test(bound)
    ? bound
    : new RegExp(`^const ${bound} = ([\\d_]+);`, 'm').exec(text)?.[1];
  assert.ok(value, `the bound ${bound} is no number of its file`);
  return { maxLength: Number(value.replaceAll('_', '')) };
}

const urlOf = (file: string): string => pathToFileURL(join(ROOT, file)).href;
