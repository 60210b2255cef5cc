import { strict as assert } from 'node:assert';
import { RequestTimes } from '../../../server/src/gateway/requestTimes.ts';

describe('the times of the last requests', () => {
  it('are nothing where nobody asked, and those of the last minute', () => {
    const times = new RequestTimes();
    assert.equal(times.p95Seconds(0), 0);
    times.add(1_000, 7);
    assert.equal(times.p95Seconds(61_000), 7);
    assert.equal(times.p95Seconds(61_001), 0);
    times.add(61_001, 2);
    assert.equal(times.p95Seconds(61_001), 2);
  });

  it('have a share of 95 in 100 below', () => {
    const times = new RequestTimes();
    for (let at = 100; at >= 1; at--) times.add(0, at);
    assert.equal(times.p95Seconds(0), 95);
    const few = new RequestTimes();
    for (const seconds of [3, 1, 2]) few.add(0, seconds);
    assert.equal(few.p95Seconds(0), 3);
  });

  it('are no more than some thousands, the newest', () => {
    const times = new RequestTimes();
    for (let at = 0; at < 4_096; at++) times.add(0, 9);
    for (let at = 0; at < 4_096; at++) times.add(1, 1);
    assert.equal(times.p95Seconds(1), 1);
    times.add(1, 5);
    assert.equal(times.p95Seconds(1), 1);
  });
});
