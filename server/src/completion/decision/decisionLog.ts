import type { Clock } from '../../base/clock.ts';
import type { Observer } from '../../base/observer.ts';
import type { Edit } from '../../documents/edit.ts';
import type { Position } from '../../documents/position.ts';
import type { Show, Silent } from './decision.ts';

/** Decisions kept of a document: a minute or two of typing. */
const PER_DOCUMENT = 200;
/** Documents whose decisions are kept; those of one that is closed go with it. */
const MAX_DOCUMENTS = 50;

/** A decision, where and when it was made. No text of the document or of a suggestion. */
export interface LoggedDecision {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly position: Position;
  readonly decision: Silent | Pick<Show, 'kind' | 'from' | 'model'>;
}

/** The last decisions in each document, for the user who wonders why nothing is shown. */
export class DecisionLog {
  readonly #clock: Clock;
  readonly #onAdded: Observer<LoggedDecision>;
  readonly #documents = new Map<string, LoggedDecision[]>();
  /** The place in each document for which a model is being asked, and since when. */
  readonly #asking = new Map<string, Pick<LoggedDecision, 'at' | 'position'>>();

  constructor(clock: Clock, onAdded: Observer<LoggedDecision>) {
    this.#clock = clock;
    this.#onAdded = onAdded;
  }

  /** A model is being asked for a place, until the next decision there. */
  asking(uri: string, position: Position): void {
    this.#asking.set(uri, { at: this.#clock.now(), position });
  }

  /** Epoch milliseconds since when a model is being asked on a line; `undefined` if none is. */
  askingSince(uri: string, line: number): number | undefined {
    const asking = this.#asking.get(uri);
    return asking?.position.line === line ? asking.at : undefined;
  }

  /** Follows an edit: decisions move with their lines; those inside what was replaced say nothing any more. */
  follow(uri: string, { start, removed, inserted }: Edit): void {
    const [gone, come] = [removed, inserted].map((text) => text.split('\n').length - 1);
    const all = this.#documents.get(uri);
    if (all === undefined || (gone === 0 && come === 0)) return;
    const last = start.line + (gone ?? 0);
    const kept = all.flatMap((logged) => {
      const { line, character } = logged.position;
      if (line <= start.line) return [logged];
      if (line < last) return [];
      return [{ ...logged, position: { line: line + (come ?? 0) - (gone ?? 0), character } }];
    });
    this.#documents.set(uri, kept);
  }

  /** Keeps a decision, and tells of it. */
  add(uri: string, position: Position, decision: Silent | Show): void {
    const kept =
      decision.kind === 'silent'
        ? decision
        : { kind: decision.kind, from: decision.from, model: decision.model };
    const logged = { at: this.#clock.now(), position, decision: kept };
    // One that was overtaken ends after the next has begun.
    const asked = this.#asking.get(uri)?.position;
    if (asked?.line === position.line && asked.character === position.character) {
      this.#asking.delete(uri);
    }
    const all = this.#documents.get(uri) ?? [];
    all.push(logged);
    if (all.length > PER_DOCUMENT) all.shift();
    // The document used last is the last to go.
    this.#documents.delete(uri);
    this.#documents.set(uri, all);
    const [oldest] = this.#documents.keys();
    if (this.#documents.size > MAX_DOCUMENTS && oldest !== undefined) this.forget(oldest);
    this.#onAdded(logged);
  }

  /** The decisions made on a line, the newest first, at most `most` of them. */
  onLine(uri: string, line: number, most: number): LoggedDecision[] {
    const all = this.#documents.get(uri) ?? [];
    return all
      .filter(({ position }) => position.line === line)
      .slice(-most)
      .reverse();
  }

  forget(uri: string): void {
    this.#asking.delete(uri);
    this.#documents.delete(uri);
  }
}
