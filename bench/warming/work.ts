import { normal } from '../../server/src/base/normal.ts';
import { seededRandom } from '../../tools/random.ts';
import type { Developer } from './developers.ts';

/** One question at a place, and whether its text is changed right after. */
export interface Step {
  /** Minutes since midnight of the first day. */
  readonly minute: number;
  readonly file: number;
  /** Ten lines are a place. */
  readonly place: number;
  /** Where on its line the cursor is. */
  readonly variant: number;
  readonly isEdit: boolean;
}

/** Work before a commit, in minutes: median, spread (log-normal), and at most. */
const SESSION = { median: 20, spread: 0.7, most: 90 };
/** Between questions, in minutes. */
const GAP = { median: 40 / 60, spread: 0.8 };
/** From one question to the next: another file, a file that is not committed, another part of the file, the focus drifts. */
const SWITCH = 0.2;
const ASIDE = 0.2;
const JUMP = 0.15;
const DRIFT = 0.2;
/** This share of questions is followed by a change of their place. */
const EDIT = 0.4;
const ZIPF = 1.3;
const VARIANTS = 3;

/** Somebody at work on a commit, as far as chance has decided. */
export class Session {
  /** The commit's files, those that were committed lately, and where the focus stands in each that has one. */
  readonly #files: readonly number[];
  readonly #seen: readonly number[];
  readonly #focuses: Map<number, number>;
  readonly endsAt: number;
  minute: number;
  #file: number | undefined;

  constructor(
    files: readonly number[],
    seen: readonly number[],
    focuses: Map<number, number>,
    [minute, endsAt]: readonly [number, number],
  ) {
    this.#files = files;
    this.#seen = seen;
    this.#focuses = focuses;
    this.minute = minute;
    this.endsAt = endsAt;
  }

  /** The same, to go on in another way. */
  fork(): Session {
    const focuses = new Map(this.#focuses);
    const forked = new Session(this.#files, this.#seen, focuses, [this.minute, this.endsAt]);
    forked.#file = this.#file;
    return forked;
  }

  /** Chooses the file that it begins in. */
  begin(random: () => number): void {
    this.#file ??= this.#files[zipf(random, this.#files.length)] ?? 0;
  }

  /** The next question. */
  ask(random: () => number): Step {
    this.begin(random);
    let file = this.#file ?? 0;
    const focuses = this.#focuses;
    if (random() < SWITCH) {
      const isAside = random() < ASIDE && this.#seen.length > 0;
      file =
        (isAside
          ? this.#seen.at(-1 - zipf(random, this.#seen.length))
          : this.#files[zipf(random, this.#files.length)]) ?? file;
      if (random() < JUMP) focuses.delete(file);
    }
    this.#file = file;
    const size = sizeOf(file);
    const focus = focuses.get(file) ?? Math.floor(random() * size);
    focuses.set(file, random() < DRIFT ? within(focus + (random() < 0.5 ? -1 : 1), size) : focus);
    const away = zipf(random, 8) * (random() < 0.5 ? -1 : 1);
    const isEdit = random() < EDIT;
    const place = within(focus + away, size);
    const step = { minute: this.minute, file, place, variant: zipf(random, VARIANTS), isEdit };
    this.minute += logNormal(random, GAP);
    return step;
  }
}

/**
 * The work that leads to a developer's commits: in the time before each they are in its files, now and then in another one. Within a file questions lie
 * around a focus that drifts (Zipf), and stays where it was left. Nothing follows from what came before but the focus: no Markov chain. `watch` is told
 * of each session as it stands before each question.
 */
export function workOf(
  { commits }: Developer,
  seed: number,
  watch: (session: Session) => void = () => undefined,
): Step[] {
  const random = seededRandom(seed);
  const focuses = new Map<number, number>();
  const seen: number[] = [];
  const steps: Step[] = [];
  let before = Number.NEGATIVE_INFINITY;
  for (const { minute, files } of commits) {
    const span = Math.min(SESSION.most, logNormal(random, SESSION), minute - before);
    before = minute;
    const session = new Session(files, [...seen], focuses, [minute - span, minute]);
    session.begin(random);
    while (session.minute < minute) {
      watch(session);
      steps.push(session.ask(random));
    }
    for (const each of files) {
      if (seen.includes(each)) seen.splice(seen.indexOf(each), 1);
      seen.push(each);
    }
  }
  return steps;
}

/** Places of a file: 60 to 600 lines. */
export const sizeOf = (file: number): number => 6 + Math.floor(54 * seededRandom(file + 1)() ** 2);

const within = (place: number, size: number): number => Math.min(size - 1, Math.max(0, place));

const logNormal = (
  random: () => number,
  { median, spread }: { readonly median: number; readonly spread: number },
): number => median * Math.exp(spread * normal(random));

function zipf(random: () => number, count: number): number {
  const sums = sumsOf(count);
  const drawn = random() * (sums.at(-1) ?? 0);
  return Math.max(
    0,
    sums.findIndex((sum) => sum >= drawn),
  );
}

const knownSums = new Map<number, readonly number[]>();

/** The weights of so many ranks, added up. */
function sumsOf(count: number): readonly number[] {
  const known = knownSums.get(count) ?? [];
  if (known.length === count) return known;
  let sum = 0;
  const sums = Array.from({ length: count }, (_, rank) => {
    sum += (rank + 1) ** -ZIPF;
    return sum;
  });
  knownSums.set(count, sums);
  return sums;
}
