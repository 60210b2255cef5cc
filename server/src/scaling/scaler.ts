import type { Clock } from '../base/clock.ts';
import type { Disposable } from '../base/disposable.ts';
import type { Observer } from '../base/observer.ts';
import type { ScalingEvent } from './events.ts';
import { decide, type ScalingReason } from './policy.ts';
import { NO_MEMORY, type PolicyMemory } from './policyMemory.ts';
import { Restarts } from './restarts.ts';
import { type MinuteFigures, RULES, type WorkerBounds } from './rules.ts';

export interface ScalerTools {
  readonly clock: Clock;
  /** The figures since it was last called; `undefined` where they cannot be had: then nothing changes. */
  readonly read: () => MinuteFigures | undefined;
  /** By the configuration of the moment. */
  readonly bounds: () => WorkerBounds;
  /** Has so many workers run: starts those that are missing, drains those that are too many. */
  readonly setWorkers: (count: number) => void;
  readonly observe: Observer<ScalingEvent>;
}

/** Keeps as many workers as the policy wants, and replaces those that die, no faster than it helps. */
export class Scaler implements Disposable {
  readonly #tools: ScalerTools;
  readonly #restarts = new Restarts();
  #memory: PolicyMemory = NO_MEMORY;
  #wanted: number;
  /** One timer for each worker that died and is not replaced yet. */
  readonly #missing = new Set<Disposable>();
  #look: Disposable | undefined;

  constructor(tools: ScalerTools) {
    this.#tools = tools;
    this.#wanted = tools.bounds().min;
    tools.setWorkers(this.#wanted);
    this.#wait();
  }

  /** How many workers there are to be. */
  get wanted(): number {
    return this.#wanted;
  }

  /** The configuration has changed: its bounds hold at once. */
  boundsChanged(): void {
    const { min, max } = this.#tools.bounds();
    this.#become(Math.max(min, Math.min(max, this.#wanted)), 'bounds');
  }

  /** A worker has ended that nobody had asked to; `left` others live. */
  died(livedMs: number, left: number): void {
    const { clock, observe } = this.#tools;
    const againInMs = this.#restarts.pauseAfter(livedMs, left, clock.monotonic());
    observe({ kind: 'workerDied', livedMs, againInMs });
    const timer = clock.after(againInMs, () => {
      this.#missing.delete(timer);
      this.#setWorkers();
    });
    this.#missing.add(timer);
  }

  dispose(): void {
    this.#look?.dispose();
    for (const timer of this.#missing) timer.dispose();
  }

  #wait(): void {
    this.#look = this.#tools.clock.after(RULES.lookMs, () => {
      const figures = this.#tools.read();
      if (figures !== undefined) this.#decide(figures);
      this.#wait();
    });
  }

  #decide(figures: MinuteFigures): void {
    const { workers, reason, memory } = decide(
      figures,
      this.#wanted,
      this.#tools.bounds(),
      this.#memory,
    );
    this.#memory = memory;
    if (reason !== undefined) this.#become(workers, reason);
  }

  #become(workers: number, reason: ScalingReason): void {
    const before = this.#wanted;
    if (workers === before) return;
    this.#wanted = workers;
    this.#tools.observe({ kind: 'workersChanged', workers, before, reason });
    this.#setWorkers();
  }

  /** Those that died come back when their pause is over, and not before. */
  #setWorkers(): void {
    this.#tools.setWorkers(Math.max(0, this.#wanted - this.#missing.size));
  }
}
