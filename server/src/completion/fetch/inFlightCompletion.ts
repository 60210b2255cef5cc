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

/** One stream, and the place it was asked for. */
export class InFlightCompletion {
  readonly cursor: Cursor;
  readonly #id: string;
  readonly #model: string;
  readonly #place: Anchor;
  readonly #controller = new AbortController();
  #text = '';
  /** The part of it that was shown: its text always begins with that. */
  #served = '';
  isOver = false;
  hasServed = false;
  isPatienceOver = false;
  blockWait: Disposable | undefined;
  lingering: Disposable | undefined;

  /** `model` is the one that will answer, as far as that can be said. */
  constructor(cursor: Cursor, id: string, model: string) {
    this.cursor = cursor;
    this.#id = id;
    this.#model = model;
    this.#place = new Anchor(cursor);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  get hasWholeLine(): boolean {
    return wholeLines(this.#text).trim() !== '';
  }

  hear(text: string): void {
    this.#text = soFar(text, this.cursor);
  }

  relate(cursor: Cursor, text = this.#text): Relation {
    return this.#place.relate(cursor, text);
  }

  /** True if all that would be shown at a cursor has arrived. */
  isReady(rest: string, cursor: Cursor): boolean {
    const lines = wholeLines(rest);
    if (lines.trim() === '') return false;
    if (leavesOpen(lines, cursor)) return false;
    if (!/[;{}:]\s*$/.test(lines) && closesSuffix(lines, cursor)) return false;
    return this.isPatienceOver || isScopeWhole(rest, cursor);
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
    const broken = fault === undefined ? {} : { isBroken: true };
    return { id: this.#id, text, source, model, ...key, ...broken };
  }

  close(): void {
    this.isOver = true;
    this.blockWait?.dispose();
    this.lingering?.dispose();
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
