import type { Clock } from '../base/clock.ts';
import { type Allowance, amountOf, type Grant, ofMillionths, toMillionths } from './budget.ts';

/** So often what is owed to a store that does not answer is told it again. */
const MAX_TRIES = 10;
/** And not sooner again than after so long. */
const RETRY_MS = 1_000;
/** The part of a limit that others would miss: a refusal would name them too long a wait. */
const MUCH = 0.01;

/** Amounts that the shared store has granted, and of which several requests take for a while; kept in millionths. */
export class Lease {
  readonly #names: readonly string[];
  readonly #grant: Grant;
  /** Monotonic milliseconds from which on nothing more is taken of it. */
  readonly #until: number;
  readonly #left: number[];
  /** Differences that the store has not been told. */
  readonly #owed: number[];
  readonly #much: readonly number[];
  #tries = 0;
  #failedAt = Number.NEGATIVE_INFINITY;

  constructor(allowances: readonly Allowance[], grant: Grant, until: number) {
    this.#names = allowances.map(({ name }) => name);
    this.#grant = grant;
    this.#until = until;
    this.#left = allowances.map((each) => toMillionths(amountOf(each)));
    this.#owed = allowances.map(() => 0);
    this.#much = allowances.map(({ limit }) => toMillionths(limit * MUCH));
  }

  /** Takes of all or of none; false where it does not suffice, is over, or is one of other allowances. */
  take(allowances: readonly Allowance[], now: number): boolean {
    if (now >= this.#until || allowances.length !== this.#names.length) return false;
    for (const [at, allowance] of allowances.entries()) {
      if (allowance.name !== this.#names[at]) return false;
      if ((this.#left[at] ?? 0) < toMillionths(amountOf(allowance))) return false;
    }
    for (const [at, allowance] of allowances.entries())
      this.#left[at] = (this.#left[at] ?? 0) - toMillionths(amountOf(allowance));
    return true;
  }

  /** The amounts that are left of it. */
  get left(): readonly number[] {
    return this.#left.map(ofMillionths);
  }

  get isSpent(): boolean {
    return this.#left.every((left) => left === 0);
  }

  /** True if a good part of a limit is to be given back, and the store was there the last time. */
  get owesMuch(): boolean {
    if (this.#tries > 0) return false;
    return this.#owed.some((owed, at) => owed < 0 && -owed >= (this.#much[at] ?? 0));
  }

  /** Called once, when nothing more will be taken: the rest belongs to the store again. */
  end(): void {
    this.#add(this.#left.map((left) => -left));
  }

  owe(differences: readonly number[]): void {
    this.#add(differences.map(toMillionths));
  }

  /** Tells the store what it is owed. Returns true where it has to be tried again. Never rejects. */
  async tell(clock: Pick<Clock, 'monotonic'>): Promise<boolean> {
    if (this.#owed.every((each) => each === 0)) return false;
    if (clock.monotonic() - this.#failedAt < RETRY_MS) return true;
    const told = [...this.#owed];
    this.#owed.fill(0);
    try {
      await this.#grant.correct?.(told.map(ofMillionths));
      this.#tries = 0;
      return false;
    } catch {
      // The store is away. What it is not told it takes for spent.
      this.#add(told);
      this.#failedAt = clock.monotonic();
      return ++this.#tries < MAX_TRIES;
    }
  }

  #add(millionths: readonly number[]): void {
    for (const at of this.#owed.keys()) {
      this.#owed[at] = (this.#owed[at] ?? 0) + (millionths[at] ?? 0);
    }
  }
}
