import type { Clock } from '../../base/clock.ts';
import type { Disposable } from '../../base/disposable.ts';
import type { Observer } from '../../base/observer.ts';
import { baseName } from '../../documents/baseName.ts';
import type { Generation } from '../../domain/generation.ts';
import type { RequestBuilder, RequestOptions } from '../context/requestBuilder.ts';
import { type Cursor, cursorAt } from '../cursor.ts';
import type { CompletionItem } from '../display/item.ts';
import type { CompletionEvent } from '../events.ts';
import { isInCredential } from '../inCredential.ts';
import type { SuggestionStore } from '../memory/suggestionStore.ts';
import { toCanonical } from '../postprocess/index.ts';
import type { ModelAccess } from './modelAccess.ts';

/** A suggestion that has stood so long is being read, and is likely to be taken. */
const AFTER_MS = 750;
/** The last so many answers are judged, once there are enough of them; fewer used ones than this share do not pay. */
const JUDGED = 20;
const LEAST_JUDGED = 10;
const LEAST_USED = 0.2;
/** It is tried again after so long: habits change. */
const PAUSE_MS = 600_000;
/** Answers for other places that nobody has seen yet; of the oldest nothing is told. */
const MAX_KEPT = 100;

export interface SpeculationTools {
  readonly clock: Clock;
  readonly models: Pick<ModelAccess, 'generate' | 'maySpeculate'>;
  readonly memory: SuggestionStore;
  readonly requests: Pick<RequestBuilder, 'requestAt'>;
  readonly newId: () => string;
  readonly observe: Observer<CompletionEvent>;
}

/**
 * Asks ahead for what follows the suggestion shown, as if it had been accepted, if memory does not hold that already.
 * Turns itself off while too few of its answers are used.
 */
export class Speculation {
  readonly #options: RequestOptions;
  readonly #tools: SpeculationTools;
  #waiting: Disposable | undefined;
  #running: { readonly uri: string; readonly controller: AbortController } | undefined;
  /** The last answers, the newest last: whether each was used. */
  #outcomes: { readonly id: string; isUsed: boolean }[] = [];
  #pausedUntil = 0;
  /** The ids of answers for other places that were asked for ahead, the newest last. */
  #kept: string[] = [];

  constructor(options: RequestOptions, tools: SpeculationTools) {
    this.#options = options;
    this.#tools = tools;
  }

  /** An item stands at a cursor from now on. */
  shown(cursor: Cursor, item: CompletionItem): void {
    this.cancelScheduled();
    const outcome = this.#outcomes.find(({ id }) => id === item.id);
    if (outcome !== undefined && !outcome.isUsed) {
      outcome.isUsed = true;
      this.#tools.observe({ kind: 'speculationUsed' });
    }
    if (this.#kept.includes(item.id)) {
      this.#kept = this.#kept.filter((id) => id !== item.id);
      this.#tools.observe({ kind: 'warmedShown', id: item.id });
    }
    this.#waiting = this.#tools.clock.after(AFTER_MS, () => this.#ask(cursor, item));
  }

  /** Keeps an answer that was asked for ahead for whoever comes to its place; returns its id. */
  keep(cursor: Cursor, generation: Generation): string {
    const id = this.#tools.newId();
    this.#kept = [...this.#kept.slice(1 - MAX_KEPT), id];
    this.#put(cursor, id, generation);
    return id;
  }

  /** The user did something: what is to be asked soon is not likely any more. A call under way goes on. */
  cancelScheduled(): void {
    this.#waiting?.dispose();
    this.#waiting = undefined;
  }

  /** A document was closed: what was asked ahead for it is of no use. */
  closed(uri: string): void {
    this.cancelScheduled();
    if (this.#running?.uri === uri) this.#running.controller.abort();
  }

  stop(): void {
    this.cancelScheduled();
    this.#running?.controller.abort();
  }

  #ask(cursor: Cursor, item: CompletionItem): void {
    const { clock, models, memory } = this.#tools;
    if (clock.monotonic() < this.#pausedUntil || !models.maySpeculate()) return;
    const after = asIfTaken(cursor, item);
    if (memory.find(after) !== undefined || isInCredential(after)) return;
    if (!this.#pays()) {
      this.#pausedUntil = clock.monotonic() + PAUSE_MS;
      this.#outcomes = [];
      return;
    }
    this.#running?.controller.abort();
    const controller = new AbortController();
    this.#running = { uri: after.document.uri, controller };
    void this.#generate(after, controller.signal);
  }

  async #generate(after: Cursor, signal: AbortSignal): Promise<void> {
    const { models, requests, newId, observe } = this.#tools;
    observe({ kind: 'speculated' });
    const id = newId();
    this.#outcomes = [...this.#outcomes.slice(1 - JUDGED), { id, isUsed: false }];
    const file = baseName(after.document.uri);
    const context = { signal, priority: 'speculative', file } as const;
    const request = requests.requestAt(after, this.#options);
    const generation = await models.generate(request, context).catch(nobodyWaits);
    if (generation !== undefined) this.#put(after, id, generation);
  }

  #put(cursor: Cursor, id: string, generation: Generation): void {
    const { memory } = this.#tools;
    if (generation.ending === 'length') return;
    // The user was quicker, and has asked for it already: the suggestion shown stays.
    if (memory.find(cursor) !== undefined) return;
    const { source, model, cacheKey } = generation;
    const key = cacheKey === undefined ? {} : { cacheKey };
    const suggestion = { id, text: toCanonical(generation.text, cursor), source, model, ...key };
    memory.put(cursor, suggestion, { isAhead: true });
  }

  #pays(): boolean {
    const used = this.#outcomes.filter(({ isUsed }) => isUsed).length;
    return this.#outcomes.length < LEAST_JUDGED || used >= LEAST_USED * this.#outcomes.length;
  }
}

/** The cursor behind an item, in the document as it would be. */
function asIfTaken({ document }: Cursor, { range, insertText }: CompletionItem): Cursor {
  const taken = document.changed([{ range, text: insertText }], document.version);
  const lines = insertText.split('\n');
  const start = lines.length === 1 ? range.start.character : 0;
  const line = range.start.line + lines.length - 1;
  return cursorAt(taken, { line, character: start + (lines.at(-1)?.length ?? 0) });
}

/** A speculation that failed costs nobody anything. */
const nobodyWaits = (): Generation | undefined => undefined;
