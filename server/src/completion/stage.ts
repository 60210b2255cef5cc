import type { Clock } from '../base/clock.ts';
import type { Observer } from '../base/observer.ts';
import type { DocumentStore } from '../documents/documentStore.ts';
import { editBetween } from '../documents/edit.ts';
import type { LiveDocument } from '../documents/liveDocument.ts';
import type { Generation } from '../domain/generation.ts';
import type { Cursor } from './cursor.ts';
import { isDeclaredAlready } from './declaredAlready.ts';
import { Deletions } from './deletions.ts';
import { Dismissals } from './dismissals.ts';
import type { CompletionEvent } from './events.ts';
import { type CompletionItem, toItem } from './item.ts';
import { fitTo } from './postprocess/index.ts';
import { RecentEdits } from './recentEdits.ts';
import { Refusals } from './refusals.ts';
import { shownAt } from './shown.ts';
import { type Standing, takingOf, typedSince } from './standing.ts';
import type { Remembered, Suggestion } from './suggestion.ts';

type ServedFrom = 'trie' | Generation['source'];

export interface StageTools {
  readonly documents: DocumentStore;
  readonly clock: Clock;
  readonly observe: Observer<CompletionEvent>;
  /** What was refused before; nothing where it is absent. */
  readonly refusals?: Refusals;
}

/** How a suggestion came to be shown. */
export interface Entrance {
  readonly from: ServedFrom;
  /** When it was asked for, in monotonic milliseconds. */
  readonly startedAt: number;
  /** Whether the user asked for it: then nothing is kept back. */
  readonly isAsked: boolean;
  /** Whether there is more of it than what stands: it is shown anew. */
  readonly isGrown?: boolean;
}

/** What is before the user's eyes in each document, and what he does not want to see there again. */
export class Stage {
  readonly #maxLines: number;
  readonly #tools: StageTools;
  readonly #dismissals = new Dismissals();
  readonly #edits = new RecentEdits();
  readonly #refusals: Refusals;
  readonly #deletions: Deletions;
  /** What was shown last in each document. */
  readonly #standing = new Map<string, Standing>();
  /** The place in each document where nothing was shown of what memory holds: that comes no sooner than something changes. */
  readonly #gone = new Map<string, Cursor>();

  constructor(maxLines: number, tools: StageTools) {
    this.#maxLines = maxLines;
    this.#tools = tools;
    this.#refusals = tools.refusals ?? new Refusals(tools.clock);
    this.#deletions = new Deletions(this.#refusals);
  }

  standingIn(uri: string): Standing | undefined {
    return this.#standing.get(uri);
  }

  changed(before: LiveDocument, document: LiveDocument): void {
    const { uri } = document;
    const edit = editBetween(before, document);
    const standing = this.#standing.get(uri);
    const turn = this.#edits.changed(uri, edit, standing && takingOf(standing, before, edit));
    this.#refusals.follow(edit, document);
    if (turn.kind === 'undo' && turn.isOfPart) this.#deletions.steppedBack(uri, turn.typing);
    else this.#deletions.changed(before, edit, standing);
  }

  /** Whether the last change of a document took back those before it. */
  isUndone(uri: string): boolean {
    return this.#edits.isUndone(uri);
  }

  /** Follows what the user types beside what stands; says whether he has just decided against it. */
  watch(cursor: Cursor, now: number): boolean {
    const { document } = cursor;
    const dismissed = this.#dismissals.watch(cursor, this.standingIn(document.uri), now);
    if (dismissed !== undefined) this.#refuse(document, dismissed);
    return dismissed !== undefined;
  }

  /** Whether a text at the cursor is what the user has refused there, or nearby. */
  isRefused(cursor: Cursor, text: string): boolean {
    return this.#refusals.hold(cursor, text, '');
  }

  /** The item that shows what is left of a suggestion; `undefined` when there is nothing to show, or it is not wanted. */
  show(cursor: Cursor, remembered: Remembered, entrance: Entrance): CompletionItem | undefined {
    const { observe, clock } = this.#tools;
    const { suggestion, rest } = remembered;
    const { isAsked, isGrown = false } = entrance;
    const { uri } = cursor.document;
    if (entrance.from === 'trie' && !isAsked && !isGrown && this.#hasGone(cursor)) return undefined;
    const standing = this.#standing.get(uri);
    const isNew = !standing || !isSame(standing.suggestion, suggestion);
    const stays = isNew || isGrown ? undefined : standing;
    const place = { cursor, maxLines: this.#maxLines };
    const shown = shownAt(place, remembered, stays);
    const { chosen, text, isWhole } = shown;
    const isWidgetsOwn = cursor.selected !== undefined && rest === '' && suggestion.text !== '';
    const own = text.slice(0, Math.max(0, rest.length - suggestion.text.length));
    const isHisWish = isAsked || (standing?.isAsked === true && isInto(standing, cursor));
    const isUnwanted = () =>
      this.#refusals.hold(cursor, text, own) || isDeclaredAlready(text, cursor);
    const isKept = isHisWish || !isUnwanted();
    const isWanted = isAsked || (isWhole && isKept);
    if (!isWanted || (text === '' && !isWidgetsOwn)) {
      this.#gone.set(uri, cursor);
      return undefined;
    }
    this.#gone.delete(uri);
    const from = suggestion.text.length - rest.length;
    const now = clock.monotonic();
    this.#standing.set(uri, {
      suggestion,
      line: cursor.position.line,
      linePrefix: cursor.linePrefix,
      text,
      shownEnd: from + text.length,
      chosenEnd: from + chosen.length,
      isAsked: isHisWish,
      shownAt: isNew ? now : (standing?.shownAt ?? now),
      refuted: isNew ? refutedBefore(standing, cursor) : (standing?.refuted ?? 0),
    });
    const ms = now - entrance.startedAt;
    observe({
      kind: 'completionServed',
      from: entrance.from,
      model: suggestion.model,
      ms,
      isNew,
    });
    return toItem(suggestion.id, cursor, shown);
  }

  /** An item beside the one that stands, for the user to choose. */
  beside(cursor: Cursor, { suggestion, rest }: Remembered): CompletionItem | undefined {
    const fitted = fitTo(rest, { cursor, maxLines: this.#maxLines });
    return fitted.text === '' ? undefined : toItem(suggestion.id, cursor, fitted);
  }

  leave(uri: string): void {
    this.#standing.delete(uri);
  }

  /** There is more of what stands than when it was shown. */
  grown(suggestion: Suggestion): void {
    for (const [uri, standing] of this.#standing) {
      if (standing.suggestion.id === suggestion.id) {
        this.#standing.set(uri, { ...standing, suggestion });
      }
    }
  }

  /** A suggestion came before the user's eyes just now. */
  becameVisible(id: string): void {
    const shownAt = this.#tools.clock.monotonic();
    for (const [uri, standing] of this.#standing) {
      if (standing.suggestion.id === id) this.#standing.set(uri, { ...standing, shownAt });
    }
  }

  accepted(id: string): void {
    for (const [uri, { suggestion }] of this.#standing) {
      if (suggestion.id === id) this.#standing.delete(uri);
    }
  }

  /** The user waved a suggestion away: it is not shown there, or nearby, again unasked. */
  dismissed(id: string): void {
    for (const [uri, standing] of this.#standing) {
      const document = this.#tools.documents.get(uri);
      if (standing.suggestion.id !== id || document === undefined) continue;
      this.#refuse(document, standing);
      this.#standing.delete(uri);
    }
  }

  forget(uri: string): void {
    this.#dismissals.forget(uri);
    this.#edits.forget(uri);
    this.#deletions.forget(uri);
    this.#refusals.forget(uri);
    this.#standing.delete(uri);
    this.#gone.delete(uri);
  }

  #hasGone({ document, position, linePrefix }: Cursor): boolean {
    const gone = this.#gone.get(document.uri);
    const isHere = gone?.document === document && gone.position.line === position.line;
    return isHere && gone.linePrefix === linePrefix;
  }

  #refuse(document: LiveDocument, { line, linePrefix, text }: Standing): void {
    this.#refusals.add(document, { why: 'dismissed', line, linePrefix, text });
  }
}

/** Whether one is the other, or says at least what that says: two calls for one place may have answered. */
const isSame = (stands: Suggestion, suggestion: Suggestion): boolean =>
  stands.id === suggestion.id || (stands.text !== '' && suggestion.text.startsWith(stands.text));

/** Whether what was typed since, if anything, is the beginning of what stood. */
function isInto(standing: Standing, cursor: Cursor): boolean {
  const typed = typedSince(standing, cursor);
  return typed !== undefined && standing.text.startsWith(typed);
}

/** How many suggestions in a row the user has parted from on the cursor's line. */
function refutedBefore(standing: Standing | undefined, cursor: Cursor): number {
  const typed = standing && typedSince(standing, cursor);
  if (standing === undefined || typed === undefined) return 0;
  return standing.text.startsWith(typed) ? 0 : standing.refuted + 1;
}
