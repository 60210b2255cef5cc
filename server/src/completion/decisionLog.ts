import type { Clock } from '../base/clock.ts';
import type { Observer } from '../base/observer.ts';
import type { Position } from '../documents/liveDocument.ts';
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

  constructor(clock: Clock, onAdded: Observer<LoggedDecision>) {
    this.#clock = clock;
    this.#onAdded = onAdded;
  }

  /** Keeps a decision, and tells of it. */
  add(uri: string, position: Position, decision: Silent | Show): void {
    const kept =
      decision.kind === 'silent'
        ? decision
        : { kind: decision.kind, from: decision.from, model: decision.model };
    const logged = { at: this.#clock.now(), position, decision: kept };
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
    this.#documents.delete(uri);
  }
}
