import type { Clock } from '../base/clock.ts';
import type { RoutingStrategy } from '../domain/routingStrategy.ts';
import { ChoiceLog } from './choiceLog.ts';
import { FailedLately } from './failedLately.ts';
import { Hedging } from './hedging.ts';
import { SlowOutliers } from './slowOutliers.ts';
import { SlowStart } from './slowStart.ts';
import { STRATEGIES } from './strategies/index.ts';
import type { Strategy } from './strategy.ts';
import { WarmHeads } from './warmHeads.ts';

/** All that routers have learnt of endpoints; it outlives a change of settings. */
export class RouterMemory {
  readonly slow: SlowOutliers;
  readonly failed: FailedLately;
  readonly start: SlowStart;
  readonly warm: WarmHeads;
  readonly choices: ChoiceLog;
  readonly hedging: Hedging;
  /** Those that were slow when they were looked at last. */
  readonly left = new Set<string>();
  /** How many prompts that are new to it each endpoint evaluates now. */
  readonly evaluated = new Map<string, number>();
  readonly #tools: { readonly clock: Clock; readonly random: () => number };
  readonly #strategies = new Map<RoutingStrategy, Strategy>();

  /** `random` is 0 to 1. */
  constructor(clock: Clock, random: () => number) {
    this.#tools = { clock, random };
    this.slow = new SlowOutliers(clock, random);
    this.failed = new FailedLately(clock);
    this.start = new SlowStart(clock);
    this.warm = new WarmHeads(clock, random);
    this.choices = new ChoiceLog(clock);
    this.hedging = new Hedging(clock);
  }

  strategy(name: RoutingStrategy): Strategy {
    const known = this.#strategies.get(name) ?? STRATEGIES[name](this.#tools);
    this.#strategies.set(name, known);
    return known;
  }
}
