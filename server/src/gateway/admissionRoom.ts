import type { Clock } from '../base/clock.ts';
import type { Admission } from '../http/openai/admission.ts';
import type { GatewayConfig } from '../settings/gatewayConfig.ts';
import { type AdmissionTools, KeyAdmission } from '../virtualKeys/admission.ts';
import { AdmissionQueue } from '../virtualKeys/admissionQueue.ts';
import type { Budget } from '../virtualKeys/budget.ts';
import type { PriceOf } from '../virtualKeys/keyBudgets.ts';
import { LeasedBudget } from '../virtualKeys/leasedBudget.ts';
import { LocalBudget } from '../virtualKeys/localBudget.ts';
import type { Say } from './messages.ts';

export interface AdmissionRoomTools {
  readonly clock: Clock;
  /** The budgets that all processes spend, by the configuration of the moment; rejects where there are none. */
  readonly shared: Budget;
  readonly priceOf: PriceOf;
  readonly isServed?: AdmissionTools['isServed'];
  /** The processes that spend a budget each for itself while the shared one does not answer. */
  readonly processes: () => number;
  readonly log: Say;
}

const AWAY =
  'The file of budgets cannot be used: each process spends its share of every limit meanwhile. Check that the storage folder can be written, and that its disk is not full.';
const BACK = 'The file of budgets can be used again.';

/** Who may ask, under the configuration of the moment; what was spent, and who is under way, outlives a change. */
export class AdmissionRoom {
  readonly #tools: AdmissionRoomTools;
  readonly #queue: AdmissionQueue;
  readonly #budget: LeasedBudget;

  constructor(tools: AdmissionRoomTools, { limits }: GatewayConfig) {
    this.#tools = tools;
    const { clock, shared, processes, log } = tools;
    this.#queue = new AdmissionQueue(limits, clock);
    const fallback = new LocalBudget(clock, () => 1 / Math.max(1, processes()));
    // Those in Redis do not fail: whoever shares them spends a share by itself, and says so.
    const onAway = (isAway: boolean) => log(isAway ? AWAY : BACK, BACK);
    this.#budget = new LeasedBudget({ shared, fallback, clock, onAway });
  }

  /** The number of requests that wait to be let in. */
  get waiting(): number {
    return this.#queue.waiting;
  }

  under({ keys, limits }: GatewayConfig): Admission {
    const { clock, priceOf, isServed } = this.#tools;
    this.#queue.limits = limits;
    const [budget, queue] = [this.#budget, this.#queue];
    return new KeyAdmission(keys, { clock, budget, queue, priceOf, isServed });
  }

  /** Gives back what was taken ahead. Never rejects. */
  close(): Promise<void> {
    return this.#budget.close().catch(() => undefined);
  }
}
