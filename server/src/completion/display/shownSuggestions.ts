import type { Clock } from '../../base/clock.ts';
import type { Observer } from '../../base/observer.ts';
import type { DocumentStore } from '../../documents/documentStore.ts';
import { editBetween } from '../../documents/edit.ts';
import type { LiveDocument } from '../../documents/liveDocument.ts';
import type { Generation } from '../../domain/generation.ts';
import type { Cursor } from '../cursor.ts';
import type { CompletionEvent } from '../events.ts';
import type { Remembered, Suggestion } from '../memory/suggestion.ts';
import { isDeclaredAlready } from '../postprocess/declaredAlready.ts';
import { fitTo } from '../postprocess/index.ts';
import { Deletions } from '../user/deletions.ts';
import { Dismissals } from '../user/dismissals.ts';
import { RecentEdits } from '../user/recentEdits.ts';
import { Refusals } from '../user/refusals.ts';
import { type Shown, takingOf, typedSince } from '../user/shown.ts';
import { fitSuggestion } from './fittedSuggestion.ts';
import { type CompletionItem, toItem } from './item.ts';

type ServedFrom = 'trie' | Generation['source'];

export interface ShownTools {
  readonly documents: DocumentStore;
  readonly clock: Clock;
  readonly observe: Observer<CompletionEvent>;
  /** The refusals made before; none if absent. */
  readonly refusals?: Refusals;
}

/** How a suggestion came to be shown. */
export interface ShowOptions {
  readonly from: ServedFrom;
  /** When it was asked for, in monotonic milliseconds. */
  readonly startedAt: number;
  /** True if it was user-initiated: then nothing is kept back. */
  readonly isUserInitiated: boolean;
  /** True if there is more of it than is shown: it is shown anew. */
  readonly isGrown?: boolean;
}

/** The suggestion shown in each document, and the texts that the user does not want to see there again. */
export class ShownSuggestions {
  readonly #maxLines: number;
  readonly #tools: ShownTools;
  readonly #dismissals = new Dismissals();
  readonly #edits = new RecentEdits();
  readonly #refusals: Refusals;
  readonly #deletions: Deletions;
  /** The suggestion shown last in each document. */
  readonly #shown = new Map<string, Shown>();
  /** The place in each document where nothing was shown of what memory holds: that comes no sooner than something changes. */
  readonly #gone = new Map<string, Cursor>();

  constructor(maxLines: number, tools: ShownTools) {
    this.#maxLines = maxLines;
    this.#tools = tools;
    this.#refusals = tools.refusals ?? new Refusals(tools.clock);
    this.#deletions = new Deletions(this.#refusals);
  }

  shownIn(uri: string): Shown | undefined {
    return this.#shown.get(uri);
  }

  changed(before: LiveDocument, document: LiveDocument): void {
    const { uri } = document;
    const edit = editBetween(before, document);
    const shown = this.#shown.get(uri);
    const turn = this.#edits.changed(uri, edit, shown && takingOf(shown, before, edit));
    this.#refusals.follow(edit, document);
    if (turn.kind === 'undo' && turn.isOfPart) this.#deletions.steppedBack(uri, turn.typing);
    else this.#deletions.changed(before, edit, shown);
  }

  /** True if the last change of a document undid or redid those before it. */
  isUndone(uri: string): boolean {
    return this.#edits.isUndone(uri);
  }

  /** Follows what the user types instead of the suggestion shown; true if they have just decided against it. */
  trackTyping(cursor: Cursor, now: number): boolean {
    const { document } = cursor;
    const dismissed = this.#dismissals.watch(cursor, this.shownIn(document.uri), now);
    if (dismissed !== undefined) this.#refuse(document, dismissed);
    return dismissed !== undefined;
  }

  /** True if a text at the cursor is one that the user has refused there, or nearby. */
  isRefused(cursor: Cursor, text: string): boolean {
    return this.#refusals.hold(cursor, text, '');
  }

  /** The item that shows what is left of a suggestion; `undefined` when there is nothing to show, or it is not wanted. */
  show(cursor: Cursor, remembered: Remembered, options: ShowOptions): CompletionItem | undefined {
    const { observe, clock } = this.#tools;
    const { suggestion, rest } = remembered;
    const { isUserInitiated, isGrown = false } = options;
    const { uri } = cursor.document;
    if (options.from === 'trie' && !isUserInitiated && !isGrown && this.#hasGone(cursor))
      return undefined;
    const shown = this.#shown.get(uri);
    const isNew = !shown || !isSame(shown.suggestion, suggestion);
    const stays = isNew || isGrown ? undefined : shown;
    const place = { cursor, maxLines: this.#maxLines };
    const fitted = fitSuggestion(place, remembered, stays);
    const { chosen, text, isWhole } = fitted;
    const isWidgetsOwn = cursor.selected !== undefined && rest === '' && suggestion.text !== '';
    const own = text.slice(0, Math.max(0, rest.length - suggestion.text.length));
    const isHisWish = isUserInitiated || (shown?.isUserInitiated === true && isInto(shown, cursor));
    const isUnwanted = () =>
      this.#refusals.hold(cursor, text, own) || isDeclaredAlready(text, cursor);
    const isKept = isHisWish || !isUnwanted();
    const isWanted = isUserInitiated || (isWhole && isKept);
    if (!isWanted || (text === '' && !isWidgetsOwn)) {
      this.#gone.set(uri, cursor);
      return undefined;
    }
    this.#gone.delete(uri);
    const from = suggestion.text.length - rest.length;
    const now = clock.monotonic();
    this.#shown.set(uri, {
      suggestion,
      line: cursor.position.line,
      linePrefix: cursor.linePrefix,
      text,
      shownEnd: from + text.length,
      chosenEnd: from + chosen.length,
      isUserInitiated: isHisWish,
      shownAt: isNew ? now : (shown?.shownAt ?? now),
      refuted: isNew ? refutedBefore(shown, cursor) : (shown?.refuted ?? 0),
    });
    const ms = now - options.startedAt;
    observe({
      kind: 'completionServed',
      from: options.from,
      model: suggestion.model,
      ms,
      isNew,
    });
    return toItem(suggestion.id, cursor, fitted);
  }

  /** Returns an item to offer besides the one shown, for the user to choose. */
  beside(cursor: Cursor, { suggestion, rest }: Remembered): CompletionItem | undefined {
    const fitted = fitTo(rest, { cursor, maxLines: this.#maxLines });
    return fitted.text === '' ? undefined : toItem(suggestion.id, cursor, fitted);
  }

  clear(uri: string): void {
    this.#shown.delete(uri);
  }

  /** Notes that there is more of a suggestion than when it was shown. */
  grown(suggestion: Suggestion): void {
    for (const [uri, shown] of this.#shown) {
      if (shown.suggestion.id === suggestion.id) {
        this.#shown.set(uri, { ...shown, suggestion });
      }
    }
  }

  /** A suggestion came before the user's eyes just now. */
  becameVisible(id: string): void {
    const shownAt = this.#tools.clock.monotonic();
    for (const [uri, shown] of this.#shown) {
      if (shown.suggestion.id === id) this.#shown.set(uri, { ...shown, shownAt });
    }
  }

  accepted(id: string): void {
    for (const [uri, { suggestion }] of this.#shown) {
      if (suggestion.id === id) this.#shown.delete(uri);
    }
  }

  /** The user waved a suggestion away: it is not shown there, or nearby, again unasked. */
  dismissed(id: string): void {
    for (const [uri, shown] of this.#shown) {
      const document = this.#tools.documents.get(uri);
      if (shown.suggestion.id !== id || document === undefined) continue;
      this.#refuse(document, shown);
      this.#shown.delete(uri);
    }
  }

  forget(uri: string): void {
    this.#dismissals.forget(uri);
    this.#edits.forget(uri);
    this.#deletions.forget(uri);
    this.#refusals.forget(uri);
    this.#shown.delete(uri);
    this.#gone.delete(uri);
  }

  #hasGone({ document, position, linePrefix }: Cursor): boolean {
    const gone = this.#gone.get(document.uri);
    const isHere = gone?.document === document && gone.position.line === position.line;
    return isHere && gone.linePrefix === linePrefix;
  }

  #refuse(document: LiveDocument, { line, linePrefix, text }: Shown): void {
    this.#refusals.add(document, { why: 'dismissed', line, linePrefix, text });
  }
}

/** True if one is the other, or says at least as much: two requests for one place may have answered. */
const isSame = (stands: Suggestion, suggestion: Suggestion): boolean =>
  stands.id === suggestion.id || (stands.text !== '' && suggestion.text.startsWith(stands.text));

/** True if the text typed since, if any, is the beginning of the suggestion shown. */
function isInto(shown: Shown, cursor: Cursor): boolean {
  const typed = typedSince(shown, cursor);
  return typed !== undefined && shown.text.startsWith(typed);
}

/** How many suggestions in a row the user has parted from on the cursor's line. */
function refutedBefore(shown: Shown | undefined, cursor: Cursor): number {
  const typed = shown && typedSince(shown, cursor);
  if (shown === undefined || typed === undefined) return 0;
  return shown.text.startsWith(typed) ? 0 : shown.refuted + 1;
}
