import type { Clock } from '../../base/clock.ts';
import type { Candidates, Outcome, Strategy } from '../strategy.ts';
import { learned } from './learned.ts';
import { roundRobin } from './roundRobin.ts';
import { weightedResponseTime } from './weightedResponseTime.ts';

/** Spreads are looked at over five minutes, and this many events at most. */
const WINDOW_MS = 300_000;
const WINDOW_EVENTS = 6_000;
/** Coefficients of variation from which loads are uneven, and times to the first word differ. */
const UNEVEN_LOAD = 0.3;
const UNEVEN_TIMES = 0.5;
/** Another strategy takes over after half a minute at the soonest, and where a border is passed by a fifth. */
const LEAST_MS = 30_000;
const MARGIN = 1.2;
const LOOK_MS = 1_000;

type Name = 'roundRobin' | 'weightedResponseTime' | 'learned';

/** Values that were seen of each candidate of late. */
class Seen {
  readonly #clock: Clock;
  #events: { readonly name: string; readonly value: number; readonly at: number }[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  add(name: string, value: number): void {
    this.#events.push({ name, value, at: this.#clock.monotonic() });
    if (this.#events.length > 2 * WINDOW_EVENTS) this.#events = this.#events.slice(-WINDOW_EVENTS);
  }

  /** The coefficient of variation of the candidates' means; 0 where fewer than two are known. */
  spread(names: ReadonlySet<string>): number {
    const since = this.#clock.monotonic() - WINDOW_MS;
    const sums = new Map<string, { sum: number; count: number }>();
    for (const { name, value, at } of this.#events.slice(-WINDOW_EVENTS)) {
      if (at < since || !names.has(name)) continue;
      const { sum, count } = sums.get(name) ?? { sum: 0, count: 0 };
      sums.set(name, { sum: sum + value, count: count + 1 });
    }
    const means = [...sums.values()].map(({ sum, count }) => sum / count);
    if (means.length < 2) return 0;
    const mean = means.reduce((sum, each) => sum + each, 0) / means.length;
    const variance = means.reduce((sum, each) => sum + (each - mean) ** 2, 0) / means.length;
    return mean === 0 ? 0 : Math.sqrt(variance) / mean;
  }
}

/**
 * Chooses the strategy: shares by speed where times to the first word differ much, turns where loads alone do, else what was
 * learnt. It looks once a second, and stays with its choice for a while.
 */
export function adaptive(clock: Clock, random: () => number): Strategy {
  const strategies: Readonly<Record<Name, Strategy>> = {
    roundRobin: roundRobin(),
    weightedResponseTime: weightedResponseTime(clock),
    learned: learned(random),
  };
  const loads = new Seen(clock);
  const times = new Seen(clock);
  let now: Name = 'learned';
  let since = Number.NEGATIVE_INFINITY;
  let lookedAt = Number.NEGATIVE_INFINITY;

  const look = (candidates: Candidates): void => {
    lookedAt = clock.monotonic();
    for (const { name, inFlight, slots } of candidates) loads.add(name, inFlight / slots);
    const names = new Set(candidates.map(({ name }) => name));
    const border = (uneven: number, name: Name) =>
      now === name ? uneven / MARGIN : uneven * MARGIN;
    const areTimesUneven = times.spread(names) > border(UNEVEN_TIMES, 'weightedResponseTime');
    const areLoadsUneven = loads.spread(names) > border(UNEVEN_LOAD, 'roundRobin');
    const byLoad = areLoadsUneven ? 'roundRobin' : 'learned';
    const wanted = areTimesUneven ? 'weightedResponseTime' : byLoad;
    if (wanted === now || lookedAt - since < LEAST_MS) return;
    now = wanted;
    since = lookedAt;
  };
  return {
    choose: (candidates, question) => {
      if (clock.monotonic() - lookedAt >= LOOK_MS) look(candidates);
      return strategies[now].choose(candidates, question);
    },
    heard: (outcome: Outcome) => {
      if (outcome.isOk) times.add(outcome.name, outcome.ms);
      for (const each of Object.values(strategies)) each.heard(outcome);
    },
    inUse: () => now,
  };
}
