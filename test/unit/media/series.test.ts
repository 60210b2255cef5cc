import { strict as assert } from 'node:assert';
import { linesOf, lonely } from '../../../media/lines.ts';
import { chartsOf, csvOf } from '../../../media/series.ts';
import type { History, HistoryPoint } from '../../../server/src/protocol/history.ts';

const none = { count: 0, p50: 0, p95: 0, p99: 0 };
const point = (at: number, changes: Partial<HistoryPoint> = {}): HistoryPoint => ({
  at,
  requested: 4,
  shown: 4,
  shownWithoutCall: 3,
  accepted: 1,
  calls: 2,
  saved: 5,
  errors: 0,
  tokens: 100,
  tiers: { memory: { hits: 1, lookups: 2 } },
  latencyMs: { all: none, cached: none, upstream: { count: 2, p50: 300, p95: 900, p99: 950 } },
  ...changes,
});
const history = (points: readonly HistoryPoint[]): History => ({
  range: '1h',
  stepMs: 60_000,
  from: 0,
  to: 5 * 60_000,
  points,
  trends: [{ what: 'latency', change: 0.25 }],
});

describe('chartsOf', () => {
  it('has a value at each step where something happened, and gaps elsewhere', () => {
    const [latency, hits, calls] = chartsOf(history([point(120_000), point(240_000)]));
    assert.deepEqual(latency?.at, [60, 120, 180, 240, 300]);
    assert.deepEqual(latency?.series[0]?.values, [null, 300, null, 300, null]);
    assert.deepEqual(
      hits?.series.map(({ name, values }) => [name, values[1]]),
      [
        ['suggestions', 75],
        ['memory hits', 50],
      ],
    );
    assert.deepEqual(
      calls?.series.map(({ values }) => values[3]),
      [2, 5, 0],
    );
  });

  it('says in words what it draws', () => {
    const [latency] = chartsOf(history([point(120_000)]));
    assert.equal(latency?.note, 'The response time of models (p95) rose by 25 % over this time.');
    assert.match(latency?.summary ?? '', /model p95: last 900 ms, highest 900 ms/);
    assert.match(chartsOf(history([]))[0]?.summary ?? '', /no data/);
  });
});

describe('linesOf', () => {
  const [chart] = chartsOf(history([point(60_000), point(120_000), point(300_000)]));
  assert.ok(chart);
  const lines = linesOf(chart);

  it('has each series as it is, and once more, thin, over moments without data', () => {
    const count = chart.series.length;
    assert.equal(lines.length, 2 * count);
    for (const [index, { values }] of chart.series.entries()) {
      const [thick, thin] = [lines[index], lines[index + count]];
      assert.deepEqual([thick?.isJoined, thin?.isJoined], [false, true]);
      assert.ok((thin?.width ?? 9) < (thick?.width ?? 0));
      assert.deepEqual([thick?.values, thin?.values], [values, values]);
    }
  });

  it('marks values without a neighbor, once', () => {
    const [thick] = lines;
    assert.deepEqual(thick && lonely(thick), [4]);
    assert.deepEqual(lines.slice(chart.series.length).flatMap(lonely), []);
  });
});

describe('csvOf', () => {
  it('has a row for each point', () => {
    const [head = '', row = '', end] = csvOf(history([point(60_000)])).split('\n');
    assert.equal(head.split(',').length, row.split(',').length);
    assert.match(head, /^at,requested,.*memory\.hits,memory\.lookups$/);
    assert.match(row, /^1970-01-01T00:01:00\.000Z,4,4,3,1,2,5,0,100,/);
    assert.equal(end, '');
  });
});
