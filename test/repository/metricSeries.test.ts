import { strict as assert } from 'node:assert';
import { OTLP_SERIES } from '../../server/src/metrics/series/otlpSeries.ts';
import { PROMETHEUS_SERIES } from '../../server/src/metrics/series/prometheusSeries.ts';
import type { Series } from '../../server/src/metrics/series/series.ts';
import { TALLY_SERIES } from '../../server/src/metrics/series/tallySeries.ts';
import { read } from '../../tools/imports.ts';

/** The table that docs/metrics.md has of some series. */
function tableOf(all: Readonly<Record<string, Series>>): string {
  const rows = Object.entries(all).map(([name, { kind, unit, labels, help }]) => {
    const told = Object.entries(labels).map(([label, values]) =>
      typeof values === 'string'
        ? `\`${label}\``
        : `\`${label}\` (${values.map((value) => `\`${value}\``).join(', ')})`,
    );
    return `| \`${name}\` | ${kind} | ${unit} | ${told.join(', ')} | ${help} |`;
  });
  return [
    '| series | type | unit | labels | meaning |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}

describe('docs/metrics.md', () => {
  const page = read('docs/metrics.md');
  const tables = {
    Prometheus: PROMETHEUS_SERIES,
    OpenTelemetry: OTLP_SERIES,
    'The tally': TALLY_SERIES,
  };
  for (const [title, all] of Object.entries(tables)) {
    it(`has the series of its part "${title}", to the letter`, () => {
      const [, rest = ''] = page.split(`## ${title}\n`);
      const [part = ''] = rest.split('\n## ');
      const table = part.split('\n').filter((line) => line.startsWith('|'));
      assert.equal(table.join('\n'), tableOf(all));
    });
  }
});
