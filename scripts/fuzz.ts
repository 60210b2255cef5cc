import { availableParallelism } from 'node:os';
import { parseOptions } from '../tools/options.ts';
import { randomSeed } from '../tools/propertySeed.ts';
import { namedTests, propertyTests } from '../tools/testFiles.ts';
import { runUnder, type SeededRun } from './seededRun.ts';

const USAGE = 'Usage: npm run fuzz [-- --seeds=N] [-- FILE…]';
/** Runs from one line of progress to the next. */
const PROGRESS = 10;

/** `npm run fuzz`: the property tests again and again, each time under another seed. */
const { values, positionals } = parseOptions(USAGE, {
  allowPositionals: true,
  options: { seeds: { type: 'string', default: '300' } },
});
if (!/^[1-9]\d*$/.test(values.seeds)) {
  console.error(`--seeds must be a whole number from 1 on, not "${values.seeds}".`);
  console.error(USAGE);
  process.exit(1);
}
const count = Number(values.seeds);
const files = positionals.length > 0 ? namedTests(positionals) : propertyTests();
console.log(`${files.length} files with property tests, ${count} seeds`);
const failed: SeededRun[] = [];
let begun = 0;
let ended = 0;
await Promise.all(Array.from({ length: Math.max(1, availableParallelism() - 1) }, runSome));
for (const run of failed) console.log(commandFor(run));
console.log(`${ended} runs, ${failed.length} failed`);
process.exit(failed.length === 0 ? 0 : 1);

/** One run after the other, until enough have begun. */
async function runSome(): Promise<void> {
  while (begun++ < count) {
    const run = await runUnder(randomSeed(Math.random), files);
    ended++;
    if (run.failing.length > 0) {
      failed.push(run);
      // Said at once, too: who waits no longer still has it.
      console.log(`${run.output}\n${commandFor(run)}`);
    }
    if (ended % PROGRESS === 0) console.log(`${ended} of ${count}, ${failed.length} failed`);
  }
}

function commandFor({ seed, failing }: SeededRun): string {
  return `AURELIS_SEED=${seed} npm run unit -- ${failing.join(' ')}`;
}
