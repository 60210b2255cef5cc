import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** The figures that the callers of `caller.ts` report. */
export interface Told {
  readonly answered: number;
  readonly perSecond: number;
  readonly cpuSeconds: number;
  readonly seconds: number;
  readonly megabytes: number;
  readonly lagMs: number;
  readonly worstLagMs: number;
  readonly p99: number;
}

/** Runs `callers` callers at once in a process of their own, each asking `rounds` times, one answer after the other. */
export async function callers(options: {
  readonly kind: 'ours' | 'bare';
  readonly url: string;
  readonly callers: number;
  readonly rounds?: number;
  readonly headers?: Readonly<Record<string, string>>;
}): Promise<Told> {
  const { kind, url, callers: count, rounds = 1, headers = {} } = options;
  const script = join(import.meta.dirname, 'caller.ts');
  const child = fork(script, [kind, url, `${count}`, `${rounds}`, JSON.stringify(headers)]);
  const [told] = await once(child, 'message');
  return told as Told;
}
