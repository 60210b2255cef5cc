import { parentPort } from 'node:worker_threads';
import { bounded } from '../../../server/src/base/bounded.ts';
import { adversarialTexts } from './adversarialTexts.ts';
import { LENGTH, MOST_MS, type Outcome, type Trial } from './trial.ts';

/** Tries expressions on texts that are made for them, and tells of each the longest time. */
parentPort?.on('message', (trial: Trial) => {
  const run = runnerOf(trial);
  let outcome: Outcome = { ms: 0, text: '' };
  for (const text of adversarialTexts(trial.source, trial.flags, LENGTH)) {
    if (outcome.ms > MOST_MS) break;
    const shown = `${JSON.stringify(text.slice(0, 40))} … ${JSON.stringify(text.slice(-8))}`;
    parentPort?.postMessage({ trying: shown });
    const ms = leastOf(9, () => processorMs(() => run(text)));
    if (ms > outcome.ms) outcome = { ms, text: shown };
  }
  parentPort?.postMessage(outcome);
});

/** As the expression is used: once, for all of a text, or between its parts. */
function runnerOf({ source, flags, isForParts, maxLength }: Trial): (text: string) => unknown {
  const expression = new RegExp(source, flags);
  if (maxLength !== undefined) return bounded(maxLength, expression).test;
  if (isForParts) return (text) => text.split(expression);
  if (expression.global) return (text) => text.replace(expression, '');
  return (text) => {
    expression.lastIndex = 0;
    return expression.exec(text);
  };
}

/** The least of some times, as a machine that has much to do makes some of them longer; one that is far too long is not taken again. */
function leastOf(count: number, measure: () => number): number {
  let least = measure();
  for (let index = 1; index < count && least > MOST_MS && least < 10 * MOST_MS; index++)
    least = Math.min(least, measure());
  return least;
}

/** Processor time of this thread. */
function processorMs(run: () => unknown): number {
  const before = process.threadCpuUsage();
  run();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1_000;
}
