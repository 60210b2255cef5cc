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

/**
 * The work that leads to a developer's commits: in the time before each they are in its files, now and then in another one. Within a file questions lie
 * around a focus that drifts (Zipf), and stays where it was left. Nothing follows from what came before but the focus: no Markov chain.
 */
export function workOf({ commits }: Developer, seed: number): Step[] {
  const random = seededRandom(seed);
  const logNormal = ({ median, spread }: { median: number; spread: number }) =>
    median * Math.exp(spread * normal(random));
  const zipf = (count: number, exponent = ZIPF): number => {
    const weights = Array.from({ length: count }, (_, rank) => (rank + 1) ** -exponent);
    const drawn = random() * weights.reduce((sum, weight) => sum + weight, 0);
    let sum = 0;
    const found = weights.findIndex((weight) => {
      sum += weight;
      return sum >= drawn;
    });
    return Math.max(0, found);
  };
  const focuses = new Map<number, number>();
  const seen: number[] = [];
  const steps: Step[] = [];
  let before = Number.NEGATIVE_INFINITY;
  for (const { minute, files } of commits) {
    const span = Math.min(SESSION.most, logNormal(SESSION), minute - before);
    before = minute;
    let file = files[zipf(files.length)] ?? 0;
    for (let at = minute - span; at < minute; at += logNormal(GAP)) {
      if (random() < SWITCH) {
        const isAside = random() < ASIDE && seen.length > 0;
        file = (isAside ? seen.at(-1 - zipf(seen.length)) : files[zipf(files.length)]) ?? file;
        if (random() < JUMP) focuses.delete(file);
      }
      const size = sizeOf(file);
      const focus = focuses.get(file) ?? Math.floor(random() * size);
      focuses.set(file, random() < DRIFT ? within(focus + (random() < 0.5 ? -1 : 1), size) : focus);
      const away = zipf(8) * (random() < 0.5 ? -1 : 1);
      const isEdit = random() < EDIT;
      const place = within(focus + away, size);
      steps.push({ minute: at, file, place, variant: zipf(VARIANTS), isEdit });
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
