import type { Clock } from '../base/clock.ts';
import type { Cursor } from './cursor.ts';

/** Bounds of the wait; the editor itself has waited 50 ms before it asks. */
const MIN_WAIT_MS = 25;
const MAX_WAIT_MS = 1_000;
const EDITOR_WAIT_MS = 50;
/** Gaps longer than this are pauses, not typing; shorter ones are machine edits. */
const MAX_GAP_MS = 2_000;
const MIN_GAP_MS = 10;
/** Assumed before anything was seen: a keystroke gap of about 60 words a minute. */
const FIRST_GAP_MS = 200;
const GAP_WEIGHT = 0.2;

/**
 * How long to wait before a model is asked, from how fast the user types, where the cursor stands and
 * how soon the model answers (after Tabby's adaptive debounce). Only misses wait.
 */
export class AdaptiveDebounce {
  readonly #clock: Clock;
  #gapMs = FIRST_GAP_MS;
  #lastKeystrokeAt: number | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Records a change of a document. */
  keystroke(): void {
    const now = this.#clock.monotonic();
    const gapMs = now - (this.#lastKeystrokeAt ?? -Infinity);
    this.#lastKeystrokeAt = now;
    if (gapMs < MIN_GAP_MS || gapMs > MAX_GAP_MS) return;
    this.#gapMs += GAP_WEIGHT * (gapMs - this.#gapMs);
  }

  /** The wait at a cursor; `ttftMs` is how long the model usually takes to its first word. */
  waitMs(cursor: Cursor, ttftMs: number): number {
    if (cursor.linePrefix.trim() === '' && cursor.lineSuffix.trim() === '') return MIN_WAIT_MS;
    const waitMs = this.#gapMs * factor(cursor) - ttftMs - EDITOR_WAIT_MS;
    return Math.min(MAX_WAIT_MS, Math.max(MIN_WAIT_MS, waitMs));
  }
}

/** Mean gaps that must pass: fewer where a thought has likely ended. */
function factor({ linePrefix, lineSuffix, document, position }: Cursor): number {
  const afterTrigger = /[^\p{L}\p{N}_$]$/u.test(linePrefix) ? 0.75 : 0;
  const atLineEnd = lineSuffix === '' ? 0.5 : 0;
  const atDocumentEnd = position.line === document.lines.length - 1 ? 0.25 : 0;
  return 3 - afterTrigger - atLineEnd - atDocumentEnd;
}
