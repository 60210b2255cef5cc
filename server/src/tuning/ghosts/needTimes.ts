/** Shares of what was expected are told apart in steps of a sixteenth, up to four times. */
const STEPS = 16;
const MOST = 4;
const BINS = MOST * STEPS;
/** Before any call was waited for, models need what is expected; that weighs as much as so many calls. */
const ASSUMED = 4;

/** Of the calls that have lasted so long, the share that ends before another time, and how long those take, as a share of what was expected. */
interface Ending {
  readonly share: number;
  readonly mean: number;
}

const NEVER: Ending = { share: 0, mean: 0 };

/**
 * How long models need beside what was expected, by the calls that were waited for and by those that a key cut short: these needed longer than they
 * had (the estimator of Kaplan and Meier, JASA 1958, in steps). Without them only short times would be known. Answers with nothing to show never end.
 */
export class NeedTimes {
  readonly #ended = new Float64Array(BINS);
  readonly #cut = new Float64Array(BINS);
  #all = ASSUMED;
  /** Shares that need longer than the beginning of a step, and sums of time over those that ended before. */
  readonly #longer = new Float64Array(BINS + 1);
  readonly #sums = new Float64Array(BINS + 1);

  constructor() {
    this.#ended[STEPS] = ASSUMED;
  }

  /** A call took, or was cut short at, such a share of what was expected. */
  add(share: number, isCut: boolean): void {
    this.#all++;
    const bin = Math.floor(share * STEPS);
    const counts = isCut ? this.#cut : this.#ended;
    if (bin < BINS) counts[bin] = (counts[bin] ?? 0) + 1;
  }

  /** Takes in what was added. */
  settle(): this {
    let [left, longer, sum] = [this.#all, 1, 0];
    for (let bin = 0; bin < BINS; bin++) {
      this.#longer[bin] = longer;
      this.#sums[bin] = sum;
      const [ended, cut] = [this.#ended[bin] ?? 0, this.#cut[bin] ?? 0];
      // Those that were cut short within a step were there for half of it.
      const there = left - cut / 2;
      const share = there <= 0 ? 0 : (longer * ended) / there;
      longer = Math.max(0, longer - share);
      sum += (share * (bin + 0.5)) / STEPS;
      left -= ended + cut;
    }
    this.#longer[BINS] = longer;
    this.#sums[BINS] = sum;
    return this;
  }

  ending(from: number, to: number): Ending {
    const left = at(this.#longer, from);
    const ended = left - at(this.#longer, to);
    if (to <= from || left <= 0 || ended <= 0) return NEVER;
    return { share: ended / left, mean: (at(this.#sums, to) - at(this.#sums, from)) / ended };
  }
}

/** The value at a share, between those of its step. */
function at(values: Float64Array, share: number): number {
  const place = Math.min(BINS, share * STEPS);
  const bin = Math.floor(place);
  const value = values[bin] ?? 0;
  return value + (place - bin) * ((values[bin + 1] ?? value) - value);
}
