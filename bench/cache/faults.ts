import { diskFaults } from '../../tools/faults/diskFaults.ts';
import { httpFaults } from '../../tools/faults/httpFaults.ts';
import { redisFaults } from '../../tools/faults/redisFaults.ts';
import { meet } from '../../tools/faults/scenario.ts';
import type { Measured } from '../support/bench.ts';
import { printTable, quantile } from '../support/table.ts';

/** Measures the cost of a broken tier to a request, over an upstream that answers at once. */
export async function faults(): Promise<Measured[]> {
  const rows: string[][] = [];
  let worst = 0;
  let wrong = 0;
  let incidents = 0;
  for (const fault of [...redisFaults, ...diskFaults, ...httpFaults]) {
    const report = await meet(fault);
    const p99 = quantile(report.addedMs, 0.99);
    worst = Math.max(worst, p99);
    wrong += report.wrong;
    incidents = Math.max(incidents, report.incidents);
    rows.push([
      fault.name,
      `${quantile(report.addedMs, 0.5).toFixed(2)} ms`,
      `${p99.toFixed(1)} ms`,
      `${Math.max(...report.addedMs).toFixed(0)} ms`,
      `${report.tierHits}/${report.tierMisses}/${report.tierErrors}`,
      String(report.wrong),
      String(report.incidents),
      report.foundAfterwards === undefined ? '–' : `${report.foundAfterwards} of 10`,
    ]);
  }
  printTable(
    ['600 requests while', 'p50', 'p99', 'most', 'hit/miss/error', 'wrong', 'told', 'mended'],
    rows,
  );
  const atMost = (value: number) => ({ is: 'atMost', value }) as const;
  return [
    { name: 'added p99 under the worst fault', unit: 'ms', value: worst, bar: atMost(50) },
    { name: 'wrong answers under any fault', unit: '', value: wrong, bar: atMost(0) },
    { name: 'log lines per incident, at most', unit: '', value: incidents, bar: atMost(1) },
  ];
}
