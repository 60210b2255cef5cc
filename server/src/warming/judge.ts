import type { Spot } from './habits.ts';
import { HORIZON_MS } from './habits.ts';
import type { Verdict } from './usage.ts';

/** Fewer used ones than this share do not pay. */
const LEAST_PRECISION = 0.2;
/** The last so many answers are judged, once there are enough of them. */
const ANSWERS = { judged: 100, least: 40 };
/** And likewise guesses, which must come true more often than blind ones by this factor. */
const GUESSES = { judged: 200, least: 100 };
const BETTER_THAN_BLIND = 1.2;

/** Outcomes of late: whether each was right. */
class Outcomes {
  readonly #judged: number;
  readonly #least: number;
  #all: boolean[] = [];

  constructor({ judged, least }: { readonly judged: number; readonly least: number }) {
    this.#judged = judged;
    this.#least = least;
  }

  add(isRight: boolean): void {
    this.#all = [...this.#all.slice(1 - this.#judged), isRight];
  }

  get isEnough(): boolean {
    return this.#all.length >= this.#least;
  }

  /** Share of those that were right; `undefined` while there are none. */
  get share(): number | undefined {
    const { length } = this.#all;
    return length === 0 ? undefined : this.#all.filter(Boolean).length / length;
  }

  clear(): void {
    this.#all = [];
  }
}

interface Guess extends Spot {
  readonly at: number;
  readonly isBlind: boolean;
}

/**
 * Judges warming ahead by what comes of it: answers that were warmed are used or not, and the surest guess at each step comes true
 * within its hour or does not, whether anything was warmed for it or not; a blind one beside it tells what chance would do. It
 * says when to stop; only its user begins again.
 */
export class Judge {
  readonly #answers = new Outcomes(ANSWERS);
  readonly #guesses = new Outcomes(GUESSES);
  readonly #blind = new Outcomes(GUESSES);
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

  /** The surest guess from now on, and a blind one. */
  guessed(surest: Spot, blind: Spot, at: number): void {
    for (const each of [surest, blind]) {
      this.#open.push({ file: each.file, kind: each.kind, at, isBlind: each === blind });
    }
  }

  /** The user is at a spot. */
  visited({ file, kind }: Spot, now: number): void {
    this.#open = this.#open.filter((guess) => {
      const isRight = guess.file === file && guess.kind === kind;
      const isOver = guess.at <= now - HORIZON_MS;
      const outcomes = guess.isBlind ? this.#blind : this.#guesses;
      if (isRight || isOver) outcomes.add(isRight && !isOver);
      return !isRight && !isOver;
    });
    this.#weigh(now);
  }

  /** The user wants it again: what was is not held against it. */
  again(): void {
    this.#verdict = undefined;
    this.#answers.clear();
    this.#guesses.clear();
    this.#blind.clear();
    this.#open = [];
  }

  #weigh(at: number): void {
    if (this.#verdict !== undefined) return;
    const { share: used = 1 } = this.#answers;
    const { share: right = 1 } = this.#guesses;
    const { share: byChance = 0 } = this.#blind;
    const isUnused = this.#answers.isEnough && used < LEAST_PRECISION;
    const isBlind =
      this.#guesses.isEnough && this.#blind.isEnough && right < BETTER_THAN_BLIND * byChance;
    if (isUnused) this.#verdict = { at: Math.round(at), reason: 'unused', precision: used };
    else if (isBlind) this.#verdict = { at: Math.round(at), reason: 'noHabits', precision: right };
  }
}
