import { strict as assert } from 'node:assert';
import { QuantileSketch } from '../../../server/src/base/quantileSketch.ts';

describe('QuantileSketch', () => {
  it('is within 1 % of the exact quantile', () => {
    const sketch = new QuantileSketch();
    const values = Array.from({ length: 5_000 }, (_, index) => 0.05 * 1.002 ** index);
    for (const value of values) sketch.add(value);
    for (const quantile of [0.01, 0.5, 0.95, 0.99, 1]) {
      const exact = values[Math.ceil(quantile * values.length) - 1] ?? 0;
      const error = Math.abs(sketch.quantile(quantile) - exact) / exact;
      assert.ok(error <= 0.01, `${quantile}: ${error}`);
    }
  });

  it('counts zeros and ignores what is no duration', () => {
    const sketch = new QuantileSketch();
    for (const value of [0, 0, 5, Number.NaN, -1]) sketch.add(value);
    assert.equal(sketch.count, 3);
    assert.equal(sketch.quantile(0.5), 0);
    assert.ok(Math.abs(sketch.quantile(1) - 5) < 0.05);
  });

  it('is 0 before anything was added', () => {
    assert.equal(new QuantileSketch().quantile(0.95), 0);
  });
});
