import type { Clock } from '../../base/clock.ts';
import type { DocumentStore } from '../../documents/documentStore.ts';
import type { Edit } from '../../documents/edit.ts';
import type { LiveDocument } from '../../documents/liveDocument.ts';
import type { Cursor } from '../cursor.ts';
import { type Show, type Silence, type Silent, silent } from '../decision/decision.ts';
import type { Remembered, Suggestion } from '../memory/suggestion.ts';
import { isDeclaredAlready } from '../postprocess/declaredAlready.ts';
import { fitTo } from '../postprocess/index.ts';
import { Deletions } from '../user/deletions.ts';
import { Dismissals } from '../user/dismissals.ts';
import { RecentEdits } from '../user/recentEdits.ts';
import { Refusals } from '../user/refusals.ts';
import { leftOf, type Shown, takingOf, typedSince } from '../user/shown.ts';
import { type FittedSuggestion, fitSuggestion } from './fittedSuggestion.ts';
import { type CompletionItem, toItem } from './item.ts';

export interface ShownTools {
  readonly documents: DocumentStore;
  readonly clock: Clock;
  /** The refusals made before; none if absent. */
  readonly refusals?: Refusals;
}

/** How a suggestion came to be shown. */
export interface ShowOptions {
  readonly from: Show['from'];
  /** True if it was user-initiated: then nothing is kept back. */
  readonly isUserInitiated: boolean;
  /** True if there is more of it than is shown: it is shown anew. */
  readonly isGrown?: boolean;
}

/** How much a suggestion is wanted, before its text is looked at. */
interface Wish {
  readonly isUserInitiated: boolean;
  /** True if it was user-initiated when it came, and is typed into. */
  readonly isTheirWish: boolean;
  /** True if it is shown already, as it is. */
  readonly isShown: boolean;
}

/** A suggestion that is shown, as the editor gets it. */
export interface ShowItem extends Show {
  readonly item: CompletionItem;
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
  /** The place in each document where nothing was shown of what memory holds, and why: that comes no sooner than something changes. */
  readonly #gone = new Map<string, { readonly cursor: Cursor; readonly why: Silent }>();

  constructor(maxLines: number, tools: ShownTools) {
    this.#maxLines = maxLines;
    this.#tools = tools;
    this.#refusals = tools.refusals ?? new Refusals(tools.clock);
    this.#deletions = new Deletions(this.#refusals);
  }

  shownIn(uri: string): Shown | undefined {
    return this.#shown.get(uri);
  }

  changed(before: LiveDocument, document: LiveDocument, edit: Edit): void {
    const { uri } = document;
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

  /** Shows what is left of a suggestion; silent when there is nothing to show, or it is not wanted. */
  show(cursor: Cursor, remembered: Remembered, options: ShowOptions): ShowItem | Silent {
    const { suggestion, rest } = remembered;
    const { from, isUserInitiated, isGrown = false } = options;
    const { uri } = cursor.document;
    const gone = from === 'trie' && !isUserInitiated && !isGrown ? this.#goneAt(cursor) : undefined;
    if (gone !== undefined) return gone;
    const shown = this.#shown.get(uri);
    const isNew = !shown || !isSame(shown.suggestion, suggestion);
    const stays = isNew || isGrown ? undefined : shown;
    const asShown = stays && this.#stillFits(stays, cursor, remembered);
    const fitted =
      asShown ?? fitSuggestion({ cursor, maxLines: this.#maxLines }, remembered, stays);
    const isTheirWish =
      isUserInitiated || (shown?.isUserInitiated === true && isInto(shown, cursor));
    const isShown = asShown !== undefined;
    const wish = { isUserInitiated, isTheirWish, isShown };
    const why = this.#reasonAgainst(cursor, remembered, fitted, wish);
    if (why !== undefined) {
      this.#gone.set(uri, { cursor, why: silent(why) });
      return silent(why);
    }
    this.#gone.delete(uri);
    const { chosen, text } = fitted;
    const start = suggestion.text.length - rest.length;
    this.#shown.set(uri, {
      suggestion,
      line: cursor.position.line,
      linePrefix: cursor.linePrefix,
      text,
      document: cursor.document,
      lineSuffix: cursor.lineSuffix,
      covered: fitted.covered,
      tail: fitted.tail,
      shownEnd: start + text.length,
      chosenEnd: start + chosen.length,
      isUserInitiated: isTheirWish,
      shownAt: isNew ? this.#tools.clock.monotonic() : shown.shownAt,
      refuted: isNew ? refutedBefore(shown, cursor) : shown.refuted,
    });
    const item = toItem(suggestion.id, cursor, fitted);
    return { kind: 'show', item, from, model: suggestion.model, isNew };
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

  /** The suggestion shown, where only its own text was typed: it fits as it did. `undefined` where it must be fitted anew. */
  #stillFits(
    shown: Shown,
    cursor: Cursor,
    { suggestion, rest }: Remembered,
  ): FittedSuggestion | undefined {
    const text = leftOf(shown, cursor);
    if (text === undefined || text === '' || shown.suggestion.id !== suggestion.id)
      return undefined;
    const start = suggestion.text.length - rest.length;
    if (start + text.length !== shown.shownEnd) return undefined;
    const { covered, tail, chosenEnd } = shown;
    const chosen = rest.slice(0, chosenEnd - start);
    return { text, chosen, covered, tail, closes: false, isWhole: true };
  }

  /** Why a fitted suggestion is not to be shown; `undefined` if it is. */
  #reasonAgainst(
    cursor: Cursor,
    { suggestion, rest }: Remembered,
    { text, isWhole }: FittedSuggestion,
    { isUserInitiated, isTheirWish, isShown }: Wish,
  ): Silence | undefined {
    if (suggestion.text === '') return 'knownEmpty';
    if (!isUserInitiated && !isWhole) return 'doesNotFit';
    const own = text.slice(0, Math.max(0, rest.length - suggestion.text.length));
    if (!isTheirWish && this.#refusals.hold(cursor, text, own)) return 'refused';
    if (!isTheirWish && !isShown && isDeclaredAlready(text, cursor)) return 'redeclares';
    // Beside the suggest widget, a suggestion that is its item stays on screen with it.
    const isWidgetsOwn = cursor.selected !== undefined && rest === '';
    return text === '' && !isWidgetsOwn ? 'doesNotFit' : undefined;
  }

  #goneAt({ document, position, linePrefix }: Cursor): Silent | undefined {
    const gone = this.#gone.get(document.uri);
    const isHere =
      gone?.cursor.document === document && gone.cursor.position.line === position.line;
    return isHere && gone.cursor.linePrefix === linePrefix ? gone.why : undefined;
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
