import { strict as assert } from 'node:assert';
import { chart } from '../../../../server/src/metrics/export/chart.ts';

const span = { from: 0, to: 600_000, stepMs: 60_000 };
const pathsOf = (svg: string) =>
  [...svg.matchAll(/<path d="([^"]*)"[^>]*stroke-width="([\d.]+)"/g)].map(([, d = '', width]) => ({
    strokes: d.split('M').length - 1,
    width: Number(width),
  }));

describe('chart', () => {
  it('joins values over time without data by a thin line alone', () => {
    const values = [60_000, 120_000, 420_000, 480_000].map((at) => [at, 1] as const);
    const [thin, thick, ...others] = pathsOf(chart('Calls', span, [{ name: 'made', values }]));
    assert.deepEqual([thin?.strokes, thick?.strokes, others.length], [1, 2, 0]);
    assert.ok((thin?.width ?? 2) < (thick?.width ?? 0));
  });

  it('says where there is no data at all', () => {
    const values = [[60_000, undefined]] as const;
    assert.match(chart('Calls', span, [{ name: 'made', values }]), />no data</);
    assert.doesNotMatch(chart('Calls', span, [{ name: 'made', values: [[60_000, 0]] }]), /no data/);
  });
});
