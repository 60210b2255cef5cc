import type { Observer } from '../base/observer.ts';
import type { CacheEvent } from './events.ts';
import type { TierName } from './tier.ts';
import { tierReason } from './tierReason.ts';

/** The kinds of problem that a tier can have, several at a time. */
export type TierTrouble = 'connection' | 'reads' | 'writes' | 'batches';

/** Announces that a tier is out of order once when it begins and once when all is well again. */
export class TierIncident {
  readonly #tier: TierName;
  readonly #observe: Observer<CacheEvent>;
  readonly #troubles = new Set<TierTrouble>();
  #isOver = false;

  constructor(tier: TierName, observe: Observer<CacheEvent>) {
    this.#tier = tier;
    this.#observe = observe;
  }

  /** `error` is what went wrong, if anybody knows. */
  begin(trouble: TierTrouble, error?: unknown): void {
    if (this.#isOver) return;
    if (this.#troubles.size === 0) {
      this.#observe({ kind: 'tierDown', tier: this.#tier, reason: tierReason(error) });
    }
    this.#troubles.add(trouble);
  }

  end(trouble: TierTrouble): void {
    if (this.#troubles.delete(trouble) && this.#troubles.size === 0) {
      this.#observe({ kind: 'tierUp', tier: this.#tier });
    }
  }

  /** The tier is used no more: what still fails in it is nobody's concern. */
  dispose(): void {
    this.#isOver = true;
  }
}
