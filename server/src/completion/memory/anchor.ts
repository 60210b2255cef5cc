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
  | { readonly kind: 'diverged' | 'elsewhere' };

const ELSEWHERE: Relation = { kind: 'elsewhere' };

/** Where a text begins: what stands above its line, on it, and below; found again after edits elsewhere. */
export class Anchor {
  readonly #cursor: Cursor;
  readonly #above: number;

  constructor(cursor: Cursor) {
    this.#cursor = cursor;
    this.#above = new LineHashes(cursor.document, cursor.position.line, 0).above(
      cursor.position.line,
    );
  }

  relate(cursor: Cursor, text: string): Relation {
    const { document, linePrefix } = this.#cursor;
    if (cursor.document.uri !== document.uri) return ELSEWHERE;
    const whole = linePrefix + text;
    const { line } = cursor.position;
    const hashes = new LineHashes(cursor.document, line, MAX_LINES_ON);
    for (let start = line; start >= Math.max(0, line - MAX_LINES_ON); start--) {
      if (hashes.above(start) !== this.#above) continue;
      const typed = [...cursor.document.lines.slice(start, line), cursor.linePrefix].join('\n');
      if (whole.startsWith(typed) || typed.startsWith(whole)) {
        return this.#isSameBelow(cursor)
          ? { kind: 'agrees', rest: whole.slice(typed.length) }
          : ELSEWHERE;
      }
      // One line further on, the user has typed; many lines further on, they have gone.
      return line - start <= 1 ? { kind: 'diverged' } : ELSEWHERE;
    }
    return ELSEWHERE;
  }

  #isSameBelow({ document, position }: Cursor): boolean {
    if (document === this.#cursor.document) return true;
    const then = fingerprintSuffix(this.#cursor.document, this.#cursor.position.line);
    return isSameSuffix(fingerprintSuffix(document, position.line), then);
  }
}
