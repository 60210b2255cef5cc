/** Amounts that leave the window so close to each other, as a share of the period, leave it together. */
const SLOTS = 240;
/** Each amount counts so much longer: the shared budgets' margin, for which grants may be kept before they are used. */
export const SLACK_MS = 500;
/** Sums of fractions are a little off. */
const ROUNDING = 1e-9;
/** Entries that have left are cut off together. */
const CUT_AT = 64;

/** An amount in a window; 0 once it was given back. */
export interface Entry {
  amount: number;
  /** Monotonic milliseconds at which it leaves. */
  readonly until: number;
}

/**
 * At most a limit in any period, in amounts that may be fractions. Amounts are counted in slots of a 240th of the period, each held
 * to be as late as its end, which is the safe side. Taking costs the same however much was taken. An amount above the limit (the share
 * of one instance) goes alone, and stays for as many periods as it has limits.
 */
export class AmountWindow {
  readonly #periodMs: number;
  /** Those in front of `#head` have left. */
  #entries: Entry[] = [];
  #head = 0;
  #used = 0;

  constructor(periodMs: number) {
    this.#periodMs = periodMs;
  }

  get isEmpty(): boolean {
    return this.size === 0;
  }

  /** How many slots are kept. */
  get size(): number {
    return this.#entries.length - this.#head;
  }

  used(now: number): number {
    this.#expire(now);
    return this.#used;
  }

  /** Milliseconds until so much may be taken. */
  waitMs(now: number, amount: number, limit: number): number {
    this.#expire(now);
    if (amount === 0) return 0;
    if (limit <= 0) return this.#periodMs;
    let missing = this.#used + Math.min(amount, limit) - limit * (1 + ROUNDING);
    if (missing <= 0) return 0;
    for (let at = this.#head; at < this.#entries.length; at++) {
      const entry = this.#entries[at] as Entry;
      missing -= entry.amount;
      if (missing <= 0) return entry.until - now;
    }
    return this.#periodMs;
  }

  take(now: number, amount: number, limit: number): Entry {
    this.#expire(now);
    const slotMs = this.#periodMs / SLOTS;
    const periods = amount > limit && limit > 0 ? amount / limit : 1;
    const until = (Math.floor(now / slotMs) + 1) * slotMs + this.#periodMs * periods + SLACK_MS;
    const last = this.#entries.at(-1);
    const isOpen = last !== undefined && last.until >= until && !this.isEmpty;
    const entry = isOpen ? last : { amount: 0, until };
    if (!isOpen) this.#entries.push(entry);
    this.#add(entry, amount);
    return entry;
  }

  /** Takes some of an amount back; what has left is not there to be taken back. */
  lower(now: number, entry: Entry, by: number): void {
    this.#expire(now);
    if (entry.until > now) this.#add(entry, -Math.min(by, entry.amount));
  }

  #add(entry: Entry, amount: number): void {
    entry.amount += amount;
    this.#used += amount;
  }

  #expire(now: number): void {
    const entries = this.#entries;
    for (let oldest = entries[this.#head]; oldest && oldest.until <= now; ) {
      this.#used -= oldest.amount;
      oldest = entries[++this.#head];
    }
    if (this.isEmpty) this.#used = 0;
    if (this.#head < CUT_AT && !this.isEmpty) return;
    if (this.#head > 0) entries.splice(0, this.#head);
    this.#head = 0;
  }
}
