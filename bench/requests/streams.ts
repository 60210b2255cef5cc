import type { Measured } from '../support/bench.ts';
import { printTable, quantile } from '../support/table.ts';
import { callers, type Told } from './callers.ts';
import { UpstreamProcess } from './upstreamProcess.ts';

const CALLERS = 1_000;
/** How late a loop was is by chance: the median of several runs counts, in turns. */
const RUNS = 5;
/** The name of a measure. */
export const QUICK_CALLERS = '1,000 callers, one event after 60 ms';

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
  const runs: { readonly bare: Told; readonly ours: Told }[] = [];
  while (runs.length < RUNS) {
    const bare = await callers({ kind: 'bare', url: slow.url, callers: CALLERS });
    const ours = await callers({ kind: 'ours', url: slow.url, callers: CALLERS });
    runs.push({ bare, ours });
    tell('streams of 2 s, bare undici', bare);
    tell('the same, ours', ours);
  }
  slow.stop();
  const median = (of: 'bare' | 'ours', what: keyof Told) =>
    quantile(
      runs.map((run) => run[of][what]),
      0.5,
    );
  const quick = await UpstreamProcess.begin({ delayMs: 60 });
  const bareQuick = await callers({ kind: 'bare', url: quick.url, callers: CALLERS, rounds: 10 });
  const oursQuick = await callers({ kind: 'ours', url: quick.url, callers: CALLERS, rounds: 10 });
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
    {
      name: '1,000 streams: answered',
      unit: '',
      value: Math.min(...runs.map(({ ours }) => ours.answered)),
      bar: atLeast(CALLERS),
    },
    {
      name: '1,000 streams: per second, beside bare undici',
      unit: '×',
      value: median('ours', 'perSecond') / median('bare', 'perSecond'),
      bar: atLeast(0.7),
    },
    {
      name: '1,000 streams: memory above bare undici',
      unit: 'MB',
      value: median('ours', 'megabytes') - median('bare', 'megabytes'),
      bar: atMost(80),
    },
    {
      name: '1,000 streams: event loop lag p99, beside bare undici',
      unit: '×',
      value: median('ours', 'lagMs') / median('bare', 'lagMs'),
      bar: atMost(1.5),
    },
    {
      name: QUICK_CALLERS,
      unit: '/s',
      value: oursQuick.perSecond,
      bar: atLeast(2_000),
    },
  ];
}
