import { seededRandom } from '../../tools/random.ts';
import { developers } from '../warming/developers.ts';
import { type Step, sizeOf, workOf } from '../warming/work.ts';

/** One question, or the same one in all windows at one moment. */
export interface Turn {
  /** `own` is new; `again` is asked in another window than before; `atOnce` is new, and asked in all of them. */
  readonly kind: 'own' | 'again' | 'atOnce';
  readonly at: Place;
  readonly windows: readonly number[];
}

export interface Place {
  readonly uri: string;
  readonly text: string;
  readonly line: number;
}

const SEED = 20;
const FILES = 6;
/** Shares of turns whose question another window has asked before, and that all windows ask at one moment. */
const AGAIN = 1 / 3;
const AT_ONCE = 1 / 3;
/** By then an answer is on disk. */
const AGAIN_AFTER = 3;
const LINES = 10;
const FIRST_BLANK = 3;

/** New places one after the other, where a real developer's work leads, without end. */
export function* places(seed: number): Generator<Place> {
  const [developer] = developers('judge');
  if (developer === undefined) throw new Error('There is no developer to follow.');
  const seen = new Set<string>();
  for (let round = 0; ; round++) {
    const before = seen.size;
    for (const step of workOf(developer, seed + round)) {
      const place = placeOf(step);
      const name = `${place.uri} ${place.line}`;
      if (seen.has(name)) continue;
      seen.add(name);
      yield place;
    }
    if (seen.size === before) return;
  }
}

/** The same turns for every number of windows: the same questions, asked by as many as there are. Nobody asks again where there is one window. */
export function turns(count: number, windows: number): Turn[] {
  const random = seededRandom(SEED);
  const fresh = places(SEED);
  const all: Turn[] = [];
  const unrepeated: Turn[] = [];
  for (let index = 0; index < count; index++) {
    const [drawn, which, shift] = [random(), random(), random()];
    const known = unrepeated.length - AGAIN_AFTER;
    if (drawn < AGAIN && known > 0) {
      const [turn] = unrepeated.splice(Math.floor(which * known), 1);
      const other = (turn?.windows[0] ?? 0) + 1 + Math.floor(shift * (windows - 1));
      if (turn !== undefined && windows > 1)
        all.push({ kind: 'again', at: turn.at, windows: [other % windows] });
      continue;
    }
    const { value: at } = fresh.next();
    if (at === undefined) throw new Error('There are too few places.');
    const everyone = Array.from({ length: windows }, (_, window) => window);
    const turn: Turn =
      drawn >= 1 - AT_ONCE
        ? { kind: 'atOnce', at, windows: everyone }
        : { kind: 'own', at, windows: [Math.floor(shift * windows)] };
    if (turn.kind === 'own') unrepeated.push(turn);
    all.push(turn);
  }
  return all;
}

/** A place of ten lines is a function with three lines that are to be written yet. */
function placeOf({ file: number, place, variant }: Step): Place {
  const file = number % FILES;
  return {
    uri: uriOf(file),
    text: textOf(file),
    line: (place % sizeOf(file)) * LINES + FIRST_BLANK + variant,
  };
}

/** The files of all places, for an editor that opens them before it asks. */
export const files = (): { readonly uri: string; readonly text: string }[] =>
  Array.from({ length: FILES }, (_, file) => ({ uri: uriOf(file), text: textOf(file) }));

const uriOf = (file: number): string => `file:///bench/windows/file${file}.ts`;

const textOf = (file: number): string =>
  Array.from({ length: sizeOf(file) }, (_, index) => functionOf(file, index)).join('');

const functionOf = (file: number, index: number): string => `
export function step${file}x${index}(first: number, second: number): number {
  const part${index} = first * ${index + 2} - second;



  const whole${index} = part${index} + ${file};
  return whole${index} / first;
}

`;
