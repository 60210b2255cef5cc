import type { LimitSpan } from '../domain/limitScope.ts';

/** How long a 429 that names no time keeps us away; doubled each time, until something is answered. */
const LIMITED_MS = 5_000;
const MAX_LIMITED_MS = 120_000;
/** A shorter time that is named is none: some name nothing but zero. */
const MIN_NAMED_MS = 1_000;
/** The same for a limit of a day or more, four times as long each time: it may be anybody's midnight. */
const SPENT_MS = 60_000;
const MAX_SPENT_MS = 3_600_000;

/** A refusal for a limit over `span`: the time that it names, and the moment at which its request went. */
interface Refusal {
  readonly waitMs: number | undefined;
  readonly span: LimitSpan | undefined;
  readonly since: number;
}

/** How long the refusals of a server for its limits keep us away, one after the other. */
export class RefusalPauses {
  #refusals = 0;
  #refusedAt = 0;

  /**
   * A time that is named is kept to, but for less than a second a second time, and for a limit of a day or more: some name a moment each time, and there it is
   * the least. Requests that went together are refused together, once. `isGuess` where no time that is kept to was named.
   */
  next(now: number, { waitMs, span, since }: Refusal): { ms: number; isGuess: boolean } {
    if (since >= this.#refusedAt) this.#refusals++;
    this.#refusedAt = now;
    const times = this.#refusals - 1;
    const isLong = span === 'day' || span === 'week' || span === 'month';
    const ownMs = isLong
      ? Math.min(MAX_SPENT_MS, SPENT_MS * 4 ** times)
      : Math.min(MAX_LIMITED_MS, LIMITED_MS * 2 ** times);
    const isKept = waitMs !== undefined && (times === 0 || waitMs >= MIN_NAMED_MS);
    if (!isKept) return { ms: ownMs, isGuess: true };
    return { ms: isLong && times > 0 ? Math.max(waitMs, ownMs) : waitMs, isGuess: false };
  }

  /** Something was answered, or there is a new key. */
  forget(): void {
    this.#refusals = 0;
  }
}
