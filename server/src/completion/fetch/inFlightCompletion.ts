import type { Disposable } from '../../base/disposable.ts';
import { type Generation, isWhole } from '../../domain/generation.ts';
import type { Cursor } from '../cursor.ts';
import { Anchor, type Relation } from '../memory/anchor.ts';
import type { Suggestion } from '../memory/suggestion.ts';
import {
  closesSuffix,
  isScopeWhole,
  leavesOpen,
  soFar,
  toCanonical,
} from '../postprocess/index.ts';
import { unwrapped } from '../postprocess/unwrapped.ts';

/**
 * How far a stream has come:
 * - `lineless`: no line of it is whole.
 * - `holding`: a line is whole, and the block that it may open gets a moment more.
 * - `flowing`: as many lines as are whole may be shown.
 * - `over`: it has ended, or was stopped; nothing of it is heard anymore.
 */
type Progress =
  | { readonly kind: 'lineless' }
  | { readonly kind: 'holding'; readonly timer: Disposable }
  | { readonly kind: 'flowing' }
  | { readonly kind: 'over' };

/** One stream, and the place it was asked for. */
export class InFlightCompletion {
  readonly cursor: Cursor;
  readonly #id: string;
  readonly #model: string;
  readonly #anchor: Anchor;
  readonly #controller = new AbortController();
  readonly signal: AbortSignal = this.#controller.signal;
  #progress: Progress = { kind: 'lineless' };
  #text = '';
  /** The part of it that was shown: its text always begins with that. */
  #served = '';
  /** True if some of it was shown. */
  hasServed = false;
  /** Ends the stream unless somebody waits for it again; absent while somebody does. */
  #ending: Disposable | undefined;

  /** `model` is the one that will answer, as far as that can be said. */
  constructor(cursor: Cursor, id: string, model: string) {
    this.cursor = cursor;
    this.#id = id;
    this.#model = model;
    this.#anchor = new Anchor(cursor);
  }

  get isOver(): boolean {
    return this.#progress.kind === 'over';
  }

  /** Takes the text so far. `hold` is called when the first line is whole, and says when the moment for its block is over. */
  hear(text: string, hold: () => Disposable): void {
    this.#text = soFar(text, this.cursor);
    if (this.#progress.kind === 'lineless' && wholeLines(this.#text).trim() !== '') {
      this.#progress = { kind: 'holding', timer: hold() };
    }
  }

  /** The moment for the first line's block is over. */
  flow(): void {
    if (this.#progress.kind === 'holding') this.#progress = { kind: 'flowing' };
  }

  /** Somebody waits: it goes on. */
  keepAlive(): void {
    this.#ending?.dispose();
    this.#ending = undefined;
  }

  /** Nobody waits: it ends when the timer that `ending` starts is up, unless one runs. */
  abortLater(ending: () => Disposable): void {
    this.#ending ??= ending();
  }

  relate(cursor: Cursor, text = this.#text): Relation {
    return this.#anchor.relate(cursor, text);
  }

  /** True if all that would be shown at a cursor has arrived. */
  isReady(rest: string, cursor: Cursor): boolean {
    const lines = wholeLines(rest);
    if (lines.trim() === '') return false;
    if (leavesOpen(lines, cursor)) return false;
    if (!/[;{}:]\s*$/.test(lines) && closesSuffix(lines, cursor)) return false;
    return this.#progress.kind === 'flowing' || isScopeWhole(rest, cursor);
  }

  /** The suggestion to show; the stream goes on for the rest of it. */
  serve(): Suggestion {
    this.hasServed = true;
    return this.suggestion();
  }

  /** As far as its lines are whole. */
  suggestion(): Suggestion {
    const text = toCanonical(wholeLines(this.#text), this.cursor);
    if (text.startsWith(this.#served)) this.#served = text;
    return { id: this.#id, text: this.#served, source: 'upstream', model: this.#model };
  }

  /** The last word; `undefined` when the answer was cut before it said anything. */
  end(generation: Generation): Suggestion | undefined {
    const answer = unwrapped({ text: generation.text, isOver: true }, this.cursor);
    const canonical = toCanonical(cutToLines(answer, generation.ending), this.cursor);
    const text = canonical.startsWith(this.#served) ? canonical : this.#served;
    this.#text = text;
    if (text === '' && !isWhole(generation)) return undefined;
    const { source, model, cacheKey, fault } = generation;
    const key = cacheKey === undefined ? {} : { cacheKey };
    const broken = fault === undefined ? {} : { isInterrupted: true };
    const withheld = generation.withheld === undefined ? {} : { isWithheld: true };
    return { id: this.#id, text, source, model, ...key, ...broken, ...withheld };
  }

  close(): void {
    if (this.#progress.kind === 'holding') this.#progress.timer.dispose();
    this.#progress = { kind: 'over' };
    this.keepAlive();
    this.#controller.abort();
  }
}

/** All lines but the last, which may still grow. */
const wholeLines = (text: string): string => text.slice(0, Math.max(0, text.lastIndexOf('\n')));

/** An answer that was cut is as good as its last whole line; a single line is shown as far as it came. */
function cutToLines(text: string, ending: Generation['ending']): string {
  const lines = wholeLines(text);
  return ending === 'length' && lines.trim() !== '' ? lines : text;
}
