import type { Clock } from '../../base/clock.ts';
import type { Cursor } from '../cursor.ts';

/** Bounds of the wait; the editor itself has waited 50 ms before it asks. */
const MIN_WAIT_MS = 25;
const MAX_WAIT_MS = 1_000;
const EDITOR_WAIT_MS = 50;
/**
 * Gaps longer than this are pauses (the slowest typists take 600 ms a key); shorter ones are a
 * machine's edits, or two fingers at once.
 */
export const PAUSE_MS = 700;
const MIN_GAP_MS = 40;
/** Assumed before anything was seen: a keystroke gap of about 60 words a minute. */
const FIRST_GAP_MS = 200;
const GAP_WEIGHT = 0.2;
/** A first word that comes within this time is worth a call at a pause that is none yet. */
const SOON_MS = 375;
/** A typo is deleted with the next key, which nine times out of ten comes within this many mean gaps. */
const TYPO_GAPS = 1.5;
/** Factors on the wait: longer after dismissals, shorter after acceptances; old ones do not count (Copilot's NES). */
const DISMISSED_FACTOR = 1.5;
const ACCEPTED_FACTOR = 0.8;
const BACKOFF_DECAY_MS = 600_000;
const MAX_BACKOFF = 4;
const MIN_BACKOFF = 0.5;
const MAX_BACKED_OFF_MS = 3_000;
/**
 * A server of the user's own is asked after so many mean gaps at the latest: a call costs nothing but its time, and the next key often agrees with
 * what it says. (Of 1, 1.5, 1.8, 2.25 and the waits for others, the one with most suggestions in pauses beside 120 tokens a second, in 24 files.)
 */
const MAX_OWN_GAPS = 1.5;

/** The model that would be asked: its usual time to a first word, and whether a call costs nothing but the user's own server's time. */
interface Asked {
  readonly ttftMs: number;
  readonly isOwn?: boolean | undefined;
}

/** Follows the waits before calls, and says how long they are by now. Durations are in milliseconds. */
export interface WaitWatch {
  readonly scaled: (waitMs: number) => number;
  /** A wait begins that would usually be so long, for a model that needs so long. */
  readonly begun: (usualMs: number, needMs: number) => void;
  /** The user has typed. */
  readonly key: () => void;
  /** A model's answer is shown; `isJoined` if it was asked for before the last key. */
  readonly shown: (isJoined: boolean) => void;
}

/**
 * How long to wait before a model is asked, from how fast the user types, where the cursor stands, how soon the
 * model answers (after Tabby's adaptive debounce) and how welcome suggestions were lately. Only misses wait.
 */
export class AdaptiveDebounce {
  readonly #clock: Clock;
  #gapMs = FIRST_GAP_MS;
  #lastKeystrokeAt: number | undefined;
  /** The factor as it was at a moment; it fades towards 1. */
  #backoff = { factor: 1, at: 0 };

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Records a change of a document. */
  keystroke(): void {
    const now = this.#clock.monotonic();
    const gapMs = now - (this.#lastKeystrokeAt ?? -Infinity);
    this.#lastKeystrokeAt = now;
    if (gapMs < MIN_GAP_MS || gapMs > PAUSE_MS) return;
    this.#gapMs += GAP_WEIGHT * (gapMs - this.#gapMs);
  }

  /** The wait at a cursor. */
  waitMs(cursor: Cursor, { ttftMs, isOwn = false }: Asked): number {
    if (cursor.linePrefix.trim() === '' && cursor.lineSuffix.trim() === '') return MIN_WAIT_MS;
    const waitMs = this.#gapMs * factor(cursor) - credit(ttftMs) - EDITOR_WAIT_MS;
    const bounded = Math.min(MAX_WAIT_MS, Math.max(MIN_WAIT_MS, waitMs));
    const most = isOwn ? this.#gapMs * MAX_OWN_GAPS - EDITOR_WAIT_MS : MAX_BACKED_OFF_MS;
    return Math.max(MIN_WAIT_MS, Math.min(most, bounded * this.#factor()));
  }

  /** Milliseconds that a key that looks like a typo is given to be deleted. */
  typoWaitMs(): number {
    return this.#gapMs * TYPO_GAPS;
  }

  dismissed(): void {
    this.#backOff(DISMISSED_FACTOR);
  }

  accepted(): void {
    this.#backOff(ACCEPTED_FACTOR);
  }

  #backOff(by: number): void {
    const factor = Math.min(MAX_BACKOFF, Math.max(MIN_BACKOFF, this.#factor() * by));
    this.#backoff = { factor, at: this.#clock.monotonic() };
  }

  #factor(): number {
    const { factor: then, at } = this.#backoff;
    const left = Math.max(0, 1 - (this.#clock.monotonic() - at) / BACKOFF_DECAY_MS);
    return then ** left;
  }
}

/** The rest of a line that is only closers that an editor adds by itself, and so no text that goes on. */
const CLOSED = /^[\s)\]}>"'`;,]*$/;

/**
 * The milliseconds by which the model's own time shortens the wait: all of it where the text still comes soon. A slow model shortens it
 * by less, and one that is twice as slow not at all: a call that the next key makes useless costs much there, so the pause must be sure.
 */
const credit = (ttftMs: number): number =>
  ttftMs <= SOON_MS ? ttftMs : Math.max(0, 2 * SOON_MS - ttftMs);

/** Mean gaps that must pass: fewer where a thought has likely ended. */
function factor({ linePrefix, lineSuffix, document, position }: Cursor): number {
  const afterTrigger = /[^\p{L}\p{N}_$]$/u.test(linePrefix) ? 0.4 : 0;
  const atLineEnd = CLOSED.test(lineSuffix) ? 0.9 : 0;
  const atDocumentEnd = position.line === document.lines.length - 1 ? 0.2 : 0;
  return 3 - afterTrigger - atLineEnd - atDocumentEnd;
}
