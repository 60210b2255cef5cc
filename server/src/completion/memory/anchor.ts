import type { Cursor } from '../cursor.ts';
import { LineHashes } from './lineHashes.ts';
import { fingerprintSuffix, isSameSuffix } from './suffixFingerprint.ts';

/** How many lines a text may have led the cursor on. */
const MAX_LINES_ON = 50;

/**
 * How a cursor stands to a text that began at a place: `agrees` while what was typed since is the text's
 * beginning, or goes on from all of it (`rest` is '' then); `diverged` when something else was typed there;
 * `elsewhere` when the cursor has left.
 */
export type Relation =
  | { readonly kind: 'agrees'; readonly rest: string }
  | { readonly kind: 'diverged' }
  | { readonly kind: 'elsewhere' };

const ELSEWHERE = { kind: 'elsewhere' } as const;

/** The text between an anchor and a cursor: the user has typed it. */
interface Typed {
  readonly text: string;
  readonly linesOn: number;
  readonly isSameBelow: boolean;
}

/** Where a text begins: what stands above its line, on it, and below; found again after edits elsewhere. */
export class Anchor {
  readonly #cursor: Cursor;
  readonly #above: number;
  /** A text grows while a cursor waits for it: the cursor's place is found once. */
  readonly #typed = new WeakMap<Cursor, Typed | typeof ELSEWHERE>();

  constructor(cursor: Cursor) {
    this.#cursor = cursor;
    this.#above = new LineHashes(cursor.document, cursor.position.line, 0).above(
      cursor.position.line,
    );
  }

  relate(cursor: Cursor, text: string): Relation {
    const typed = this.#typed.get(cursor) ?? this.#typedUpTo(cursor);
    this.#typed.set(cursor, typed);
    if ('kind' in typed) return typed;
    const whole = this.#cursor.linePrefix + text;
    if (!whole.startsWith(typed.text) && !typed.text.startsWith(whole)) {
      // One line further on, the user has typed; many lines further on, they have gone.
      return typed.linesOn <= 1 ? { kind: 'diverged' } : ELSEWHERE;
    }
    if (!typed.isSameBelow) return ELSEWHERE;
    return { kind: 'agrees', rest: whole.slice(typed.text.length) };
  }

  #typedUpTo(cursor: Cursor): Typed | typeof ELSEWHERE {
    const { document, position } = cursor;
    if (document.uri !== this.#cursor.document.uri) return ELSEWHERE;
    const { line } = position;
    const hashes = new LineHashes(document, line, MAX_LINES_ON);
    for (let start = line; start >= Math.max(0, line - MAX_LINES_ON); start--) {
      if (hashes.above(start) !== this.#above) continue;
      const text = [...document.lines.slice(start, line), cursor.linePrefix].join('\n');
      return { text, linesOn: line - start, isSameBelow: this.#isSameBelow(cursor) };
    }
    return ELSEWHERE;
  }

  #isSameBelow({ document, position }: Cursor): boolean {
    if (document === this.#cursor.document) return true;
    const then = fingerprintSuffix(this.#cursor.document, this.#cursor.position.line);
    return isSameSuffix(fingerprintSuffix(document, position.line), then);
  }
}
