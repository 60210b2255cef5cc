import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { actions } from '../bench/actions/index.ts';
import { anomalies } from '../bench/anomalies.ts';
import { cache } from '../bench/cache/index.ts';
import { gateway } from '../bench/gateway/index.ts';
import { hostile } from '../bench/hostile/index.ts';
import { latency } from '../bench/latency.ts';
import { memory } from '../bench/memory.ts';
import { metrics } from '../bench/metrics.ts';
import { moves } from '../bench/moves/index.ts';
import { pressure } from '../bench/pressure/index.ts';
import { prompts } from '../bench/prompts/index.ts';
import { requests } from '../bench/requests/index.ts';
import { routing } from '../bench/routing/index.ts';
import { seed } from '../bench/seed.ts';
import { servers } from '../bench/servers/index.ts';
import { soak } from '../bench/soak/index.ts';
import { type Bench, type Measured, reachesBar } from '../bench/support/bench.ts';
import { printTable } from '../bench/support/table.ts';
import { text } from '../bench/text/index.ts';
import { tuning } from '../bench/tuning/index.ts';
import { typing } from '../bench/typing/index.ts';
import { warming } from '../bench/warming/index.ts';
import { windows } from '../bench/windows/index.ts';
import { workspace } from '../bench/workspace.ts';
import { bundle } from '../tools/bundle.ts';
import { ROOT } from '../tools/root.ts';

/** `npm run bench [-- NAME]`: prints figures beside their bars and writes `bench/results.json`. */
const BENCHES: readonly Bench[] = [
  latency,
  memory,
  workspace,
  cache,
  typing,
  text,
  requests,
  routing,
  metrics,
  moves,
  anomalies,
  seed,
  hostile,
  servers,
  prompts,
  actions,
  pressure,
  tuning,
  warming,
  gateway,
  windows,
  soak,
];

const [name] = process.argv.slice(2);
const chosen = BENCHES.filter((bench) => name === undefined || bench.name === name);
if (chosen.length === 0) {
  console.error(`No bench "${name}". There are: ${BENCHES.map((bench) => bench.name).join(', ')}.`);
  process.exit(1);
}

bundle();
const results: Record<string, readonly Measured[]> = {};
for (const bench of chosen) {
  console.log(`\n== ${bench.name}`);
  const measured = await bench.run();
  results[bench.name] = measured;
  console.log('');
  printTable(['measure', 'value', 'bar', ''], measured.map(row));
}
writeFileSync(join(ROOT, 'bench/results.json'), `${JSON.stringify(results, undefined, 2)}\n`);

function row(measured: Measured): string[] {
  const { name: measure, value, unit, bar } = measured;
  const sign = bar?.is === 'atMost' ? '≤' : '≥';
  const digits = value >= 100 ? 0 : 2;
  return [
    measure,
    `${value.toFixed(digits)} ${unit}`,
    bar === undefined ? '' : `${sign} ${bar.value} ${unit}`,
    bar === undefined ? '' : reachesBar(measured) ? 'reached' : 'MISSED',
  ];
}
