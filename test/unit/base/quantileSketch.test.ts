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

  it('leaves out what is no count when it is read from a file', () => {
    const planted = [
      '["a","b",4,2,1.5,9,-1,9,1280,9,7,-3,8,5e9,9,null,"3",1,4,3]',
      '[-1,1e999,4,3]',
      '[null,null,4,3,5]',
      '[{},[],4,3,[5],[6]]',
    ];
    for (const text of planted) {
      const sketch = QuantileSketch.unpack(JSON.parse(text));
      assert.deepEqual([sketch.count, sketch.sum, sketch.pack()], [3, 0, [0, 0, 4, 3]], text);
    }
  });

  it('is the same in whatever order values come, and sketches are put together', () => {
    const values = [40_000, 0.002, 7, 7, 1e9, 0.9, 3_000, 0.0011, 8];
    const inOrder = new QuantileSketch();
    for (const value of [...values].sort((one, other) => one - other)) inOrder.add(value);
    const backwards = new QuantileSketch();
    for (const value of [...values].sort((one, other) => other - one)) backwards.add(value);
    const merged = new QuantileSketch();
    for (const value of values) {
      const one = new QuantileSketch();
      one.add(value);
      merged.merge(QuantileSketch.unpack(one.pack()));
    }
    assert.equal(inOrder.pack().length, 2 + 2 * 8);
    assert.deepEqual(backwards.pack(), inOrder.pack());
    assert.deepEqual(merged.pack(), inOrder.pack());
    assert.equal(merged.count, 9);
    for (const sketch of [inOrder, backwards, merged])
      assert.ok(Math.abs(sketch.quantile(0.5) - 7) < 0.07);
  });

  it('is 0 before anything was added', () => {
    assert.equal(new QuantileSketch().quantile(0.95), 0);
  });
});
