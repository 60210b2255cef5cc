import { keyedDigest } from '../base/digest.ts';
import { type GenerationRequest, textsOf } from '../domain/generation.ts';
import { KEY_PREFIX } from '../pipeline/requestKey.ts';

const FILE_DIGITS = 32;
const PLACE_DIGITS = 16;
/** Files whose digests are kept at hand. */
const MAX_FILES = 1_000;
/** Characters of a line that tell its place. */
const MAX_LINE = 200;
/** Characters in which the last two lines of a text are looked for. */
const LINES_LENGTH = 2_000;
/** Users make actions of their own, and their ids follow from what these say. */
const CUSTOM = /^custom-/;

/** Digests in place of files, places and keys, by the secret of this installation: what is kept of them says nothing. */
export class UsageDigests {
  readonly #secret: string;
  readonly #files = new Map<string, string>();

  constructor(secret: string) {
    this.#secret = secret;
  }

  file(uri: string): string {
    const known = this.#files.get(uri);
    if (known !== undefined) return known;
    const digest = keyedDigest(this.#secret, ['file', uri]).slice(0, FILE_DIGITS);
    const [oldest] = this.#files.keys();
    if (this.#files.size >= MAX_FILES && oldest !== undefined) this.#files.delete(oldest);
    this.#files.set(uri, digest);
    return digest;
  }

  /** The place of a request, by what stands before it. */
  placeOf({ input }: Pick<GenerationRequest, 'input'>): string {
    const before = input.kind === 'infill' ? input.prefix : (textsOf(input)[1] ?? '');
    const [line = '', above = ''] = before.slice(-LINES_LENGTH).split('\n').toReversed();
    return this.place(above, line);
  }

  /** A place in a document: a line up to the cursor, and the line above. */
  place(above: string, line: string): string {
    const parts = ['place', above.slice(-MAX_LINE), line.slice(-MAX_LINE)];
    return keyedDigest(this.#secret, parts).slice(0, PLACE_DIGITS);
  }
}

/** The digits of a cache key, and the key of digits. */
export const digitsOf = (key: string): string => key.slice(KEY_PREFIX.length);
export const keyOf = (digits: string): string => KEY_PREFIX + digits;

export const kindOf = (kind: string): string => (CUSTOM.test(kind) ? 'custom' : kind);
