import { availableParallelism } from 'node:os';
import { randomSeed } from '../tools/propertySeed.ts';
import { runUnder, type SeededRun } from './seededRun.ts';

/** Runs from one line of progress to the next. */
const PROGRESS = 10;

/** Runs property tests again and again, each time under another seed; returns how many runs failed. */
export async function fuzzProperties(files: readonly string[], count: number): Promise<number> {
  console.log(`${files.length} files with property tests, ${count} seeds`);
  const failed: SeededRun[] = [];
  let begun = 0;
  let ended = 0;
  /** One run after the other, until enough have begun. */
  const runSome = async (): Promise<void> => {
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
  };
  const parallel = Math.max(1, availableParallelism() - 1);
  await Promise.all(Array.from({ length: parallel }, runSome));
  for (const run of failed) console.log(commandFor(run));
  console.log(`${ended} runs, ${failed.length} failed`);
  return failed.length;
}

function commandFor({ seed, failing }: SeededRun): string {
  return `AURELIS_SEED=${seed} npm run unit -- ${failing.join(' ')}`;
}
