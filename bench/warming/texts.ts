import { keyedDigest } from '../../server/src/base/digest.ts';
import { seededRandom } from '../../tools/random.ts';
import type { Step } from './work.ts';

/** Places above and below a cursor whose text is in its prompt, and how many other files. */
export interface Window {
  readonly above: number;
  readonly below: number;
  readonly imports: number;
}

/** A prompt that holds its place alone. */
export const NARROW: Window = { above: 0, below: 0, imports: 0 };
/** The window of the product's suggestion store: 50 lines above, and some below. */
export const AS_REMEMBERED: Window = { above: 5, below: 1, imports: 0 };
/** The product's windows, in places of ten lines. */
export const WIDE: Window = { above: 11, below: 5, imports: 2 };
/** A change of a file is in the part of it that others hold now and then. */
const SHOWN = 0.15;

/** The texts of a developer's files, as versions of their places: a changed text has other keys for all prompts that hold it. */
export class Texts {
  readonly #secret: string;
  readonly #window: Window;
  readonly #random: () => number;
  readonly #versions = new Map<string, number>();
  /** Changes in what others show of a file. */
  readonly #shown = new Map<number, number>();

  constructor(secret: string, seed: number, window: Window) {
    this.#window = window;
    this.#secret = secret;
    this.#random = seededRandom(seed);
  }

  /** The digits of the cache key of a question there now. */
  keyAt({ file, place, variant }: Pick<Step, 'file' | 'place' | 'variant'>): string {
    const { above, below, imports } = this.#window;
    const texts: string[] = [];
    for (let near = place - above; near <= place + below; near++) {
      texts.push(String(this.#version(file, near)));
    }
    for (let each = 1; each <= imports; each++) {
      texts.push(String(this.#shown.get(file - each) ?? 0));
    }
    return this.#digest(['key', file, place, variant, ...texts]).slice(0, 32);
  }

  /** The digest of the lines that stand there. */
  placeAt(file: number, place: number): string {
    return this.#digest(['place', file, place, this.#version(file, place)]).slice(0, 16);
  }

  fileOf = (file: number): string => this.#digest(['file', file]).slice(0, 32);

  edit({ file, place }: Pick<Step, 'file' | 'place'>): void {
    this.#versions.set(`${file} ${place}`, this.#version(file, place) + 1);
    if (this.#random() < SHOWN) this.#shown.set(file, (this.#shown.get(file) ?? 0) + 1);
  }

  #version = (file: number, place: number): number => this.#versions.get(`${file} ${place}`) ?? 0;

  #digest = (parts: readonly (string | number)[]): string =>
    keyedDigest(this.#secret, parts.map(String));
}
