import type { LiveDocument } from '../../documents/liveDocument.ts';

/** Lines above a place that must be unchanged for what was suggested there to stay valid. */
const WINDOW_LINES = 50;
/** Of a line that is longer its length and its ends are hashed. */
const MAX_LINE = 4_000;
/** Two odd multipliers of linear congruential generators with long periods (L'Ecuyer 1999). */
const FIRST = 0x2c9277b5;
const SECOND = 0x5f356495;

/**
 * Hashes of the 50 lines above each of the nearest lines of a document: the place in the text that an anchor
 * stands for, wherever in the document it has moved to. Rolling (Karp, Rabin 1987): a hash of a line is computed once,
 * however many windows it lies in. 53 bits, so that among millions of places none is taken for another.
 */
export class LineHashes {
  readonly #from: number;
  readonly #first: Uint32Array;
  readonly #second: Uint32Array;

  /** For the windows above the lines from `line - linesBack` to `line`. */
  constructor(document: LiveDocument, line: number, linesBack: number) {
    this.#from = Math.max(0, line - linesBack - WINDOW_LINES);
    const count = line - this.#from;
    this.#first = new Uint32Array(count + 1);
    this.#second = new Uint32Array(count + 1);
    for (let index = 0; index < count; index++) {
      const text = endsOf(document.lines[this.#from + index] ?? '');
      let one = 7;
      let two = 11;
      for (let at = 0; at < text.length; at++) {
        const code = text.charCodeAt(at);
        one = (Math.imul(one, 31) + code) | 0;
        two = (Math.imul(two, 37) ^ code) | 0;
      }
      this.#first[index + 1] = Math.imul(this.#first[index] as number, FIRST) + one;
      this.#second[index + 1] = Math.imul(this.#second[index] as number, SECOND) + two;
    }
  }

  /** The hash of what stands above a line. */
  above(line: number): number {
    const end = line - this.#from;
    const start = Math.max(0, line - WINDOW_LINES) - this.#from;
    const first = windowOf(this.#first, start, end, FIRST);
    const second = windowOf(this.#second, start, end, SECOND);
    return first * 0x20_0000 + (second >>> 11);
  }
}

const endsOf = (line: string): string =>
  line.length <= MAX_LINE
    ? line
    : `${line.length}${line.slice(0, MAX_LINE / 2)}${line.slice(-MAX_LINE / 2)}`;

function windowOf(sums: Uint32Array, start: number, end: number, factor: number): number {
  const gone = Math.imul(sums[start] as number, power(factor, end - start));
  return ((sums[end] as number) - gone + (end - start)) >>> 0;
}

const powers = new Map<number, number[]>();

function power(factor: number, exponent: number): number {
  const known = powers.get(factor) ?? [1];
  powers.set(factor, known);
  while (known.length <= exponent) known.push(Math.imul(known.at(-1) as number, factor));
  return known[exponent] as number;
}
