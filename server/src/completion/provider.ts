import { CancelledError } from '../base/errors.ts';
import type { Observer } from '../base/observer.ts';
import type { DocumentStore } from '../documents/documentStore.ts';
import { editBetween } from '../documents/edit.ts';
import type { LiveDocument } from '../documents/liveDocument.ts';
import type { Generation } from '../domain/generation.ts';
import type { SharingPolicy } from '../privacy/sharingPolicy.ts';
import type { Attempt } from './attempt.ts';
import { type CompletionQuery, type Cursor, cursorAt, withoutSelected } from './cursor.ts';
import { type Fetch, LEAVES_SHOWN, type Silent, silent } from './decision/decision.ts';
import type { DecisionLog } from './decision/decisionLog.ts';
import { economyGate, type GateSettings, validityGate } from './decision/gates.ts';
import { type CompletionItem, distinct } from './display/item.ts';
import { type ShowItem, ShownSuggestions } from './display/shownSuggestions.ts';
import type { CompletionEvent } from './events.ts';
import { AdaptiveDebounce } from './fetch/debounce.ts';
import { Speculation } from './fetch/speculation.ts';
import {
  behindSelected,
  type SourceSettings,
  type SourceTools,
  SuggestionSource,
} from './fetch/suggestionSource.ts';
import { isCached, type Remembered, type Suggestion } from './memory/suggestion.ts';
import { SuggestionStore } from './memory/suggestionStore.ts';
import { UntilClosed } from './untilClosed.ts';
import type { Refusals } from './user/refusals.ts';
import { isTooEarly, type Shown, wasShownAt } from './user/shown.ts';
import { isLikelyTypo } from './user/typo.ts';

export interface CompletionSettings extends GateSettings, SourceSettings {
  /** True to ask ahead for what follows the suggestion shown. */
  readonly speculate: boolean;
}

export interface CompletionTools extends SourceTools {
  readonly documents: DocumentStore;
  readonly policy: Pick<SharingPolicy, 'exclusionOf'>;
  readonly observe: Observer<CompletionEvent>;
  readonly decisions: DecisionLog;
  /** Shared by successive providers: a change of settings makes a new one, which must not forget them. */
  readonly refusals?: Refusals;
}

/** Suggestions to choose from at one place: with so many known, asking again asks no model. */
export const MAX_CHOICES = 20;

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
  readonly #source: SuggestionSource;
  readonly #speculation: Speculation;
  readonly #untilClosed = new UntilClosed();
  /** Documents whose next suggestion must be a new one. */
  readonly #regenerating = new Set<string>();
  /** The id of the item shown when the user last asked for one: asking again there means others. */
  #lastInvoked: string | undefined;

  constructor(settings: CompletionSettings, tools: CompletionTools) {
    this.#settings = settings;
    this.#tools = tools;
    const { clock } = tools;
    this.#memory = new SuggestionStore(clock);
    this.#debounce = new AdaptiveDebounce(clock);
    this.#shown = new ShownSuggestions(settings.maxLines, tools);
    const display = {
      grown: (suggestion: Suggestion) => this.#shown.grown(suggestion),
      isRefused: (cursor: Cursor, text: string) => this.#shown.isRefused(cursor, text),
    };
    this.#source = new SuggestionSource(settings, tools, this.#memory, this.#debounce, display);
    this.#speculation = new Speculation(settings, { ...tools, memory: this.#memory });
  }

  /**
   * The suggestions for a place: one, or, where the user asks again, others to choose from. Rejects with
   * `CancelledError` when `signal` aborts, or the document is closed.
   */
  provide(query: CompletionQuery, signal: AbortSignal): Promise<readonly CompletionItem[]> {
    return this.#untilClosed.run(query.uri, signal, (until) => this.#provide(query, until));
  }

  async #provide(query: CompletionQuery, signal: AbortSignal): Promise<readonly CompletionItem[]> {
    const startedAt = this.#tools.clock.monotonic();
    this.#speculation.cancelScheduled();
    const document = this.#tools.documents.get(query.uri);
    if (document === undefined) return [];
    const cursor = cursorAt(document, query.position, query.selected);
    const decided = this.#decide(cursor, query.isInvoked, startedAt, signal);
    const decision = await decided.catch((error: unknown) => {
      if (error instanceof CancelledError) this.#tell(cursor, silent('superseded'), startedAt);
      throw error;
    });
    this.#tell(cursor, decision, startedAt);
    if (decision.kind === 'silent') return [];
    if (this.#settings.speculate) this.#speculation.shown(cursor, decision.item);
    return this.#choices(cursor, decision.item, query.isInvoked, signal);
  }

  async #decide(
    cursor: Cursor,
    isInvoked: boolean,
    startedAt: number,
    signal: AbortSignal,
  ): Promise<ShowItem | Silent> {
    const gate = validityGate(cursor, this.#settings, this.#tools.policy, isInvoked);
    if (gate !== undefined) return silent(gate);
    const attempt = this.#followTyping(cursor, isInvoked, startedAt);
    const known = await this.#recall(attempt, signal);
    if (known !== undefined) return known;
    const next = this.#weighCall(attempt);
    return next.kind === 'fetch' ? this.#fetch(attempt, next, signal) : next;
  }

  /** Tells the suggestion shown, the debounce and the calls in flight what was typed since; describes the request. */
  #followTyping(cursor: Cursor, isInvoked: boolean, now: number): Attempt {
    const { uri } = cursor.document;
    const shown = this.#shown.shownIn(uri);
    const asTyped = cursor.selected === undefined ? cursor : withoutSelected(cursor);
    if (this.#shown.trackTyping(asTyped, now)) this.#debounce.dismissed();
    this.#source.follow(asTyped);
    const isFresh = this.#regenerating.delete(uri);
    // What is to be replaced must not stand in the way of what replaces it.
    if (isFresh && shown !== undefined) this.#memory.drop(shown.suggestion.id);
    return { cursor, shown, isFresh, isUserInitiated: isInvoked || isFresh };
  }

  /** Shows again a suggestion that goes on here; `undefined` where none is known. */
  async #recall(attempt: Attempt, signal: AbortSignal): Promise<ShowItem | Silent | undefined> {
    const { cursor, isUserInitiated } = attempt;
    const remembered = attempt.isFresh ? undefined : this.#remembered(cursor, attempt.shown);
    if (remembered === undefined) return undefined;
    // A guess of the workspace may have become longer meanwhile, or the model's answer have come.
    const isGuess = remembered.suggestion.source === 'workspace';
    const better = isGuess ? await this.#source.improve(cursor, remembered, signal) : remembered;
    const isGrown = better !== remembered;
    const decision = this.#shown.show(cursor, better, { from: 'trie', isUserInitiated, isGrown });
    if (decision.kind === 'show') {
      if (better.suggestion.isInterrupted) void this.#source.mend(cursor, better);
      return decision;
    }
    // The answer for this place is known and cannot be shown: no automatic request asks again.
    if (isUserInitiated) return undefined;
    return { ...decision, isKnown: true };
  }

  /** Whether a model is asked, and how soon. Where the last letter may be a typo, or the model would repeat itself: later. */
  #weighCall({ cursor, shown, isUserInitiated }: Attempt): Silent | Fetch {
    if (isUserInitiated) return { kind: 'fetch', leastWaitMs: 0, isLikelyTypo: false };
    if (this.#shown.isUndone(cursor.document.uri)) return silent('undone');
    const gate = economyGate(cursor);
    if (gate !== undefined) return silent(gate);
    const deservesWait = shown !== undefined && isTooEarly(shown, cursor);
    return {
      kind: 'fetch',
      leastWaitMs: deservesWait ? this.#debounce.typoWaitMs() : 0,
      isLikelyTypo: shown !== undefined && isLikelyTypo(shown, cursor),
    };
  }

  /** Asks a model, else the workspace, and shows what comes. */
  async #fetch(attempt: Attempt, next: Fetch, signal: AbortSignal): Promise<ShowItem | Silent> {
    const { cursor, isUserInitiated, isFresh } = attempt;
    const options = { ...next, isUserInitiated, isFresh };
    if (!next.isLikelyTypo) this.#tools.decisions.asking(cursor.document.uri, cursor.position);
    const found = await this.#source.get(cursor, options, signal);
    if (signal.aborted) throw new CancelledError();
    if ('kind' in found) return found;
    if (found.suggestion.text === '') {
      if (found.suggestion.isWithheld) return silent('withheld');
      return isCached(found.suggestion)
        ? silent('knownEmpty', { isKnown: true })
        : silent('nothingFound');
    }
    const from = found.isJoined ? 'inFlight' : found.suggestion.source;
    if (found.suggestion.source === 'upstream') this.#tools.waits?.shown(found.isJoined);
    return this.#shown.show(cursor, found, { from, isUserInitiated });
  }

  /** Counts a decision, and keeps it for whoever asks why nothing is shown. */
  #tell(cursor: Cursor, decision: ShowItem | Silent, startedAt: number): void {
    const { observe, clock, decisions, documents } = this.#tools;
    const { uri } = cursor.document;
    if (documents.get(uri) !== undefined) decisions.add(uri, cursor.position, decision);
    if (decision.kind === 'show') {
      const { from, model, isNew } = decision;
      const ms = clock.monotonic() - startedAt;
      observe({ kind: 'completionServed', from, model, ms, isNew });
      return;
    }
    const { reason, isKnown = false } = decision;
    // An answer that is known and not shown is the one that was on screen.
    if (isKnown || !LEAVES_SHOWN.has(reason)) this.#shown.clear(uri);
    observe({ kind: 'completionSilent', reason, isKnown });
  }

  /** A document changed: the pace of typing sets the debounce, what was deleted is not proposed again. */
  changed(before: LiveDocument, document: LiveDocument): void {
    this.#debounce.keystroke();
    this.#tools.waits?.key();
    const edit = editBetween(before, document);
    if (edit === undefined) {
      // What was kept of its places holds no more.
      this.#shown.forget(document.uri);
      this.#tools.decisions.forget(document.uri);
      return;
    }
    this.#shown.changed(before, document, edit);
    this.#tools.decisions.follow(document.uri, edit);
  }

  accepted(id: string): void {
    this.#shown.accepted(id);
    this.#debounce.accepted();
    this.#tools.observe({ kind: 'completionAccepted' });
  }

  /** The user sees a suggestion from now on. */
  becameVisible(id: string): void {
    this.#shown.becameVisible(id);
  }

  /** The user waved a suggestion away: it is not shown there again unasked. */
  dismissed(id: string): void {
    this.#shown.dismissed(id);
    this.#debounce.dismissed();
  }

  /** Keeps an answer that was asked for ahead, for whoever comes to its place; returns its id. */
  keep(cursor: Cursor, generation: Generation): string {
    return this.#speculation.keep(cursor, generation);
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
    if (this.#tools.documents.get(uri) !== undefined) this.#regenerating.add(uri);
  }

  closed(uri: string): void {
    this.#untilClosed.closed(uri);
    this.#source.closed(uri);
    this.#regenerating.delete(uri);
    this.#memory.forget(uri);
    this.#shown.forget(uri);
    this.#speculation.closed(uri);
    this.#tools.decisions.forget(uri);
  }

  /** Forgets all suggestions but those on screen, as clearing the cache promises. */
  clear(): void {
    this.#memory.clear();
  }

  /** Ends what was asked ahead. Other calls end with their documents. */
  dispose(): void {
    this.#speculation.stop();
  }

  /** A suggestion that goes on here; one that begins with the suggest widget's item stays when the widget opens. */
  #remembered(cursor: Cursor, shown: Shown | undefined): Remembered | undefined {
    const stays = shown && { id: shown.suggestion.id, isHere: wasShownAt(shown, cursor) };
    const found = this.#memory.find(cursor, stays);
    if (found !== undefined || cursor.selected === undefined) return found;
    const plain = this.#memory.find(withoutSelected(cursor), stays);
    return plain && behindSelected(plain, cursor);
  }

  /** The suggestion shown, and, for a user who asks again where it was shown already, any others. */
  async #choices(
    cursor: Cursor,
    item: CompletionItem,
    isInvoked: boolean,
    signal: AbortSignal,
  ): Promise<readonly CompletionItem[]> {
    if (!isInvoked) {
      this.#lastInvoked = undefined;
      return [item];
    }
    const isAgain = this.#lastInvoked === item.id;
    this.#lastInvoked = item.id;
    const isEnough = this.#memory.all(cursor).length >= MAX_CHOICES;
    if (isAgain && !isEnough) await this.#source.findOthers(cursor, signal);
    const others = this.#memory.all(cursor).slice(0, MAX_CHOICES);
    return distinct([item, ...others.flatMap((each) => this.#shown.beside(cursor, each) ?? [])]);
  }
}
