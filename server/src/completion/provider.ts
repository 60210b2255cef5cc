import { CancelledError } from '../base/errors.ts';
import type { Observer } from '../base/observer.ts';
import type { DocumentStore } from '../documents/documentStore.ts';
import type { LiveDocument, Position } from '../documents/liveDocument.ts';
import { type Cursor, cursorAt, type SelectedItem, withoutSelected } from './cursor.ts';
import type { CompletionItem } from './display/item.ts';
import { ShownSuggestions } from './display/shownSuggestions.ts';
import type { CompletionEvent } from './events.ts';
import { AdaptiveDebounce } from './fetch/debounce.ts';
import { Speculation } from './fetch/speculation.ts';
import {
  behindSelected,
  type SourceSettings,
  type SourceTools,
  SuggestionSource,
} from './fetch/suggestionSource.ts';
import { documentGate, economyGate, type Gate, type GateSettings, validityGate } from './gates.ts';
import type { Remembered, Suggestion } from './memory/suggestion.ts';
import { SuggestionStore } from './memory/suggestionStore.ts';
import type { Refusals } from './user/refusals.ts';
import { isTooEarly, type Shown, wasShownAt } from './user/shown.ts';
import { isLikelyTypo } from './user/typo.ts';

export interface CompletionSettings extends GateSettings, SourceSettings {
  /** True to ask ahead for what follows the suggestion shown. */
  readonly speculate: boolean;
}

export interface CompletionQuery {
  readonly uri: string;
  readonly position: Position;
  readonly isInvoked: boolean;
  readonly selected?: SelectedItem;
}

export interface CompletionTools extends SourceTools {
  readonly documents: DocumentStore;
  readonly observe: Observer<CompletionEvent>;
  /** The refusals that the user made before this provider was created. */
  readonly refusals?: Refusals;
}

const NOTHING: readonly CompletionItem[] = [];

/**
 * Inline completions: gates, memory, then, on a miss, debounce and the pipeline. The steps stand in
 * the order in which a request passes them. Never rejects for an endpoint's failure: the workspace
 * predictor answers then.
 */
export class CompletionProvider {
  readonly #settings: CompletionSettings;
  readonly #tools: CompletionTools;
  readonly #memory: SuggestionStore;
  readonly #debounce: AdaptiveDebounce;
  readonly #shown: ShownSuggestions;
  readonly #asking: SuggestionSource;
  readonly #speculation: Speculation;
  /** Documents whose next suggestion must be a new one. */
  readonly #regenerating = new Set<string>();
  /** The id of the item shown when the user last asked for one: asking again there means others. */
  #invokedAt: string | undefined;

  constructor(settings: CompletionSettings, tools: CompletionTools) {
    this.#settings = settings;
    this.#tools = tools;
    const { clock, models } = tools;
    this.#memory = new SuggestionStore(clock);
    this.#debounce = new AdaptiveDebounce(clock);
    this.#shown = new ShownSuggestions(settings.maxLines, tools);
    const screen = {
      grown: (suggestion: Suggestion) => this.#shown.grown(suggestion),
      isRefused: (cursor: Cursor, text: string) => this.#shown.isRefused(cursor, text),
    };
    this.#asking = new SuggestionSource(settings, tools, this.#memory, this.#debounce, screen);
    const { generate, maySpeculate } = models;
    const ahead = { ...tools, generate, maySpeculate, memory: this.#memory };
    this.#speculation = new Speculation(settings, ahead);
  }

  /**
   * The suggestions for a place: one, or, where the user asks again, others to choose from. Rejects with
   * `CancelledError` when `signal` aborts.
   */
  async provide(query: CompletionQuery, signal: AbortSignal): Promise<readonly CompletionItem[]> {
    const { documents, clock, observe } = this.#tools;
    const { uri, isInvoked } = query;
    const startedAt = clock.monotonic();
    observe({ kind: 'completionRequested' });
    this.#speculation.moved();
    const document = documents.get(uri);
    if (document === undefined) return NOTHING;
    const cursor = cursorAt(document, query.position, query.selected);

    const gate =
      documentGate(cursor, this.#settings) ?? (isInvoked ? undefined : validityGate(cursor));
    if (gate !== undefined) return this.#stayedSilent(uri, gate);

    const shown = this.#shown.shownIn(uri);
    const typed = withoutSelected(cursor);
    if (this.#shown.trackTyping(typed, startedAt)) this.#debounce.dismissed();
    this.#asking.follow(typed);
    const isFresh = this.#regenerating.delete(uri);
    // What is to be replaced must not stand in the way of what replaces it.
    if (isFresh && shown !== undefined) this.#memory.drop(shown.suggestion.id);
    const isUserInitiated = isInvoked || isFresh;
    const remembered = isFresh ? undefined : this.#remembered(cursor, shown);
    if (remembered !== undefined) {
      const grown = await this.#asking.grow(cursor, remembered, signal);
      const isGrown = grown !== remembered;
      const options = { from: 'trie', startedAt, isUserInitiated, isGrown } as const;
      const item = this.#shown.show(cursor, grown, options);
      if (grown.suggestion.isBroken && item !== undefined) void this.#asking.mend(cursor, grown);
      if (item !== undefined) return this.#stands(cursor, item, isInvoked, signal);
      // What a model says here is known, and is nothing to show.
      if (!isUserInitiated) return this.#knownEmpty(uri);
    }

    const isTypo = !isUserInitiated && shown !== undefined && isLikelyTypo(shown, cursor);
    // No call for what will be taken back; what the workspace says costs nothing.
    if (isTypo) observe({ kind: 'completionGated', gate: 'slip' });
    const economy = isUserInitiated ? undefined : this.#economyGate(cursor);
    if (economy !== undefined) return this.#stayedSilent(uri, economy);
    const mustWait = !isUserInitiated && shown !== undefined && isTooEarly(shown, cursor);
    const leastWaitMs = mustWait ? this.#debounce.slipWaitMs() : 0;
    const found = await this.#asking.ask(
      cursor,
      { isInvoked: isUserInitiated, isFresh, leastWaitMs, isFree: isTypo },
      signal,
    );
    if (signal.aborted) throw new CancelledError();
    if (found === undefined || found.suggestion.text === '') {
      if (found !== undefined && isCached(found.suggestion)) return this.#knownEmpty(uri);
      // The suggestion is shown again once the typo is deleted.
      if (!isTypo) this.#shown.clear(uri);
      return NOTHING;
    }
    const from = found.isJoined ? 'inFlight' : found.suggestion.source;
    const item = this.#shown.show(cursor, found, { from, startedAt, isUserInitiated });
    return item === undefined ? NOTHING : this.#stands(cursor, item, isInvoked, signal);
  }

  /** A document changed: the pace of typing sets the debounce, what was deleted is not proposed again. */
  changed(before: LiveDocument, document: LiveDocument): void {
    this.#debounce.keystroke();
    this.#shown.changed(before, document);
  }

  accepted(id: string): void {
    this.#shown.accepted(id);
    this.#debounce.accepted();
    this.#tools.observe({ kind: 'completionAccepted' });
  }

  /** A suggestion came before the user's eyes just now. */
  becameVisible(id: string): void {
    this.#shown.becameVisible(id);
  }

  /** The user waved a suggestion away: it is not shown there again unasked. */
  dismissed(id: string): void {
    this.#shown.dismissed(id);
    this.#debounce.dismissed();
  }

  /** Forgets the suggestion shown last in a document; returns it. */
  discard(uri: string): Suggestion | undefined {
    const suggestion = this.#shown.shownIn(uri)?.suggestion;
    if (suggestion === undefined) return undefined;
    this.#shown.clear(uri);
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
    this.#shown.forget(uri);
    this.#speculation.moved();
  }

  /** Forgets all suggestions, as clearing the cache promises. */
  clear(): void {
    this.#memory.clear();
  }

  /** Ends what nobody will ask for any more. */
  dispose(): void {
    this.#speculation.stop();
  }

  /** Beside the suggest widget also what its item is the beginning, or all, of: it stays on screen when the widget opens. */
  #remembered(cursor: Cursor, shown: Shown | undefined): Remembered | undefined {
    const stays = shown && { id: shown.suggestion.id, isHere: wasShownAt(shown, cursor) };
    const found = this.#memory.find(cursor, stays);
    if (found !== undefined || cursor.selected === undefined) return found;
    const plain = this.#memory.find(withoutSelected(cursor), stays);
    return plain && behindSelected(plain, cursor);
  }

  /** Returns the suggestion shown, and, for a user who asks again where it was shown already, any others. */
  async #stands(
    cursor: Cursor,
    item: CompletionItem,
    isInvoked: boolean,
    signal: AbortSignal,
  ): Promise<readonly CompletionItem[]> {
    if (this.#settings.speculate) this.#speculation.shown(cursor, item);
    if (!isInvoked) {
      this.#invokedAt = undefined;
      return [item];
    }
    const isAgain = this.#invokedAt === item.id;
    this.#invokedAt = item.id;
    if (isAgain) await this.#asking.findOthers(cursor, signal);
    const known = this.#memory.all(cursor);
    return distinct([item, ...known.flatMap((found) => this.#shown.beside(cursor, found) ?? [])]);
  }

  #economyGate(cursor: Cursor): Gate | undefined {
    if (this.#shown.isUndone(cursor.document.uri)) return 'undone';
    return economyGate(cursor);
  }

  #stayedSilent(uri: string, gate: Gate): readonly CompletionItem[] {
    this.#shown.clear(uri);
    this.#tools.observe({ kind: 'completionGated', gate });
    return NOTHING;
  }

  #knownEmpty(uri: string): readonly CompletionItem[] {
    this.#shown.clear(uri);
    this.#tools.observe({ kind: 'completionKnownEmpty' });
    return NOTHING;
  }
}

function distinct(items: readonly CompletionItem[]): CompletionItem[] {
  const texts = new Set<string>();
  return items.filter(({ insertText }) => !texts.has(insertText) && texts.add(insertText));
}

const isCached = ({ source }: Suggestion): boolean =>
  source !== 'upstream' && source !== 'inFlight' && source !== 'workspace';
