import type { Clock } from '../base/clock.ts';

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 5_000;

interface Pause {
  readonly until: number;
  readonly ms: number;
}

interface Attempt {
  answered(): void;
  /** It has not answered in time. */
  late(): void;
}

/**
 * Leaves a node that has not answered in time alone, so that only the first to ask waits for it: for half a second, then one
 * may ask; each time that one waits in vain, too, the pause doubles, up to 5 s. Other nodes are asked meanwhile.
 */
export class NodePauses {
  readonly #clock: Clock;
  /** As many as a cluster has nodes. */
  readonly #pauses = new Map<string, Pause>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Lets somebody ask a node, who tells then how that went; `undefined` while it is left alone. */
  enter(node: string): Attempt | undefined {
    const pause = this.#pauses.get(node);
    const now = this.#clock.monotonic();
    if (pause !== undefined && now < pause.until) return undefined;
    // Nobody else asks until the first has its answer.
    if (pause !== undefined) this.#pauses.set(node, { ...pause, until: now + pause.ms });
    return {
      answered: () => void this.#pauses.delete(node),
      late: () => this.#late(node, pause),
    };
  }

  /** Forgets what was known: it was of other nodes. */
  clear(): void {
    this.#pauses.clear();
  }

  /** Those who asked before the pause began do not make it longer. */
  #late(node: string, before: Pause | undefined): void {
    if (before === undefined && this.#pauses.has(node)) return;
    const ms = before === undefined ? FIRST_PAUSE_MS : Math.min(2 * before.ms, LONGEST_PAUSE_MS);
    this.#pauses.set(node, { until: this.#clock.monotonic() + ms, ms });
  }
}
