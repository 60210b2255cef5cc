import type { Clock } from '../../base/clock.ts';
import type { Disposable } from '../../base/disposable.ts';
import type { DocumentStore } from '../../documents/documentStore.ts';
import type { Position } from '../../documents/position.ts';
import type { GenerationRequest } from '../../domain/generation.ts';
import type { SharingPolicy } from '../../privacy/sharingPolicy.ts';
import type { RequestBuilder } from '../context/requestBuilder.ts';
import { type Cursor, cursorAt } from '../cursor.ts';
import { economyGate, type GateSettings, validityGate } from '../decision/gates.ts';

/** Nobody has done anything for so long; longer than it takes until what follows a suggestion is asked for. */
const AFTER_MS = 1_000;
/** How often a server that has something to do is looked at again, each time after so long. */
const MAX_LOOKS = 20;

/** The server that evaluates prompts before they are asked. */
export interface ReadAheadAccess {
  /** True if there is one that costs nothing but its time, and has nothing to do. */
  readonly mayReadAhead: () => boolean;
  /** Has the prompt of a request evaluated where much of it is new there. Never rejects. */
  readonly readAhead: (request: GenerationRequest, signal: AbortSignal) => Promise<void>;
}

export interface ReadAheadSettings extends GateSettings {
  readonly maxLines: number;
  /** False where nothing is asked ahead. */
  readonly speculate: boolean;
}

export interface ReadAheadTools {
  readonly clock: Clock;
  readonly documents: DocumentStore;
  readonly policy: Pick<SharingPolicy, 'exclusionOf'>;
  readonly requests: Pick<RequestBuilder, 'requestAt'>;
  readonly models: ReadAheadAccess;
}

/**
 * Has a local server evaluate the prompt of the next call while its user does nothing: on opening a file, after going to another
 * place, after a window has moved, in pauses. The call then waits for what was typed since, and no more.
 */
export class ReadAhead {
  readonly #settings: ReadAheadSettings;
  readonly #tools: ReadAheadTools;
  #waiting: Disposable | undefined;
  #running: { readonly uri: string; readonly controller: AbortController } | undefined;

  constructor(settings: ReadAheadSettings, tools: ReadAheadTools) {
    this.#settings = settings;
    this.#tools = tools;
  }

  /** The user is at a place, or has just typed there. */
  activeAt(uri: string, position: Position, looks = MAX_LOOKS): void {
    this.#waiting?.dispose();
    this.#waiting = this.#tools.clock.after(AFTER_MS, () => this.#read(uri, position, looks - 1));
  }

  /** A document was closed: nothing of it is evaluated any more. */
  closed(uri: string): void {
    if (this.#running?.uri === uri) this.#running.controller.abort();
  }

  dispose(): void {
    this.#waiting?.dispose();
    this.#running?.controller.abort();
  }

  #read(uri: string, position: Position, looks: number): void {
    const { documents, requests, models } = this.#tools;
    const document = documents.get(uri);
    if (document === undefined || !this.#settings.speculate) return;
    if (!models.mayReadAhead()) {
      if (looks > 0) this.activeAt(uri, position, looks);
      return;
    }
    const cursor = cursorAt(document, position);
    if (!this.#mayBeAskedAt(cursor)) return;
    const { maxLines } = this.#settings;
    const controller = new AbortController();
    this.#running = { uri, controller };
    const request = requests.requestAt(cursor, { maxLines, isPause: true });
    void models.readAhead(request, controller.signal);
  }

  #mayBeAskedAt(cursor: Cursor): boolean {
    const { policy } = this.#tools;
    return (
      validityGate(cursor, this.#settings, policy, true) === undefined &&
      economyGate(cursor) !== 'longDocument'
    );
  }
}
