import { existsSync } from 'node:fs';
import type { Disposable } from '../base/disposable.ts';
import type { MemoryTierOptions } from '../cache/memory/memoryTier.ts';
import type { KnobName, TuningSnapshot } from '../protocol/tuning.ts';
import type { Engine, EngineTools } from './engine.ts';
import type { TunedFeatures } from './features.ts';
import type { EngineConfig } from './hostTools.ts';
import { journalPath, Tuning, type TuningTools } from './tuning.ts';

/** Tuning as the settings want it: while it is off there is nothing of it, and everything is as it is set. */
export class TuningSwitch implements Disposable {
  readonly #tools: TuningTools;
  #config: EngineConfig;
  #tuning: Tuning | undefined;

  constructor(tools: TuningTools, config: EngineConfig) {
    this.#tools = tools;
    this.#config = config;
    this.apply(config);
  }

  apply(config: EngineConfig): void {
    this.#config = config;
    if (!config.settings['tuning.enable']) this.dispose();
    else if (this.#tuning === undefined) this.#tuning = new Tuning(this.#tools, config);
    else this.#tuning.apply(config);
  }

  /** The memory tier's options by now. */
  readonly memory = (options: MemoryTierOptions): MemoryTierOptions =>
    this.#tuning?.memory(options) ?? options;

  get cache(): EngineTools['tuned'] {
    return this.#tuning?.cache;
  }

  get features(): TunedFeatures | undefined {
    return this.#tuning?.features;
  }

  followed(engine: Engine): Engine {
    return this.#tuning?.followed(engine) ?? engine;
  }

  snapshot(): TuningSnapshot | undefined {
    return this.#tuning?.tuner.snapshot();
  }

  /**
   * Undoes what was tuned of one knob, or of all; says whether there was anything. While tuning is off, too: what it found would hold
   * again as soon as it is on.
   */
  undo(knob?: KnobName): boolean {
    if (this.#tuning !== undefined) return this.#tuning.tuner.undo(knob);
    if (!existsSync(journalPath(this.#tools))) return false;
    const tuning = new Tuning(this.#tools, this.#config);
    try {
      return tuning.tuner.undo(knob);
    } finally {
      tuning.dispose();
    }
  }

  dispose(): void {
    this.#tuning?.dispose();
    this.#tuning = undefined;
  }
}
