/** With fewer requests in a span nothing is taken ahead. */
const MIN_REQUESTS = 2;

/** Requests of a span, and the sums of their amounts. */
interface Span {
  readonly requests: number;
  readonly sums: readonly number[];
}

/** How much was taken of late, to tell how much will be. */
export class Recent {
  readonly #spanMs: number;
  #span = Number.NEGATIVE_INFINITY;
  #requests = 0;
  #sums: number[] = [];
  #last: Span | undefined;

  constructor(spanMs: number) {
    this.#spanMs = spanMs;
  }

  add(amounts: readonly number[], now: number): void {
    this.#turn(now);
    this.#requests++;
    for (const [at, amount] of amounts.entries()) this.#sums[at] = (this.#sums[at] ?? 0) + amount;
  }

  /** The span before this one; `undefined` where too little was taken in it. */
  expected(now: number): Span | undefined {
    this.#turn(now);
    return this.#last;
  }

  #turn(now: number): void {
    const span = Math.floor(now / this.#spanMs);
    if (span === this.#span) return;
    const isNext = span === this.#span + 1 && this.#requests >= MIN_REQUESTS;
    this.#last = isNext ? { requests: this.#requests, sums: this.#sums } : undefined;
    this.#sums = [];
    this.#requests = 0;
    this.#span = span;
  }
}
