import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { randomSeed } from '../test/support/propertySeed.ts';
import { runUnder, type SeededRun } from './seededRun.ts';
import { namedTests, propertyTests } from './testFiles.ts';

const USAGE = 'Usage: npm run fuzz [-- --seeds=N] [-- FILE…]';
/** Told of every so many runs. */
const PROGRESS = 10;

/** `npm run fuzz`: the property tests again and again, each time under another seed. */
const { count, names } = parse(process.argv.slice(2));
const files = names.length > 0 ? namedTests(names) : propertyTests();
console.log(`${files.length} files with property tests, ${count} seeds`);
const failed: SeededRun[] = [];
let begun = 0;
let ended = 0;
await Promise.all(Array.from({ length: Math.max(1, availableParallelism() - 1) }, runSome));
for (const { seed, failing } of failed) {
  console.log(`AURELIS_SEED=${seed} npm run unit -- ${failing.join(' ')}`);
}
console.log(`${ended} runs, ${failed.length} failed`);
process.exit(failed.length === 0 ? 0 : 1);

/** One run after the other, until enough have begun. */
async function runSome(): Promise<void> {
  while (begun++ < count) {
    const run = await runUnder(randomSeed(Math.random), files);
    ended++;
    if (run.failing.length > 0) {
      failed.push(run);
      console.log(run.output);
    }
    if (ended % PROGRESS === 0) console.log(`${ended} of ${count}, ${failed.length} failed`);
  }
}

function parse(args: string[]): { count: number; names: string[] } {
  try {
    const options = { seeds: { type: 'string', default: '300' } } as const;
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options });
    if (/^[1-9]\d*$/.test(values.seeds)) return { count: Number(values.seeds), names: positionals };
    console.error(`--seeds must be a whole number from 1 on, not "${values.seeds}".`);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
  }
  console.error(USAGE);
  process.exit(1);
}
