/** A value is judged against its usual from so many windows on. */
const LEAST_WINDOWS = 12;
/** How fast the usual follows: over some hundred windows, so that a drift does not carry it along. */
const FOLLOW = 0.005;
/** From mean absolute deviation to standard deviation, for normal noise. */
const MAD_TO_SIGMA = 1.2533;
/** A jump: so many deviations, in so many windows one after the other. */
const JUMP = 4;
const JUMP_WINDOWS = 3;
/** Drift, as a cumulative sum of what is beyond the slack (Page, "Continuous inspection schemes", 1954), in deviations. */
const SLACK = 0.75;
const DRIFT = 8;
/** Back to usual: within so many deviations for so many windows. */
const CALM = 1.5;
const CALM_WINDOWS = 3;
/** The number of windows after which an anomaly becomes the new usual level. */
const NEW_USUAL_WINDOWS = 90;
/** One window moves the usual by no more than so many deviations would. */
const CLIP = 3;

export type Verdict = 'learning' | 'usual' | 'jump' | 'drift';

/**
 * Tells when a series, one value a window, has become worse than it usually is: an exponentially weighted mean and mean absolute
 * deviation, a threshold held for some windows for jumps, a cumulative sum for drifts. Only growth is bad: callers turn
 * their series around where less is worse.
 */
export class AnomalyDetector {
  #windows = 0;
  #mean = 0;
  #deviation = 0;
  #above = 0;
  #sum = 0;
  #calm = 0;
  #bad = 0;
  #verdict: Verdict = 'learning';

  get verdict(): Verdict {
    return this.#verdict;
  }

  /** The usual value. */
  get usual(): number {
    return this.#mean;
  }

  /** `noise` is the least standard deviation that a value can have by chance alone. */
  add(value: number, noise: number): Verdict {
    if (this.#windows < LEAST_WINDOWS) {
      this.#learn(value);
      return this.#verdict;
    }
    const sigma = Math.max(noise, MAD_TO_SIGMA * this.#deviation);
    const deviations = (value - this.#mean) / sigma;
    if (this.#verdict === 'jump' || this.#verdict === 'drift') this.#recover(value, deviations);
    else this.#judge(deviations, sigma);
    return this.#verdict;
  }

  #learn(value: number): void {
    this.#windows++;
    const weight = Math.max(FOLLOW, 1 / this.#windows);
    if (this.#windows > 1)
      this.#deviation += weight * (Math.abs(value - this.#mean) - this.#deviation);
    this.#mean += weight * (value - this.#mean);
    if (this.#windows >= LEAST_WINDOWS) this.#verdict = 'usual';
  }

  #judge(deviations: number, sigma: number): void {
    this.#above = deviations > JUMP ? this.#above + 1 : 0;
    this.#sum = Math.max(0, this.#sum + deviations - SLACK);
    if (this.#above >= JUMP_WINDOWS) this.#alarm('jump');
    else if (this.#sum > DRIFT) this.#alarm(deviations > JUMP ? 'jump' : 'drift');
    else this.#learn(this.#mean + Math.min(CLIP, Math.max(-CLIP, deviations)) * sigma);
  }

  /** Judges a value during an anomaly, without learning from it: the usual level is not learned from unusual values. */
  #recover(value: number, deviations: number): void {
    this.#bad++;
    this.#calm = deviations < CALM ? this.#calm + 1 : 0;
    if (this.#calm >= CALM_WINDOWS) this.#reset('usual');
    if (this.#bad < NEW_USUAL_WINDOWS) return;
    this.#windows = 0;
    this.#reset('learning');
    this.#learn(value);
  }

  #alarm(verdict: Verdict): void {
    this.#verdict = verdict;
    this.#bad = 0;
    this.#calm = 0;
  }

  #reset(verdict: Verdict): void {
    this.#verdict = verdict;
    this.#above = 0;
    this.#sum = 0;
  }
}
