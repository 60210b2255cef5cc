import { strict as assert } from 'node:assert';
import { Tally } from '../../../../server/src/metrics/collect/tally.ts';
import {
  type HistoryStore,
  type StoredWindow,
  Windows,
} from '../../../../server/src/metrics/collect/windows.ts';
import { FakeClock } from '../../../../tools/testing/fakeClock.ts';

const [SECOND, MINUTE, HOUR, DAY] = [1_000, 60_000, 3_600_000, 86_400_000] as const;

/** A clock at the beginning of a day. */
function dayClock(): FakeClock {
  const clock = new FakeClock();
  clock.wallOffsetMs = 20_000 * DAY;
  return clock;
}

/** Counts one request and lets ten seconds pass, so often. */
async function work(windows: Windows, clock: FakeClock, ticks: number): Promise<void> {
  for (let tick = 0; tick < ticks; tick++) {
    windows.tally.count('requested');
    windows.tally.time(['all'], 100);
    await clock.pass(10 * SECOND);
    windows.tick();
  }
}

const requestedIn = (windows: readonly { readonly tally: Tally }[]) =>
  windows.map(({ tally }) => tally.of('requested'));

describe('Windows', () => {
  it('sums ten seconds up to minutes, hours and days', async () => {
    const clock = dayClock();
    const windows = new Windows(clock);
    await work(windows, clock, 720);
    assert.deepEqual(requestedIn(windows.last(10 * SECOND, 6)), [1, 1, 1, 1, 1]);
    assert.deepEqual(requestedIn(windows.last(MINUTE, 3)), [6, 6]);
    assert.deepEqual(requestedIn(windows.last(HOUR, 24)), [360, 360]);
    assert.deepEqual(requestedIn(windows.last(DAY, 30)), [720]);
    assert.equal(windows.total().of('requested'), 720);
    assert.equal(windows.total().timesOf('all').count, 720);
  });

  it('shows at once what is still being counted', () => {
    const windows = new Windows(dayClock());
    windows.tally.count('requested');
    for (const span of [10 * SECOND, MINUTE, HOUR, DAY] as const) {
      assert.deepEqual(requestedIn(windows.last(span, 1)), [1]);
    }
  });

  it('keeps no more than it shows, and stays small', async () => {
    const clock = dayClock();
    const windows = new Windows(clock);
    for (let hour = 0; hour < 40 * 24; hour++) {
      windows.tally.count('requested');
      await clock.pass(HOUR);
      windows.tick();
    }
    assert.equal(windows.last(MINUTE, 100_000).length <= 62, true);
    assert.equal(windows.last(HOUR, 100_000).length <= 7 * 24 + 2, true);
    assert.equal(windows.last(DAY, 100_000).length <= 32, true);
  });

  it('counts on, and shows nothing absurd, when the clock is set back or ahead', async () => {
    const clock = dayClock();
    const windows = new Windows(clock);
    await work(windows, clock, 12);
    clock.wallOffsetMs -= 30 * MINUTE;
    await work(windows, clock, 12);
    clock.wallOffsetMs += 3 * DAY;
    await work(windows, clock, 12);
    clock.wallOffsetMs -= 3 * DAY - 30 * MINUTE;
    await work(windows, clock, 12);
    assert.equal(windows.total().of('requested'), 48);
    const hours = windows.last(HOUR, 24);
    assert.ok(hours.every(({ start }) => start <= clock.now()));
    assert.equal(
      requestedIn(windows.last(MINUTE, 60)).every((count) => count > 0 && count <= 12),
      true,
    );
  });

  it('counts nothing twice in a window that comes again', async () => {
    const clock = dayClock();
    const windows = new Windows(clock);
    await work(windows, clock, 12);
    clock.wallOffsetMs -= 2 * MINUTE;
    windows.tick();
    await work(windows, clock, 3);
    assert.deepEqual(requestedIn(windows.last(MINUTE, 1)), [9]);
    await work(windows, clock, 9);
    assert.deepEqual(requestedIn(windows.last(MINUTE, 3)), [12, 12]);
  });

  it('gives what is to outlive it to the store, and takes in what others have there', async () => {
    const clock = dayClock();
    const saved = new Map<string, StoredWindow>();
    const other = new Tally();
    other.count('requested', 5);
    const store: HistoryStore = {
      save: (all) => {
        for (const window of all) saved.set(`${window.spanMs} ${window.start}`, window);
      },
      own: (spanMs, start) => saved.get(`${spanMs} ${start}`),
      all: (spanMs) => [
        { spanMs, start: clock.now() - (clock.now() % spanMs), tally: other.pack() },
      ],
      keepNewest: () => undefined,
      compact: () => undefined,
    };
    const windows = new Windows(clock, store);
    await work(windows, clock, 6);
    const spans = new Set([...saved.values()].map(({ spanMs }) => spanMs));
    assert.deepEqual(spans, new Set([MINUTE, HOUR, DAY]));
    const hour = [...saved.values()].find(({ spanMs }) => spanMs === HOUR);
    assert.equal(Tally.unpack(hour?.tally ?? {}).of('requested'), 6);
    assert.deepEqual(requestedIn(windows.last(HOUR, 1)), [11]);
  });
});

describe('Tally', () => {
  it('is the same after it was packed, and leaves out what is no tally', () => {
    const tally = new Tally();
    tally.count('requested', 3);
    for (const ms of [0, 1, 250, 3_000]) tally.time(['all'], ms);
    const again = Tally.unpack(JSON.parse(JSON.stringify(tally.pack())));
    assert.deepEqual(again.pack(), tally.pack());
    assert.equal(again.timesOf('all').quantile(0.5), tally.timesOf('all').quantile(0.5));
    const odd = {
      counts: { shown: 'x', saved: 2, retries: null, accepted: -1, requested: 1e308, actions: [3] },
      sketches: { all: [1, 0, -4, 9, 99_999, 1], cached: 'f' },
    };
    const read = Tally.unpack(odd);
    assert.deepEqual([read.of('shown'), read.of('saved'), read.timesOf('all').count], [0, 2, 0]);
    const others = (['retries', 'accepted', 'requested', 'actions'] as const).map((name) =>
      read.of(name),
    );
    assert.deepEqual(others, [0, 0, 0, 0]);
    assert.ok(Tally.unpack({}).isEmpty);
  });
});
