import type { Clock } from '../../base/clock.ts';
import { Tally } from './tally.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How long windows are, and how many of each length are kept. */
export const SPANS = [
  { ms: 10 * SECOND, keep: 6 },
  { ms: MINUTE, keep: 60 },
  { ms: HOUR, keep: 7 * 24 },
  { ms: DAY, keep: 30 },
] as const;
export type SpanMs = (typeof SPANS)[number]['ms'];
/** The shortest: what is newer is still being counted. */
const TICK: SpanMs = SPANS[0].ms;
/** From so long on windows are kept over restarts. */
const LEAST_KEPT_MS = MINUTE;

/** The counts from `start` on, epoch milliseconds, a multiple of `spanMs`. */
export interface Window {
  readonly spanMs: SpanMs;
  readonly start: number;
  readonly tally: Tally;
}

/** The same as plain data. */
export interface StoredWindow {
  readonly spanMs: number;
  readonly start: number;
  readonly tally: object;
}

/** Where closed windows are, and outlive the process; others' windows, of the same user, come from there, too. */
export interface HistoryStore {
  save(windows: readonly StoredWindow[]): void;
  /** One of this process's own windows. */
  own(spanMs: number, start: number): StoredWindow | undefined;
  /**
   * All windows of a length that begin at `from` or later, in any order, but for this process's own that begins at `open`: that
   * one is still being counted.
   */
  all(spanMs: number, from: number, open: number | undefined): readonly StoredWindow[];
  /** Keeps so many of the newest windows of a length, whatever the clock says now: one that is set ahead takes nothing away. */
  keepNewest(spanMs: number, count: number): void;
  /** Puts together what several processes have counted in windows that began before. */
  compact(spanMs: number, before: number, sum: (tallies: readonly object[]) => object): void;
}

/**
 * The counts over time: closed windows of four lengths, the longer ones sums of the shorter. Windows begin at round times
 * of the wall clock. If the clock is set back, a window is counted into again; if it is set ahead and back, the windows
 * that lie ahead are not shown.
 */
export class Windows {
  readonly #clock: Clock;
  readonly #store: HistoryStore | undefined;
  /** Closed windows that are in no store, as small as they get: most are never looked at. */
  readonly #closed = new Map<SpanMs, Map<number, string>>(SPANS.map(({ ms }) => [ms, new Map()]));
  readonly #open = new Map<SpanMs, Window>();
  /** Of all closed windows since the process began. */
  readonly #before = new Tally();
  #current: Window;

  constructor(clock: Clock, store?: HistoryStore) {
    this.#clock = clock;
    this.#store = store;
    this.#current = this.#begin();
    for (const { ms } of SPANS) store?.compact(ms, clock.now() - 2 * ms, sumOfPacked);
  }

  /** Whatever is counted now. */
  get tally(): Tally {
    return this.#current.tally;
  }

  /** Everything since the process began. */
  total(): Tally {
    return Tally.sumOf([this.#before, this.#current.tally]);
  }

  /** Closes the shortest window, and those that end with it; gives back what was in it. To be called every `TICK_MS`. */
  tick(): Window {
    const ended = this.#current;
    this.#current = this.#begin();
    this.#before.merge(ended.tally);
    const opened = SPANS.slice(1).map(({ ms }) => this.#openAt(ms, ended.start));
    for (const window of opened) window.tally.merge(ended.tally);
    this.#close(ended);
    const [minute] = opened;
    const isMinuteOver = minute !== undefined && this.#current.start >= minute.start + MINUTE;
    if (isMinuteOver || this.#current.start < ended.start) this.save();
    return ended;
  }

  /** Writes what is to outlive the process: the windows that are still open, and those that just closed. */
  save(): void {
    if (this.#store === undefined) return;
    const windows = [...this.#open.values()].filter(({ tally }) => !tally.isEmpty);
    this.#store.save(windows.map(({ tally, ...rest }) => ({ ...rest, tally: tally.pack() })));
    for (const { ms, keep } of SPANS) this.#store.keepNewest(ms, keep + 1);
  }

  /** Windows of one length, oldest first, that begin in the last `count`; those in which nothing happened are left out. */
  last(spanMs: SpanMs, count: number): Window[] {
    const now = this.#clock.now();
    const from = startOf(spanMs, now) - (count - 1) * spanMs;
    const found = new Map<number, Tally>();
    const add = (start: number, tally: Tally) => {
      if (start < from || start > now || tally.isEmpty) return;
      const known = found.get(start);
      if (known === undefined) found.set(start, Tally.sumOf([tally]));
      else known.merge(tally);
    };
    for (const [start, packed] of this.#closed.get(spanMs) ?? []) {
      if (start >= from) add(start, Tally.unpack(JSON.parse(packed)));
    }
    const open = this.#open.get(spanMs);
    if (open !== undefined) add(open.start, open.tally);
    add(startOf(spanMs, this.#current.start), this.#current.tally);
    for (const { start, tally } of this.#storeOf(spanMs)?.all(spanMs, from, open?.start) ?? []) {
      add(start, Tally.unpack(tally));
    }
    return [...found]
      .sort(([one], [other]) => one - other)
      .map(([start, tally]) => ({ spanMs, start, tally }));
  }

  #begin(): Window {
    return { spanMs: TICK, start: startOf(TICK, this.#clock.now()), tally: new Tally() };
  }

  /** The window of a length that holds a moment; the one that was open before is closed. */
  #openAt(spanMs: SpanMs, at: number): Window {
    const start = startOf(spanMs, at);
    const open = this.#open.get(spanMs);
    if (open?.start === start) return open;
    if (open !== undefined) this.#close(open);
    const window = { spanMs, start, tally: this.#again(spanMs, start) };
    this.#open.set(spanMs, window);
    return window;
  }

  /** Returns a window's existing counts: after the clock was set back the same window may come again. */
  #again(spanMs: SpanMs, start: number): Tally {
    const stored = this.#storeOf(spanMs)?.own(spanMs, start);
    if (stored !== undefined) return Tally.unpack(stored.tally);
    const packed = this.#closed.get(spanMs)?.get(start);
    this.#closed.get(spanMs)?.delete(start);
    return packed === undefined ? new Tally() : Tally.unpack(JSON.parse(packed));
  }

  #storeOf(spanMs: SpanMs): HistoryStore | undefined {
    return spanMs >= LEAST_KEPT_MS ? this.#store : undefined;
  }

  #close({ spanMs, start, tally }: Window): void {
    const store = this.#storeOf(spanMs);
    if (store !== undefined) {
      if (!tally.isEmpty) store.save([{ spanMs, start, tally: tally.pack() }]);
      return;
    }
    const closed = this.#closed.get(spanMs);
    if (closed === undefined) return;
    if (!tally.isEmpty) {
      const known = closed.get(start);
      const whole =
        known === undefined ? tally : Tally.sumOf([Tally.unpack(JSON.parse(known)), tally]);
      closed.set(start, JSON.stringify(whole.pack()));
    }
    const keep = SPANS.find(({ ms }) => ms === spanMs)?.keep ?? 0;
    const oldest = startOf(spanMs, this.#clock.now()) - keep * spanMs;
    for (const at of closed.keys()) {
      if (at < oldest || closed.size > keep + 1) closed.delete(at);
    }
  }
}

/** How often windows are to be closed. */
export const TICK_MS = TICK;

const startOf = (spanMs: number, at: number): number => Math.floor(at / spanMs) * spanMs;

const sumOfPacked = (tallies: readonly object[]): object =>
  Tally.sumOf(tallies.map((each) => Tally.unpack(each))).pack();
