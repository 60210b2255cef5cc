import { strict as assert } from 'node:assert';
import { MetricsFeed } from '../../../server/src/lsp/metricsFeed.ts';
import type { MetricsSnapshot } from '../../../server/src/protocol/snapshot.ts';
import { FakeClock } from '../../../tools/testing/fakeClock.ts';
import { aSnapshot } from '../../../tools/testing/snapshots.ts';

describe('MetricsFeed', () => {
  let clock: FakeClock;
  let sent: { readonly at: number; readonly snapshot: MetricsSnapshot }[];
  let latest: MetricsSnapshot;
  let feed: MetricsFeed;
  beforeEach(() => {
    clock = new FakeClock();
    sent = [];
    latest = aSnapshot();
    feed = new MetricsFeed(
      () => latest,
      (snapshot) => sent.push({ at: clock.monotonic(), snapshot }),
      clock,
    );
  });

  it('sends the first change at once, and then one a second, the last always', async () => {
    feed.changed();
    await clock.pass(0);
    for (let index = 0; index < 5; index++) {
      feed.changed();
      await clock.pass(100);
    }
    latest = aSnapshot();
    await clock.pass(5_000);
    assert.deepEqual(
      sent.map(({ at }) => at),
      [0, 1_000],
    );
    assert.equal(sent[1]?.snapshot, latest);
  });

  it('sends nothing without a change', async () => {
    await clock.pass(10_000);
    assert.deepEqual(sent, []);
  });

  it('sends nothing once it is disposed', async () => {
    feed.changed();
    feed.dispose();
    await clock.pass(10_000);
    assert.deepEqual([sent.length, clock.pending], [0, 0]);
  });
});
