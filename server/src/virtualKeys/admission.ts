import { throwIfAborted } from '../base/abort.ts';
import type { Clock } from '../base/clock.ts';
import type { CallerLimit } from '../domain/callerLimit.ts';
import { ANY_MODEL } from '../domain/endpoint.ts';
import type { AskedFor, Pass, Spent } from '../http/openai/admission.ts';
import { noModel } from '../http/openai/noModel.ts';
import type { AdmissionQueue } from './admissionQueue.ts';
import type { Budget } from './budget.ts';
import { cacheScopeOf } from './cacheScope.ts';
import { KeyBudgets, type PriceOf, type Reservation } from './keyBudgets.ts';
import { KeyRing } from './keyRing.ts';
import { expiredKey, noKey, unknownKey } from './refusals.ts';
import type { VirtualKey } from './virtualKey.ts';

/** All that outlives a change of the configuration: what was spent, and who is under way. */
export interface AdmissionTools {
  readonly clock: Clock;
  readonly budget: Budget;
  readonly queue: AdmissionQueue;
  readonly priceOf: PriceOf;
  /** True for the name that a server gives its model where the configuration names none: a key for `default` has it. Absent where there is none. */
  readonly isServed?: ((model: string) => boolean) | undefined;
}

/**
 * Decides who may ask: by key, expiry, model and budgets, and then whose turn it is. Without keys everybody may, under one scope. A
 * changed configuration makes a new one with the same tools.
 */
export class KeyAdmission {
  readonly #ring: KeyRing;
  readonly #clock: Clock;
  readonly #queue: AdmissionQueue;
  readonly #budgets: KeyBudgets;
  readonly #isServed: AdmissionTools['isServed'];
  readonly #scopes = new WeakMap<VirtualKey, string>();
  readonly #allowed = new WeakMap<VirtualKey, ReadonlySet<string>>();

  constructor(keys: readonly VirtualKey[], tools: AdmissionTools) {
    const { clock, budget, queue, priceOf } = tools;
    this.#isServed = tools.isServed;
    this.#ring = new KeyRing(keys);
    this.#clock = clock;
    this.#queue = queue;
    this.#budgets = new KeyBudgets(budget, clock, priceOf);
    for (const key of keys) {
      this.#scopes.set(key, cacheScopeOf(key));
      if (key.models !== undefined) this.#allowed.set(key, new Set(key.models));
    }
  }

  /** Rejects with an `ApiError`, and with `CancelledError` when the signal aborts; then nothing stays taken. */
  async enter(presented: string | undefined, asked: AskedFor, signal: AbortSignal): Promise<Pass> {
    throwIfAborted(signal);
    const key = this.#keyOf(presented);
    if (key !== undefined && !this.#mayAsk(key, asked.model)) throw noModel(asked.model);
    const reservation = key && (await this.#budgets.reserve(key, asked));
    try {
      await this.#queue.enter(asked.priority, signal);
    } catch (error) {
      reservation?.giveBack();
      throw error;
    }
    return new AdmittedPass(this.#queue, reservation, key?.name, this.#scopeOf(key));
  }

  /** The models that a key may ask for, of those given; throws as `enter` rejects. */
  models(presented: string | undefined, all: readonly string[]): readonly string[] {
    const key = this.#keyOf(presented);
    return key === undefined ? all : all.filter((model) => this.#mayAsk(key, model));
  }

  async limitsOf(presented: string | undefined): Promise<readonly CallerLimit[]> {
    const key = this.#keyOf(presented);
    return key === undefined ? [] : this.#budgets.left(key);
  }

  /** `undefined` where no keys are configured. */
  #keyOf(presented: string | undefined): VirtualKey | undefined {
    if (this.#ring.isEmpty) return undefined;
    if (presented === undefined) throw noKey();
    const key = this.#ring.find(presented);
    if (key === undefined) throw unknownKey();
    const { name, expires } = key;
    if (expires !== undefined && this.#clock.now() >= expires) throw expiredKey(name, expires);
    return key;
  }

  #mayAsk(key: VirtualKey, model: string): boolean {
    const allowed = this.#allowed.get(key);
    if (allowed === undefined || allowed.has(model)) return true;
    return allowed.has(ANY_MODEL) && this.#isServed?.(model) === true;
  }

  #scopeOf(key: VirtualKey | undefined): string {
    return (key && this.#scopes.get(key)) ?? cacheScopeOf(key);
  }
}

class AdmittedPass implements Pass {
  readonly keyName?: string;
  readonly cacheScope: string;
  readonly #queue: AdmissionQueue;
  readonly #reservation: Reservation | undefined;
  #isSettled = false;
  #hasLeft = false;

  constructor(
    queue: AdmissionQueue,
    reservation: Reservation | undefined,
    keyName: string | undefined,
    cacheScope: string,
  ) {
    this.#queue = queue;
    this.#reservation = reservation;
    if (keyName !== undefined) this.keyName = keyName;
    this.cacheScope = cacheScope;
  }

  get limits(): readonly CallerLimit[] {
    return this.#reservation?.limits ?? [];
  }

  settle(spent: Spent): void {
    if (this.#isSettled || this.#hasLeft) return;
    this.#isSettled = true;
    this.#reservation?.settle(spent);
  }

  leave(): void {
    if (this.#hasLeft) return;
    this.#hasLeft = true;
    if (!this.#isSettled) this.#reservation?.giveBack();
    this.#queue.leave();
  }
}
