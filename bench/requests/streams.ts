import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Measured } from '../support/bench.ts';
import { printTable } from '../support/table.ts';
import { UpstreamProcess } from './upstreamProcess.ts';

const CALLERS = 1_000;

interface Told {
  readonly answered: number;
  readonly perSecond: number;
  readonly megabytes: number;
  readonly lagMs: number;
  readonly worstLagMs: number;
  readonly p99: number;
}

async function callers(kind: 'ours' | 'bare', url: string, rounds: number): Promise<Told> {
  const script = join(import.meta.dirname, 'caller.ts');
  const child = fork(script, [kind, url, String(CALLERS), String(rounds)]);
  const [told] = await once(child, 'message');
  return told as Told;
}

/** A thousand callers at once, ours beside bare undici, each in a process of its own against the same server. */
export async function streams(): Promise<Measured[]> {
  const rows: string[][] = [];
  const tell = (what: string, { answered, perSecond, megabytes, lagMs, worstLagMs, p99 }: Told) =>
    rows.push([
      what,
      String(answered),
      perSecond.toFixed(0),
      `${megabytes.toFixed(0)} MB`,
      `${lagMs.toFixed(0)} ms`,
      `${worstLagMs.toFixed(0)} ms`,
      `${p99.toFixed(0)} ms`,
    ]);
  const slow = await UpstreamProcess.begin({ events: 20, spreadMs: 2_000 });
  const [bare, ours] = [await callers('bare', slow.url, 1), await callers('ours', slow.url, 1)];
  slow.stop();
  tell('streams of 2 s, bare undici', bare);
  tell('the same, ours', ours);
  const quick = await UpstreamProcess.begin({ delayMs: 60 });
  const bareQuick = await callers('bare', quick.url, 10);
  const oursQuick = await callers('ours', quick.url, 10);
  quick.stop();
  tell('one event after 60 ms, bare undici', bareQuick);
  tell('the same, ours', oursQuick);
  printTable(
    [`${CALLERS} callers`, 'answered', 'per second', 'memory', 'lag p99', 'worst lag', 'p99'],
    rows,
  );
  const atMost = (value: number) => ({ is: 'atMost', value }) as const;
  const atLeast = (value: number) => ({ is: 'atLeast', value }) as const;
  return [
    { name: '1,000 streams: answered', unit: '', value: ours.answered, bar: atLeast(CALLERS) },
    {
      name: '1,000 streams: per second, beside bare undici',
      unit: '×',
      value: ours.perSecond / bare.perSecond,
      bar: atLeast(0.7),
    },
    {
      name: '1,000 streams: memory above bare undici',
      unit: 'MB',
      value: ours.megabytes - bare.megabytes,
      bar: atMost(80),
    },
    {
      name: '1,000 streams: event loop lag p99, beside bare undici',
      unit: '×',
      value: ours.lagMs / bare.lagMs,
      bar: atMost(1.5),
    },
    {
      name: '1,000 callers, one event after 60 ms',
      unit: '/s',
      value: oursQuick.perSecond,
      bar: atLeast(2_000),
    },
  ];
}
