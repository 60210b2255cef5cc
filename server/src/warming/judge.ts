import type { Spot } from './habits.ts';
import { HORIZON_MS } from './habits.ts';
import type { Verdict } from './usage.ts';

/** Fewer used ones than this share do not pay. */
const LEAST_PRECISION = 0.2;
/** The last so many answers are judged, once there are enough of them; and likewise guesses. */
const JUDGED = 100;
const LEAST_JUDGED = 40;

/** Outcomes of late: whether each was right. */
class Outcomes {
  #all: boolean[] = [];

  add(isRight: boolean): void {
    this.#all = [...this.#all.slice(1 - JUDGED), isRight];
  }

  /** Share of those that were right; `undefined` while there are none. */
  get share(): number | undefined {
    const { length } = this.#all;
    return length === 0 ? undefined : this.#all.filter(Boolean).length / length;
  }

  get pays(): boolean {
    return this.#all.length < LEAST_JUDGED || (this.share ?? 1) >= LEAST_PRECISION;
  }

  clear(): void {
    this.#all = [];
  }
}

interface Guess extends Spot {
  readonly at: number;
}

/**
 * Judges warming ahead by what comes of it: answers that were warmed are used or not, and the surest guess at each step comes true
 * within its hour or does not, whether anything was warmed for it or not. It says when to stop; only its user begins again.
 */
export class Judge {
  readonly #answers = new Outcomes();
  readonly #guesses = new Outcomes();
  #open: Guess[] = [];
  #verdict: Verdict | undefined;

  /** `verdict` is what was found before. */
  constructor(verdict?: Verdict) {
    this.#verdict = verdict;
  }

  /** Absent while warming ahead pays. */
  get verdict(): Verdict | undefined {
    return this.#verdict;
  }

  /** Share of the warmed answers of late that were used; `undefined` while there are none. */
  get precision(): number | undefined {
    return this.#answers.share;
  }

  /** An answer that was warmed ahead was used, or was not. */
  answered(isUsed: boolean, now: number): void {
    this.#answers.add(isUsed);
    this.#weigh(now);
  }

  /** The surest guess from now on. */
  guessed({ file, kind }: Spot, at: number): void {
    this.#open.push({ file, kind, at });
  }

  /** The user is at a spot. */
  visited({ file, kind }: Spot, now: number): void {
    this.#open = this.#open.filter((guess) => {
      const isRight = guess.file === file && guess.kind === kind;
      const isOver = guess.at <= now - HORIZON_MS;
      if (isRight || isOver) this.#guesses.add(isRight && !isOver);
      return !isRight && !isOver;
    });
    this.#weigh(now);
  }

  /** The user wants it again: what was is not held against it. */
  again(): void {
    this.#verdict = undefined;
    this.#answers.clear();
    this.#guesses.clear();
    this.#open = [];
  }

  #weigh(at: number): void {
    if (this.#verdict !== undefined) return;
    const failed = !this.#answers.pays ? 'unused' : !this.#guesses.pays ? 'noHabits' : undefined;
    if (failed === undefined) return;
    const { share = 0 } = failed === 'unused' ? this.#answers : this.#guesses;
    this.#verdict = { at: Math.round(at), reason: failed, precision: share };
  }
}
