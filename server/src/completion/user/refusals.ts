import type { Clock } from '../../base/clock.ts';
import type { Edit } from '../../documents/edit.ts';
import type { LiveDocument } from '../../documents/liveDocument.ts';
import { type Cursor, nearestLineAbove, withoutSelected } from '../cursor.ts';
import { isRefused, isWritten, type Refusal } from './refusal.ts';

/** Refusals of each kind (Copilot's NES keeps as many of the edits that were rejected). */
const PER_DOCUMENT = 20;
/** Characters of a refused text that are kept: a few lines. */
export const MAX_LENGTH = 1_000;

/** The texts refused in each document, in memory and as long as it is open. Two kinds, so that typos push out no dismissals. */
export class Refusals {
  readonly #clock: Clock;
  readonly #documents = new Map<string, readonly Refusal[]>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Keeps that a text is not wanted at a place; `former` is what it has grown from, and goes. */
  add(
    document: LiveDocument,
    { why, line, linePrefix, text }: Pick<Refusal, 'why' | 'line' | 'linePrefix' | 'text'>,
    former?: Refusal,
  ): Refusal {
    const refusal: Refusal = {
      why,
      above: nearestLineAbove(document, line),
      line,
      linePrefix,
      text: text.slice(0, MAX_LENGTH),
      at: this.#clock.monotonic(),
    };
    const isDismissed = why === 'dismissed';
    const all = (this.#documents.get(document.uri) ?? []).filter((each) => each !== former);
    const alike = all.filter((each) => (each.why === 'dismissed') === isDismissed);
    const [oldest] = alike;
    const kept = alike.length < PER_DOCUMENT ? all : all.filter((each) => each !== oldest);
    this.#documents.set(document.uri, [...kept, refusal]);
    return refusal;
  }

  /** Follows an edit: refusals move with their lines, and what the user has written himself is wanted. */
  follow({ start, removed, inserted }: Edit, after: LiveDocument): void {
    const refusals = this.#documents.get(after.uri);
    if (refusals === undefined) return;
    const [gone, come] = [removed, inserted].map((text) => text.split('\n').length - 1);
    const lines = after.lines.slice(start.line, start.line + (come ?? 0) + 1);
    const last = inserted.split('\n').at(-1) ?? '';
    const end = (lines.length === 1 ? start.character : 0) + last.length;
    const written = [...lines.slice(0, -1), lines.at(-1)?.slice(0, end) ?? ''];
    for (const refusal of refusals) {
      const { line, linePrefix } = refusal;
      const isBefore =
        line < start.line || (line === start.line && linePrefix.length <= start.character);
      if (isBefore) continue;
      refusal.line = Math.max(start.line, line + (come ?? 0) - (gone ?? 0));
    }
    if (inserted.trim() === '') return;
    const left = refusals.filter((refusal) => !written.some((line) => isWritten(refusal, line)));
    this.#documents.set(after.uri, left);
  }

  /** True if a text at the cursor is one that was refused there, or nearby; `own` as in `Offer`. */
  hold(cursor: Cursor, text: string, own: string): boolean {
    const refusals = this.#documents.get(cursor.document.uri) ?? [];
    if (refusals.length === 0) return false;
    const typed = withoutSelected(cursor).linePrefix;
    const whole = cursor.linePrefix + text;
    const offer = {
      above: nearestLineAbove(cursor.document, cursor.position.line),
      line: cursor.position.line,
      typed,
      text: whole.startsWith(typed) ? whole.slice(typed.length) : text,
      own,
    };
    const now = this.#clock.monotonic();
    return refusals.some((refusal) => isRefused(refusal, offer, now));
  }

  forget(uri: string): void {
    this.#documents.delete(uri);
  }
}
