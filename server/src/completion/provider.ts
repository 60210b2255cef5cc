import { type Clock, delay } from '../base/clock.ts';
import { CancelledError } from '../base/errors.ts';
import type { Observer } from '../base/observer.ts';
import { baseName } from '../documents/baseName.ts';
import type { DocumentStore } from '../documents/documentStore.ts';
import type { Position } from '../documents/liveDocument.ts';
import { EndpointError } from '../domain/endpointError.ts';
import {
  type Generate,
  type Generation,
  type GenerationRequest,
  isWhole,
  type Priority,
} from '../domain/generation.ts';
import { PREDICTION_WINDOW, type Predictor } from '../domain/predictor.ts';
import { CompletionTrie, type Suggestion } from './completionTrie.ts';
import { completionRequest } from './contextWindow.ts';
import { type Cursor, cursorAt, type SelectedItem, textAfter, textBefore } from './cursor.ts';
import { AdaptiveDebounce } from './debounce.ts';
import { Dismissals } from './dismissals.ts';
import type { CompletionEvent } from './events.ts';
import { documentGate, economyGate, type Gate, type GateSettings, validityGate } from './gates.ts';
import { type CompletionItem, toItem } from './item.ts';
import { fitAgain, fitTo, toCanonical } from './postprocess/index.ts';
import { looksLikeSlip, type Standing } from './standing.ts';

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
  readonly #memory: CompletionTrie;
  readonly #debounce: AdaptiveDebounce;
  readonly #dismissals = new Dismissals();
  /** What was shown last in each document. */
  readonly #standing = new Map<string, Standing>();
  /** Documents whose next suggestion must be a new one. */
  readonly #regenerating = new Set<string>();

  constructor(settings: CompletionSettings, tools: CompletionTools) {
    this.#settings = settings;
    this.#tools = tools;
    this.#memory = new CompletionTrie(tools.clock);
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

    const gate =
      documentGate(cursor, this.#settings) ?? (query.isInvoked ? undefined : validityGate(cursor));
    if (gate !== undefined) return this.#stayedSilent(query.uri, gate);

    const standing = this.#standing.get(query.uri);
    this.#dismissals.watch(cursor, standing, startedAt);
    const isFresh = this.#regenerating.delete(query.uri);
    const isAsked = query.isInvoked || isFresh;
    const serve = (suggestion: Suggestion, rest: string, from: ServedFrom) =>
      this.#serve(cursor, suggestion, rest, { from, startedAt, isAsked });
    const remembered = isFresh ? undefined : this.#memory.find(cursor, standing?.suggestion.id);
    if (remembered !== undefined) {
      const item = serve(remembered.suggestion, remembered.rest, 'trie');
      if (item !== undefined) return item;
      // What a model says here is known, and is nothing to show.
      if (!isAsked) return this.#knownEmpty(query.uri);
    }

    const economy = isAsked ? undefined : economyGate(cursor);
    if (economy !== undefined) return this.#stayedSilent(query.uri, economy);
    if (!isAsked && standing !== undefined && looksLikeSlip(standing, cursor)) {
      return this.#stayedSilent(query.uri, 'slip');
    }

    const asked = { isInvoked: isAsked, isFresh };
    const generation = await this.#generate(cursor, asked, signal);
    if (signal.aborted) throw new CancelledError();
    if (generation === undefined) {
      this.#standing.delete(query.uri);
      return undefined;
    }
    const text = toCanonical(wholeLines(generation));
    const { source, cacheKey } = generation;
    const cached = cacheKey === undefined ? {} : { cacheKey };
    const suggestion = { id: this.#tools.newId(), text, source, ...cached };
    if (text !== '' || isWhole(generation)) this.#memory.put(cursor, suggestion);
    if (text === '' && isCached(generation)) return this.#knownEmpty(query.uri);
    return serve(suggestion, text, source);
  }

  /** The user typed: the pace of typing sets the debounce. */
  keystroke(): void {
    this.#debounce.keystroke();
  }

  accepted(id: string): void {
    for (const [uri, { suggestion }] of this.#standing) {
      if (suggestion.id === id) this.#standing.delete(uri);
    }
    this.#tools.observe({ kind: 'completionAccepted' });
  }

  /** A suggestion came before the user's eyes just now. */
  becameVisible(id: string): void {
    const shownAt = this.#tools.clock.monotonic();
    for (const [uri, standing] of this.#standing) {
      if (standing.suggestion.id === id) this.#standing.set(uri, { ...standing, shownAt });
    }
  }

  /** The user waved a suggestion away: it is not shown there again unasked. */
  dismissed(id: string): void {
    for (const [uri, standing] of this.#standing) {
      const document = this.#tools.documents.get(uri);
      if (standing.suggestion.id !== id || document === undefined) continue;
      const position = { line: standing.line, character: standing.linePrefix.length };
      this.#dismissals.add(cursorAt(document, position), standing);
      this.#standing.delete(uri);
    }
  }

  /** Forgets the suggestion shown last in a document; returns it. */
  discard(uri: string): Suggestion | undefined {
    const suggestion = this.#standing.get(uri)?.suggestion;
    if (suggestion === undefined) return undefined;
    this.#standing.delete(uri);
    this.#memory.drop(suggestion.id);
    return suggestion;
  }

  /** The next suggestion in a document is asked of a model, whatever is known. */
  regenerate(uri: string): void {
    this.#regenerating.add(uri);
  }

  closed(uri: string): void {
    this.#regenerating.delete(uri);
    this.#memory.forget(uri);
    this.#dismissals.forget(uri);
    this.#standing.delete(uri);
  }

  /** Forgets all suggestions, as clearing the cache promises. */
  clear(): void {
    this.#memory.clear();
  }

  #stayedSilent(uri: string, gate: Gate): undefined {
    this.#standing.delete(uri);
    this.#tools.observe({ kind: 'completionGated', gate });
    return undefined;
  }

  #knownEmpty(uri: string): undefined {
    this.#standing.delete(uri);
    this.#tools.observe({ kind: 'completionKnownEmpty' });
    return undefined;
  }

  async #generate(
    cursor: Cursor,
    { isInvoked, isFresh }: { readonly isInvoked: boolean; readonly isFresh: boolean },
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
      const file = baseName(cursor.document.uri);
      return await models.generate(request, { signal, priority, file, isFresh });
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
    how: { from: ServedFrom; startedAt: number; isAsked: boolean },
  ): CompletionItem | undefined {
    const { observe, clock } = this.#tools;
    const { uri } = cursor.document;
    const standing = this.#standing.get(uri);
    const isNew = standing?.suggestion.id !== suggestion.id;
    // While it is typed into, what was shown stays as it was.
    const shownLength = isNew ? 0 : rest.length - (standing?.tailLength ?? 0);
    const place = { cursor, maxLines: this.#settings.maxLines };
    const text = shownLength > 0 ? fitAgain(rest.slice(0, shownLength), place) : fitTo(rest, place);
    const isUnwanted = !how.isAsked && this.#dismissals.holds(cursor, text);
    if (text === '' || isUnwanted) return undefined;
    const now = clock.monotonic();
    this.#standing.set(uri, {
      suggestion,
      line: cursor.position.line,
      linePrefix: cursor.linePrefix,
      text,
      tailLength: rest.length - text.length,
      shownAt: isNew ? now : (standing?.shownAt ?? now),
    });
    const ms = now - how.startedAt;
    observe({ kind: 'completionServed', from: how.from, ms, isNew });
    return toItem(suggestion.id, cursor, text);
  }
}

type ServedFrom = 'trie' | Generation['source'];

const isCached = ({ source }: Generation): boolean =>
  source !== 'upstream' && source !== 'inFlight' && source !== 'workspace';

/** A text that was cut is as good as its last whole line; a single line is shown as far as it came. */
function wholeLines({ text, ending }: Generation): string {
  const lastBreak = text.lastIndexOf('\n');
  return ending === 'length' && text.slice(0, lastBreak).trim() !== '' && lastBreak !== -1
    ? text.slice(0, lastBreak)
    : text;
}
