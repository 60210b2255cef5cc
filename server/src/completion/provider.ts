import { CancelledError } from '../base/errors.ts';
import type { Observer } from '../base/observer.ts';
import type { DocumentStore } from '../documents/documentStore.ts';
import type { LiveDocument, Position } from '../documents/liveDocument.ts';
import type { Generation } from '../domain/generation.ts';
import { Asking, type AskingSettings, type AskingTools, behindSelected } from './asking.ts';
import { CompletionTrie, type Remembered, type Suggestion } from './completionTrie.ts';
import { type Cursor, cursorAt, type SelectedItem, withoutSelected } from './cursor.ts';
import { AdaptiveDebounce } from './debounce.ts';
import { Dismissals } from './dismissals.ts';
import type { CompletionEvent } from './events.ts';
import { documentGate, economyGate, type Gate, type GateSettings, validityGate } from './gates.ts';
import { type CompletionItem, toItem } from './item.ts';
import { fitAgain, fitTo } from './postprocess/index.ts';
import { RecentEdits } from './recentEdits.ts';
import { looksLikeSlip, type Standing } from './standing.ts';

export type CompletionSettings = GateSettings & AskingSettings;

export interface CompletionQuery {
  readonly uri: string;
  readonly position: Position;
  readonly isInvoked: boolean;
  readonly selected?: SelectedItem;
}

export interface CompletionTools extends AskingTools {
  readonly documents: DocumentStore;
  readonly observe: Observer<CompletionEvent>;
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
  readonly #asking: Asking;
  readonly #dismissals = new Dismissals();
  readonly #edits: RecentEdits;
  /** What was shown last in each document. */
  readonly #standing = new Map<string, Standing>();
  /** Documents whose next suggestion must be a new one. */
  readonly #regenerating = new Set<string>();

  constructor(settings: CompletionSettings, tools: CompletionTools) {
    this.#settings = settings;
    this.#tools = tools;
    this.#memory = new CompletionTrie(tools.clock);
    this.#debounce = new AdaptiveDebounce(tools.clock);
    this.#edits = new RecentEdits(tools.clock);
    const grown = (suggestion: Suggestion) => this.#grown(suggestion);
    this.#asking = new Asking(settings, tools, this.#memory, this.#debounce, grown);
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
    const typed = withoutSelected(cursor);
    if (this.#dismissals.watch(typed, standing, startedAt)) this.#debounce.dismissed();
    this.#asking.follow(typed);
    const isFresh = this.#regenerating.delete(query.uri);
    const isAsked = query.isInvoked || isFresh;
    const serve = (suggestion: Suggestion, rest: string, from: ServedFrom) =>
      this.#serve(cursor, suggestion, rest, { from, startedAt, isAsked });
    const remembered = isFresh ? undefined : this.#remembered(cursor, standing?.suggestion.id);
    if (remembered !== undefined) {
      const item = serve(remembered.suggestion, remembered.rest, 'trie');
      if (item !== undefined) return item;
      // What a model says here is known, and is nothing to show.
      if (!isAsked) return this.#knownEmpty(query.uri);
    }

    const isUndone = this.#edits.isUndone(query.uri);
    const economy = isAsked ? undefined : isUndone ? 'undone' : economyGate(cursor);
    if (economy !== undefined) return this.#stayedSilent(query.uri, economy);
    const isSlip = !isAsked && standing !== undefined && looksLikeSlip(standing, cursor);
    const options = { isInvoked: isAsked, isFresh, leastWaitMs: isSlip ? this.#debounce.slipWaitMs() : 0 };
    const found = await this.#asking.ask(cursor, options, signal);
    if (signal.aborted) throw new CancelledError();
    if (found === undefined || found.suggestion.text === '') {
      const isKnown = found !== undefined && isCached(found.suggestion);
      if (isKnown) return this.#knownEmpty(query.uri);
      this.#standing.delete(query.uri);
      return undefined;
    }
    const { suggestion, rest, isJoined } = found;
    return serve(suggestion, rest, isJoined ? 'inFlight' : suggestion.source);
  }

  /** A document changed: the pace of typing sets the debounce, what was deleted is not proposed again. */
  changed(before: LiveDocument, document: LiveDocument): void {
    this.#debounce.keystroke();
    this.#edits.changed(before, document);
  }

  accepted(id: string): void {
    for (const [uri, { suggestion }] of this.#standing) {
      if (suggestion.id === id) this.#standing.delete(uri);
    }
    this.#debounce.accepted();
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
      this.#debounce.dismissed();
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
    this.#asking.closed(uri);
    this.#regenerating.delete(uri);
    this.#memory.forget(uri);
    this.#dismissals.forget(uri);
    this.#edits.forget(uri);
    this.#standing.delete(uri);
  }

  /** Forgets all suggestions, as clearing the cache promises. */
  clear(): void {
    this.#memory.clear();
  }

  /** Beside the suggest widget also what its item is the beginning, or all, of: it stays on screen when the widget opens. */
  #remembered(cursor: Cursor, standingId: string | undefined): Remembered | undefined {
    const found = this.#memory.find(cursor, standingId);
    if (found !== undefined || cursor.selected === undefined) return found;
    const plain = this.#memory.find(withoutSelected(cursor), standingId);
    return plain && behindSelected(plain, cursor);
  }

  /** There is more of what stands than when it was shown. */
  #grown(suggestion: Suggestion): void {
    for (const [uri, standing] of this.#standing) {
      if (standing.suggestion.id === suggestion.id) {
        this.#standing.set(uri, { ...standing, suggestion });
      }
    }
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
    const from = suggestion.text.length - rest.length;
    const shownLength = isNew ? 0 : (standing?.shownEnd ?? 0) - from;
    const place = { cursor, maxLines: this.#settings.maxLines };
    const isWidgetsOwn = cursor.selected !== undefined && rest === '' && suggestion.text !== '';
    const text = shownLength > 0 ? fitAgain(rest.slice(0, shownLength), place) : fitTo(rest, place);
    const isUnwanted =
      !how.isAsked && (this.#dismissals.holds(cursor, text) || this.#edits.holds(cursor, text));
    if ((text === '' && !isWidgetsOwn) || isUnwanted) return undefined;
    const now = clock.monotonic();
    this.#standing.set(uri, {
      suggestion,
      line: cursor.position.line,
      linePrefix: cursor.linePrefix,
      text,
      shownEnd: from + text.length,
      shownAt: isNew ? now : (standing?.shownAt ?? now),
    });
    const ms = now - how.startedAt;
    observe({ kind: 'completionServed', from: how.from, ms, isNew });
    return toItem(suggestion.id, cursor, text);
  }
}

type ServedFrom = 'trie' | Generation['source'];

const isCached = ({ source }: Suggestion): boolean =>
  source !== 'upstream' && source !== 'inFlight' && source !== 'workspace';
