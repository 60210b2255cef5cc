import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { FuzzTarget } from './fuzzTarget.ts';
import { growthOf, MAX_GROWTH, type SliceEvent } from './run.ts';

/** Results of a target's cases. */
export interface RunResult {
  readonly target: FuzzTarget;
  readonly cases: number;
  readonly slowestMs: number;
  readonly peakRss: number;
  /** Growth of what is held, in bytes. */
  readonly growth: number;
  readonly fault: RunFault | undefined;
}

export interface RunFault {
  readonly kind: 'failure' | 'exit' | 'hang' | 'leak';
  readonly text: string;
  /** The slice that it happened in, to repeat it. */
  readonly slice: { readonly seed: number; readonly cases: number };
}

/** A slice that takes longer than this hangs, in milliseconds; most take seconds. */
const SILENT_MS = 10 * 60_000;

interface RunOptions {
  readonly seed: number;
  readonly cases: number;
  readonly onSlice: (slice: SliceEvent) => void;
}

/** Runs a target in a process of its own, so that an exit and an endless loop are seen from outside. */
export async function watchedRun(
  target: FuzzTarget,
  { seed, cases, onSlice }: RunOptions,
): Promise<RunResult> {
  const child = fork(join(import.meta.dirname, 'fuzzProcess.ts'), [
    target.name,
    String(seed),
    String(cases),
  ]);
  const slices: SliceEvent[] = [];
  let isSilent = false;
  const silent = () => {
    isSilent = true;
    child.kill('SIGKILL');
  };
  let watch = setTimeout(silent, SILENT_MS);
  child.on('message', (message) => {
    const slice = message as SliceEvent;
    slices.push(slice);
    clearTimeout(watch);
    watch = setTimeout(silent, SILENT_MS);
    onSlice(slice);
  });
  const [code, signal] = await once(child, 'close');
  clearTimeout(watch);
  const done = slices.reduce((sum, each) => sum + each.cases, 0);
  const next = {
    seed: seed + slices.length,
    cases: Math.min(cases - done, slices[0]?.cases ?? cases),
  };
  const growth = growthOf(slices.map(({ memory }) => memory.held));
  return {
    target,
    cases: done,
    slowestMs: Math.max(0, ...slices.map(({ slowestMs }) => slowestMs)),
    peakRss: Math.max(0, ...slices.map(({ memory }) => memory.rss)),
    growth,
    fault:
      failureIn(slices) ??
      (code === 0
        ? leakIn(growth, { seed, cases })
        : isSilent
          ? {
              kind: 'hang',
              text: `no slice ended within ${SILENT_MS / 60_000} minutes`,
              slice: next,
            }
          : { kind: 'exit', text: `the process ended with ${signal ?? code}`, slice: next }),
  };
}

function failureIn(slices: readonly SliceEvent[]): RunFault | undefined {
  const last = slices.at(-1);
  return last?.failure === undefined
    ? undefined
    : { kind: 'failure', text: last.failure, slice: last };
}

const leakIn = (growth: number, slice: RunFault['slice']): RunFault | undefined =>
  growth > MAX_GROWTH
    ? { kind: 'leak', text: `${Math.round(growth / 1e6)} MB more are held at the end`, slice }
    : undefined;
