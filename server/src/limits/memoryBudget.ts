import { asAmount, granted, limitMicros, takenMicros } from './amounts.ts';
import { type PeriodSlots, periodSlots, waitFor } from './periodSlots.ts';
import type { Allowance, Grant, SpendableBudget } from './sharedBudget.ts';

/** The most allowances of scopes that are remembered; beyond them those are forgotten that were asked for longest ago. */
const MAX_COUNTS = 20_000;

/** Amounts taken by slot, as millionths. */
type Count = Map<number, number>;

/** The budgets of one process, as it alone spends them: what a shared one does, for where there is none. */
export class MemoryBudget implements SpendableBudget {
  readonly #now: () => number;
  readonly #counts = new Map<string, Count>();

  /** `now` is milliseconds that never go back. */
  constructor(now: () => number) {
    this.#now = now;
  }

  async take(scope: string, allowances: readonly Allowance[]): Promise<Grant> {
    const looked = allowances.map((allowance) => this.#look(scope, allowance));
    const waitMs = Math.max(0, ...looked.map((each) => each.waitMs));
    if (waitMs > 0) return { waitMs, remaining: looked.map(({ left }) => asAmount(left)) };
    for (const { count, slots, amount } of looked) add(count, slots.slot, amount);
    return granted(
      looked.map(({ left, amount }) => asAmount(left - amount)),
      looked.map(({ amount }) => amount),
      async (micros) => {
        for (const [index, { count, slots }] of looked.entries())
          add(count, slots.slot, micros[index] ?? 0);
      },
    );
  }

  async spend(scope: string, allowances: readonly Allowance[]): Promise<void> {
    for (const allowance of allowances) {
      const { count, slots, amount } = this.#look(scope, allowance);
      add(count, slots.slot, amount);
    }
  }

  /** The amounts that count now, in the order of the allowances. */
  used(scope: string, allowances: readonly Allowance[]): readonly number[] {
    return allowances.map((allowance) => {
      const { count } = this.#look(scope, { ...allowance, amount: 0 });
      return asAmount(sumOf(count));
    });
  }

  #look(scope: string, { name, limit, periodMs, amount: wanted = 1 }: Allowance) {
    const amount = takenMicros(wanted);
    const slots = periodSlots(this.#now(), periodMs);
    const count = this.#countOf(`${scope} ${name}`, slots);
    const left = limitMicros(limit) - sumOf(count);
    const taken = [...count].map(([at, each]) => ({ slot: at, amount: each }));
    taken.sort((one, other) => one.slot - other.slot);
    const waitMs = left >= amount ? 0 : waitFor(amount - left, taken, slots, periodMs);
    return { count, slots, amount, left, waitMs };
  }

  #countOf(name: string, { gone }: PeriodSlots): Count {
    const count: Count = this.#counts.get(name) ?? new Map();
    this.#counts.delete(name);
    this.#counts.set(name, count);
    const [oldest] = this.#counts.keys();
    if (this.#counts.size > MAX_COUNTS && oldest !== undefined) this.#counts.delete(oldest);
    for (const slot of count.keys()) if (slot <= gone) count.delete(slot);
    return count;
  }
}

const sumOf = (count: Count): number => [...count.values()].reduce((sum, each) => sum + each, 0);

function add(count: Count, slot: number, micros: number): void {
  const amount = (count.get(slot) ?? 0) + micros;
  if (amount > 0) count.set(slot, amount);
  else count.delete(slot);
}
