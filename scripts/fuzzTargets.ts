import { availableParallelism } from 'node:os';
import { repeatCommand } from '../test/hostile/slice.ts';
import { casesOf, targets } from '../test/hostile/targets/index.ts';
import { type RunFault, type RunResult, watchedRun } from '../test/hostile/watchedRun.ts';

/** Time from one line of progress to the next, in milliseconds. */
const PROGRESS_MS = 10_000;
/** Seeds that are taken by chance: each slice adds one. */
const SEEDS = 900_000_000;

interface FuzzOptions {
  readonly cases: number;
  /** The name of the only target to run; all without it. */
  readonly target: string | undefined;
  readonly seed: string | undefined;
}

/** Runs the hostile fuzzers; returns how many targets had a fault, and tells how each is repeated. */
export async function fuzzTargets({ cases, target: name, seed }: FuzzOptions): Promise<number> {
  const chosen = targets.filter((target) => name === undefined || target.name === name);
  if (chosen.length === 0) {
    console.error(
      `No target is named "${name}". There are: ${targets.map((each) => each.name).join(', ')}.`,
    );
    return 1;
  }
  const first = seed === undefined ? Math.floor(Math.random() * SEEDS) : Number(seed);
  console.log(`${cases} cases, first seed ${first}`);
  const began = performance.now();
  const rate = () => Math.round((done / (performance.now() - began)) * 1_000);
  let [done, lastLine] = [0, began];
  const waiting = [...chosen];
  const results: RunResult[] = [];
  const runSome = async (): Promise<void> => {
    for (let target = waiting.shift(); target !== undefined; target = waiting.shift()) {
      const own = chosen.length === 1 ? cases : casesOf(target, cases);
      const onSlice = (slice: { readonly cases: number }) => {
        done += slice.cases;
        if (performance.now() < lastLine + PROGRESS_MS) return;
        lastLine = performance.now();
        console.log(`${done} of ${cases}, ${rate()} a second`);
      };
      const result = await watchedRun(target, { seed: first, cases: own, onSlice });
      results.push(result);
      tell(result);
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, availableParallelism() - 1) }, runSome));
  for (const { fault, target } of results)
    if (fault) console.log(repeatCommand(target, fault.slice));
  const count = (kind: RunFault['kind']) =>
    results.filter(({ fault }) => fault?.kind === kind).length;
  const peak = Math.max(...results.map(({ peakRss }) => peakRss));
  const slowest = Math.max(...results.map(({ slowestMs }) => slowestMs));
  console.log(
    `${done} cases of ${results.length} targets: ${count('failure')} failures, ${count('exit')} exits, ${count('hang')} hangs, ${count('leak')} leaks; ${rate()} cases a second, slowest ${Math.round(slowest)} ms, peak RSS ${megabytes(peak)} MB`,
  );
  return results.filter(({ fault }) => fault !== undefined).length;
}

function tell({ target, cases, slowestMs, peakRss, growth, fault }: RunResult): void {
  console.log(
    `${target.name}: ${cases} cases, slowest ${Math.round(slowestMs)} ms, held ${growth < 0 ? '' : '+'}${megabytes(growth)} MB, peak RSS ${megabytes(peakRss)} MB${fault === undefined ? '' : `, ${fault.kind.toUpperCase()}`}`,
  );
  // Said at once: who waits no longer still has it.
  if (fault !== undefined) console.log(`${fault.text}\n${repeatCommand(target, fault.slice)}`);
}

const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1);
