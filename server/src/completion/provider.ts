import { type Clock, delay } from '../base/clock.ts';
import { CancelledError } from '../base/errors.ts';
import type { Observer } from '../base/observer.ts';
import type { DocumentStore } from '../documents/documentStore.ts';
import type { Position } from '../documents/liveDocument.ts';
import { EndpointError } from '../domain/endpointError.ts';
import type { Generate, Generation, GenerationRequest, Priority } from '../domain/generation.ts';
import { PREDICTION_WINDOW, type Predictor } from '../domain/predictor.ts';
import { completionRequest } from './contextWindow.ts';
import { type Cursor, cursorAt, type SelectedItem, textAfter, textBefore } from './cursor.ts';
import { AdaptiveDebounce } from './debounce.ts';
import type { CompletionEvent } from './events.ts';
import { documentGate, economyGate, type Gate, type GateSettings, validityGate } from './gates.ts';
import { type CompletionItem, toItem } from './item.ts';
import { fitTo, toCanonical } from './postprocess/index.ts';
import { type Suggestion, SuggestionMemory } from './suggestionMemory.ts';

export interface CompletionSettings extends GateSettings {
  readonly maxLines: number;
  /** Fixed wait; null adapts it. */
  readonly debounceMs: number | null;
}

/** What the feature asks of the engine about models. */
export interface ModelAccess {
  readonly generate: Generate;
  /** An answer that is at hand without waiting. */
  readonly peek: (request: GenerationRequest) => Generation | undefined;
  /** Whether a completion request has any model endpoint to go to now. */
  readonly isAvailable: () => boolean;
  /** Usual time to the first word in milliseconds; 0 while unknown. */
  readonly ttftMs: () => number;
}

export interface CompletionQuery {
  readonly uri: string;
  readonly position: Position;
  readonly isInvoked: boolean;
  readonly selected?: SelectedItem;
}

export interface CompletionTools {
  readonly documents: DocumentStore;
  readonly models: ModelAccess;
  readonly predictor: Predictor;
  readonly clock: Clock;
  readonly observe: Observer<CompletionEvent>;
  readonly newId: () => string;
}

/**
 * Inline completions: gates, memory, then, on a miss, debounce and the pipeline. The steps stand in
 * the order in which a request passes them. Never rejects for an endpoint's failure: the workspace
 * predictor answers then.
 */
export class CompletionProvider {
  readonly #settings: CompletionSettings;
  readonly #tools: CompletionTools;
  readonly #memory = new SuggestionMemory();
  readonly #debounce: AdaptiveDebounce;
  /** The suggestion last shown in each document, which is still the same one while typed through. */
  readonly #shown = new Map<string, string>();

  constructor(settings: CompletionSettings, tools: CompletionTools) {
    this.#settings = settings;
    this.#tools = tools;
    this.#debounce = new AdaptiveDebounce(tools.clock);
  }

  /** The suggestion for a place, or none. Rejects with `CancelledError` when `signal` aborts. */
  async provide(query: CompletionQuery, signal: AbortSignal): Promise<CompletionItem | undefined> {
    const { documents, clock, observe } = this.#tools;
    const startedAt = clock.monotonic();
    observe({ kind: 'completionRequested' });
    const document = documents.get(query.uri);
    if (document === undefined) return undefined;
    const cursor = cursorAt(document, query.position, query.selected);
    const serve = (suggestion: Suggestion, rest: string, from: 'trie' | Generation['source']) =>
      this.#serve(cursor, suggestion, rest, { from, startedAt });

    const gate =
      documentGate(cursor, this.#settings) ?? (query.isInvoked ? undefined : validityGate(cursor));
    if (gate !== undefined) return this.#stayedSilent(query.uri, gate);

    const remembered = this.#memory.find(cursor);
    if (remembered !== undefined) {
      const item = serve(remembered.suggestion, remembered.rest, 'trie');
      if (item !== undefined) return item;
    }

    const economy = query.isInvoked ? undefined : economyGate(cursor);
    if (economy !== undefined) return this.#stayedSilent(query.uri, economy);

    const generation = await this.#generate(cursor, query.isInvoked, signal);
    if (signal.aborted) throw new CancelledError();
    const text = toCanonical(generation === undefined ? '' : wholeLines(generation));
    if (text === '' && (generation?.source === 'memory' || generation?.source === 'disk')) {
      this.#tools.observe({ kind: 'completionKnownEmpty' });
    }
    if (generation === undefined || text === '') {
      this.#shown.delete(query.uri);
      return undefined;
    }
    const suggestion = { id: this.#tools.newId(), text, source: generation.source };
    this.#memory.remember(cursor, suggestion);
    return serve(suggestion, text, generation.source);
  }

  /** The user typed: the pace of typing sets the debounce. */
  keystroke(): void {
    this.#debounce.keystroke();
  }

  accepted(id: string): void {
    for (const [uri, shown] of this.#shown) if (shown === id) this.#shown.delete(uri);
    this.#tools.observe({ kind: 'completionAccepted' });
  }

  closed(uri: string): void {
    this.#memory.forget(uri);
    this.#shown.delete(uri);
  }

  /** Forgets all suggestions, as clearing the cache promises. */
  clear(): void {
    this.#memory.clear();
  }

  #stayedSilent(uri: string, gate: Gate): undefined {
    this.#shown.delete(uri);
    this.#tools.observe({ kind: 'completionGated', gate });
    return undefined;
  }

  async #generate(
    cursor: Cursor,
    isInvoked: boolean,
    signal: AbortSignal,
  ): Promise<Generation | undefined> {
    const { models } = this.#tools;
    if (cursor.selected !== undefined || !models.isAvailable())
      return this.#predict(cursor, signal);
    const request = completionRequest(cursor, this.#settings);
    const known = models.peek(request);
    if (known === undefined && !isInvoked) await this.#settle(cursor, signal);
    const priority: Priority = isInvoked ? 'invoked' : 'automatic';
    try {
      return await models.generate(request, { signal, priority });
    } catch (error) {
      if (!(error instanceof EndpointError)) throw error;
      return this.#predict(cursor, signal);
    }
  }

  /** Waits until the user is likely to have paused. */
  async #settle(cursor: Cursor, signal: AbortSignal): Promise<void> {
    const { models, clock } = this.#tools;
    const waitMs = this.#settings.debounceMs ?? this.#debounce.waitMs(cursor, models.ttftMs());
    if (!(await delay(clock, waitMs, signal))) throw new CancelledError();
  }

  async #predict(cursor: Cursor, signal: AbortSignal): Promise<Generation | undefined> {
    const query = {
      uri: cursor.document.uri,
      languageId: cursor.document.languageId,
      prefix: textBefore(cursor, PREDICTION_WINDOW.prefix),
      suffix: textAfter(cursor, PREDICTION_WINDOW.suffix),
      maxLines: this.#settings.maxLines,
    };
    const prediction = await this.#tools.predictor.predict(query, signal);
    if (prediction === undefined) return undefined;
    const from = { endpointId: 'workspace', model: 'workspace', source: 'workspace' } as const;
    return { text: prediction.text, ending: 'stop', ...from };
  }

  #serve(
    cursor: Cursor,
    suggestion: Suggestion,
    rest: string,
    how: { from: 'trie' | Generation['source']; startedAt: number },
  ): CompletionItem | undefined {
    const text = fitTo(rest, { cursor, maxLines: this.#settings.maxLines });
    if (text === '') return undefined;
    const { observe, clock } = this.#tools;
    const isNew = this.#shown.get(cursor.document.uri) !== suggestion.id;
    this.#shown.set(cursor.document.uri, suggestion.id);
    const ms = clock.monotonic() - how.startedAt;
    observe({ kind: 'completionServed', from: how.from, ms, isNew });
    return toItem(suggestion.id, cursor, text);
  }
}

/** A text that was cut is as good as its last whole line; a single line is shown as far as it came. */
function wholeLines({ text, ending }: Generation): string {
  const lastBreak = text.lastIndexOf('\n');
  return ending === 'length' && text.slice(0, lastBreak).trim() !== '' && lastBreak !== -1
    ? text.slice(0, lastBreak)
    : text;
}
