import type { Allowance, Budget, Grant } from '../../server/src/virtualKeys/budget.ts';
import { LocalBudget } from '../../server/src/virtualKeys/localBudget.ts';
import { type FakeClock, settled } from '../../tools/testing/fakeClock.ts';

/** A budget that several processes share, on a clock of a test: it answers later, counts its calls, and may be away. */
export class SharedStore implements Budget {
  isAway = false;
  latencyMs = 0;
  takes = 0;
  corrections = 0;
  /** Calls, those that found it away included. */
  calls = 0;
  /** Of the first allowance: all that was taken, with its corrections. */
  net = 0;
  readonly #budget: LocalBudget;
  readonly #clock: FakeClock;

  constructor(clock: FakeClock) {
    this.#clock = clock;
    this.#budget = new LocalBudget(clock);
  }

  async take(scope: string, allowances: readonly Allowance[]): Promise<Grant> {
    this.takes++;
    const grant = await this.#answered(() => this.#budget.take(scope, allowances));
    if (grant.waitMs > 0) return grant;
    this.net += allowances[0]?.amount ?? 1;
    const correct = (differences: readonly number[]) =>
      this.#answered(() => {
        this.corrections++;
        this.net += differences[0] ?? 0;
        return grant.correct?.(differences);
      });
    return {
      waitMs: 0,
      remaining: grant.remaining,
      correct: async (by) => void (await correct(by)),
    };
  }

  async #answered<Answer>(make: () => Answer): Promise<Answer> {
    this.calls++;
    if (this.isAway) throw new Error('away');
    // Counted at the beginning: an answer that comes late was given early.
    const answer = make();
    const { latencyMs } = this;
    if (latencyMs > 0) await new Promise<void>((done) => this.#clock.after(latencyMs, done));
    else await settled();
    return answer;
  }
}
