import type { Clock } from '../base/clock.ts';
import { type Disposable, DisposableStore } from '../base/disposable.ts';
import type { Recommendation } from '../protocol/advice.ts';
import type { History, HistoryRange } from '../protocol/history.ts';
import type { ReportResult } from '../protocol/report.ts';
import type { MetricsSnapshot } from '../protocol/snapshot.ts';
import { changedSettings } from '../settings/changedSettings.ts';
import type { Settings } from '../settings/settings.ts';
import { ACTIVITY, ActivityLog } from './collect/activity.ts';
import { type MetricsEvent, Recorder } from './collect/recorder.ts';
import { Tally } from './collect/tally.ts';
import { type HistoryStore, SPANS, TICK_MS, Windows } from './collect/windows.ts';
import { expositionOf } from './export/exposition.ts';
import { historyOf, windowsIn } from './export/history.ts';
import { reportOf } from './export/report.ts';
import { reportText } from './export/reportText.ts';
import { type LiveState, takeSnapshot } from './export/snapshot.ts';
import { Alerts } from './judge/alerts.ts';
import { Watch } from './judge/anomalyWatch.ts';
import { recommend } from './judge/recommendations.ts';

export interface MetricsTools {
  readonly clock: Clock;
  /** Where history outlives the process; absent where there is no place for it. */
  readonly store?: HistoryStore | undefined;
  readonly live: () => LiveState;
  readonly settings: () => Settings;
  /** Told when something but an event has changed what surfaces show. */
  readonly onChanged: () => void;
}

/**
 * Everything that is known about what the mechanisms do: counts, history, what is unusual, what is wrong, what would help. It
 * listens to their events, and looks at what they came to every ten seconds.
 */
export class Metrics implements Disposable {
  readonly #tools: MetricsTools;
  readonly #recorder = new Recorder();
  readonly #windows: Windows;
  readonly #activity = new ActivityLog();
  readonly #watch = new Watch();
  readonly #alerts = new Alerts();
  readonly #owned = new DisposableStore();
  #recommendations: readonly Recommendation[] = [];
  /** The last day, as of a minute ago or less. */
  #day: Tally;
  #isDayStale = false;
  /** Ticks since anything was counted. */
  #idleTicks = 0;

  constructor(tools: MetricsTools) {
    this.#tools = tools;
    this.#windows = new Windows(tools.clock, tools.store);
    this.#recorder.tally = this.#windows.tally;
    this.#day = this.#lastDay();
    this.#tickLater();
  }

  /** An observer for every mechanism. */
  readonly observe = (event: MetricsEvent): void => {
    this.#recorder.record(event);
    const isAgain = event.kind === 'completionServed' && !event.isNew;
    if (!isAgain && ACTIVITY.has(event.kind))
      this.#activity.observe(event, this.#tools.clock.now());
  };

  snapshot(): MetricsSnapshot {
    const live = this.#tools.live();
    return takeSnapshot(
      {
        total: this.#windows.total(),
        day: this.#day.isEmpty ? this.#windows.total() : this.#day,
        recent: this.#lastMinute(),
        alerts: this.#alerts.all,
        recommendations: this.#recommendations,
        activity: this.#activity.entries,
        settings: changedSettings(this.#tools.settings()),
      },
      live,
    );
  }

  history(range: HistoryRange): History {
    return historyOf(this.#windows, range, this.#tools.clock.now());
  }

  report(range: HistoryRange): ReportResult {
    const { at, endpoints } = this.#tools.live();
    const state = { ...this.snapshot(), at, endpoints };
    const report = reportOf(this.#windows, range, state);
    return { report, markdown: reportText(report) };
  }

  /** Everything since the process began, in the text format of Prometheus. */
  exposition(): string {
    return expositionOf(this.#windows.total(), this.snapshot());
  }

  dispose(): void {
    this.#owned.dispose();
    this.#windows.tick();
    this.#windows.save();
  }

  /** Ten seconds each, oldest first, the quiet ones too. */
  #lastMinute(): Tally[] {
    const { ms, keep } = SPANS[0];
    const known = new Map(windowsIn(this.#windows, '1m').map(({ start, tally }) => [start, tally]));
    const newest = Math.floor(this.#tools.clock.now() / ms) * ms;
    return Array.from(
      { length: keep },
      (_, index) => known.get(newest - (keep - 1 - index) * ms) ?? new Tally(),
    );
  }

  #tickLater(): void {
    let timer: Disposable | undefined;
    const tick = () => {
      timer = this.#tools.clock.after(TICK_MS, tick);
      this.#tick();
    };
    timer = this.#tools.clock.after(TICK_MS, tick);
    this.#owned.add({ dispose: () => timer?.dispose() });
  }

  #tick(): void {
    const { live, settings, onChanged } = this.#tools;
    const { tally } = this.#windows.tick();
    this.#recorder.tally = this.#windows.tally;
    this.#watch.add(tally);
    this.#idleTicks = tally.isEmpty ? this.#idleTicks + 1 : 0;
    this.#refreshDay();
    const state = live();
    const before = JSON.stringify([this.#alerts.all, this.#recommendations]);
    this.#alerts.tick({
      recent: this.#recent(),
      endpoints: state.endpoints,
      anomalies: this.#watch.anomalies(),
      at: state.at,
    });
    this.#recommendations = recommend({
      day: this.#day,
      settings: settings(),
      endpoints: state.endpoints,
      memoryEntries: state.tiers.memory?.entries ?? 0,
    });
    const isChanged = JSON.stringify([this.#alerts.all, this.#recommendations]) !== before;
    if (isChanged || !tally.isEmpty) onChanged();
  }

  /** The last minutes; nothing need be read where nothing happened. */
  #recent(): Tally {
    if (this.#idleTicks * TICK_MS > RECENT_MINUTES * MINUTE_MS) return new Tally();
    return Tally.sumOf(this.#windows.last(MINUTE_MS, RECENT_MINUTES).map(({ tally }) => tally));
  }

  /** Once a minute, and only while something happens: it is many windows. */
  #refreshDay(): void {
    if (this.#idleTicks === 0) this.#isDayStale = true;
    const isMinute = Math.floor(this.#tools.clock.monotonic() / TICK_MS) % 6 === 0;
    if (!this.#isDayStale || !(isMinute || this.#day.isEmpty)) return;
    this.#isDayStale = false;
    this.#day = this.#lastDay();
  }

  #lastDay(): Tally {
    return Tally.sumOf(windowsIn(this.#windows, '24h').map(({ tally }) => tally));
  }
}

const MINUTE_MS = 60_000;
/** Minutes that alerts look back. */
const RECENT_MINUTES = 10;
