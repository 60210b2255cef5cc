import { type Clock, delay } from '../../base/clock.ts';
import { CancelledError } from '../../base/errors.ts';
import { baseName } from '../../documents/baseName.ts';
import { EndpointError } from '../../domain/endpointError.ts';
import type { Priority } from '../../domain/generation.ts';
import type { RequestBuilder } from '../context/requestBuilder.ts';
import { type Cursor, selectedRest, withoutSelected } from '../cursor.ts';
import { type Fetch, type Silent, silent } from '../decision/decision.ts';
import type { Remembered, Suggestion } from '../memory/suggestion.ts';
import type { SuggestionStore } from '../memory/suggestionStore.ts';
import { toCanonical } from '../postprocess/index.ts';
import { type AdaptiveDebounce, PAUSE_MS, type WaitWatch } from './debounce.ts';
import { InFlightCompletions, type Outcome } from './inFlightCompletions.ts';
import type { ModelAccess, Route } from './modelAccess.ts';
import { Predictions, type PredictionTools } from './predictions.ts';

export interface SourceSettings {
  readonly maxLines: number;
  /** Fixed wait; null adapts it. */
  readonly debounceMs: number | null;
}

export interface SourceTools extends PredictionTools {
  readonly models: ModelAccess;
  readonly clock: Clock;
  readonly requests: Pick<RequestBuilder, 'requestAt'>;
  /** Absent where waits are as they are. */
  readonly waits?: WaitWatch | undefined;
}

export interface GetOptions extends Pick<Fetch, 'leastWaitMs' | 'isLikelyTypo'> {
  /** True where the user asked for a suggestion: there is no wait. */
  readonly isUserInitiated: boolean;
  /** True for a new answer, whatever is known or in flight. */
  readonly isFresh: boolean;
}

/** A suggestion found for a cursor; `isJoined` if it came from a request that had begun before. */
export type Found = Remembered & { readonly isJoined: boolean };

/** The part of the display that bears on asking. */
export interface Display {
  /** There is more of a suggestion than was there before. */
  readonly grown: (suggestion: Suggestion) => void;
  /** True if the user has refused a text at a cursor. */
  readonly isRefused: (cursor: Cursor, text: string) => boolean;
}

/** How often an answer that broke off is asked for again, and how many are kept in mind. */
const MAX_MENDS = 3;
const MAX_MENDED = 100;
/** Of the other answers that are asked for. */
const TEMPERATURES = [0.4, 0.8];
/** A model that has said nothing after so many times its usual, within these bounds, is slow: nobody looks at nothing for longer. */
const SLOW_FACTOR = 2.5;
const LEAST_SLOW_MS = 800;
const MOST_SLOW_MS = 1_000;

/** The rest of a suggestion behind the item that the suggest widget would put there; `undefined` if they differ. */
export function behindSelected<Kind extends Remembered>(
  found: Kind,
  cursor: Cursor,
): Kind | undefined {
  const added = selectedRest(cursor);
  if (added === '' || !found.rest.startsWith(added)) return undefined;
  return { ...found, rest: found.rest.slice(added.length) };
}

/**
 * Gets a suggestion that memory does not hold: from a request in flight that fits, else, after the debounce, from a new
 * one; from the workspace where no model answers. An answer is put into memory as far as it has arrived.
 */
export class SuggestionSource {
  readonly #settings: SourceSettings;
  readonly #tools: SourceTools;
  readonly #memory: SuggestionStore;
  readonly #debounce: AdaptiveDebounce;
  readonly #predictions: Predictions;
  readonly #documents = new Map<string, InFlightCompletions>();
  /** How often what broke off was asked for again, by suggestion. */
  readonly #mended = new Map<string, number>();
  readonly #keep: (cursor: Cursor, suggestion: Suggestion) => void;
  readonly #display: Display;

  constructor(
    settings: SourceSettings,
    tools: SourceTools,
    memory: SuggestionStore,
    debounce: AdaptiveDebounce,
    display: Display,
  ) {
    this.#settings = settings;
    this.#tools = tools;
    this.#memory = memory;
    this.#debounce = debounce;
    this.#predictions = new Predictions(settings, tools, memory);
    this.#keep = (cursor, suggestion) => {
      memory.put(cursor, suggestion);
      display.grown(suggestion);
    };
    this.#display = display;
  }

  /** Tells where the user is: requests in flight that do not go on there end. */
  follow(cursor: Cursor): void {
    this.#documents.get(cursor.document.uri)?.follow(cursor);
  }

  /** Finds a suggestion for a cursor, or the reason why there is none. Rejects with `CancelledError` when the signal aborts. */
  async get(cursor: Cursor, options: GetOptions, signal: AbortSignal): Promise<Found | Silent> {
    if (cursor.selected === undefined) return this.#getAny(cursor, options, signal);
    // What goes on behind the widget's item; else what begins, or ends, with it.
    const behind = await this.#predictions.predict(cursor, signal);
    if (behind !== undefined) return behind;
    const plain = withoutSelected(cursor);
    // What is known there has been found to be something else.
    if (!options.isFresh && this.#memory.find(plain) !== undefined) return silent('nothingFound');
    const found = await this.#getAny(plain, options, signal);
    if ('kind' in found) return found;
    return behindSelected(found, cursor) ?? silent('nothingFound');
  }

  /** More of what is remembered, where there is more; see `Predictions.improve`. */
  improve(cursor: Cursor, remembered: Remembered, signal: AbortSignal): Promise<Remembered> {
    return this.#predictions.improve(cursor, remembered, signal);
  }

  /** Asks for other answers at a cursor, less likely ones, and puts them into memory beside the first. */
  async findOthers(cursor: Cursor, signal: AbortSignal): Promise<void> {
    const { models, newId, requests } = this.#tools;
    if (models.route('invoked') === undefined) return;
    const { maxLines } = this.#settings;
    const asked = TEMPERATURES.map(async (temperature) => {
      const request = requests.requestAt(cursor, { maxLines, temperature });
      const context = { signal, priority: 'invoked', ...forFile(cursor) } as const;
      const { text, source, model } = await models.generate(request, context);
      const suggestion = { id: newId(), text: toCanonical(text, cursor), source, model };
      if (suggestion.text !== '') this.#memory.put(cursor, suggestion, { isBeside: true });
    });
    await Promise.allSettled(asked);
    if (signal.aborted) throw new CancelledError();
  }

  /**
   * Asks once more for what broke off at a cursor, for the next request: what comes takes the place of what is there if it
   * begins with it. Nobody waits, and no fault is told.
   */
  async mend(cursor: Cursor, { suggestion: broken, rest }: Remembered): Promise<void> {
    const tries = this.#mended.get(broken.id) ?? 0;
    const calls = this.#callsOf(cursor);
    if (tries >= MAX_MENDS || !calls.isIdle || cursor.selected !== undefined) return;
    const route = this.#tools.models.route('automatic');
    if (route === undefined) return;
    this.#mended.set(broken.id, tries + 1);
    const [oldest] = this.#mended.keys();
    if (this.#mended.size > MAX_MENDED && oldest !== undefined) this.#mended.delete(oldest);
    const request = this.#tools.requests.requestAt(cursor, this.#settings);
    const asked = { priority: 'automatic', isFresh: false, ...forFile(cursor) } as const;
    const outcome = calls.begin(cursor, route.model, request, asked, new AbortController().signal);
    const found = await outcome.catch(() => undefined);
    if (found === undefined || found === 'diverged') return;
    if (found.suggestion.isInterrupted) this.#mended.set(found.suggestion.id, tries + 1);
    if (!found.rest.startsWith(rest) || found.rest === rest) return;
    this.#memory.drop(broken.id);
  }

  closed(uri: string): void {
    this.#documents.get(uri)?.close();
    this.#documents.delete(uri);
  }

  async #getAny(cursor: Cursor, options: GetOptions, signal: AbortSignal): Promise<Found | Silent> {
    if (options.isLikelyTypo) {
      const predicted = await this.#predictions.predict(cursor, signal);
      if (predicted !== undefined) return predicted;
      if (this.#tools.models.route('automatic')?.isOwn !== true) return silent('slip');
    }
    const reason = await this.#getFromModel(cursor, options, signal);
    if (!('kind' in reason)) return reason;
    return reason.reason === 'nothingFound' || reason.reason === 'superseded'
      ? reason
      : ((await this.#predictions.predict(cursor, signal)) ?? reason);
  }

  /** A model's answer; silent where none may be asked, none answers, or it has nothing to say. */
  async #getFromModel(
    cursor: Cursor,
    options: GetOptions,
    signal: AbortSignal,
  ): Promise<Found | Silent> {
    const route = this.#tools.models.route(priorityOf(options));
    if (route === undefined) return silent('noEndpoint');
    try {
      const found = await this.#askModel(cursor, route, options, signal);
      return found ?? silent('nothingFound');
    } catch (error) {
      if (!(error instanceof EndpointError)) throw error;
      return silent('failed', { error: error.kind });
    }
  }

  async #askModel(
    cursor: Cursor,
    route: Route,
    options: GetOptions,
    signal: AbortSignal,
  ): Promise<Found | Silent | undefined> {
    const { isUserInitiated, isFresh } = options;
    const { clock, models } = this.#tools;
    const waitUntil =
      clock.monotonic() + (isUserInitiated ? 0 : this.#waitMs(cursor, route, options));
    const calls = this.#callsOf(cursor);
    // It ends: of the calls that are joined each may diverge once, and its own does not while the user is there.
    for (let isFirst = true; ; isFirst = false) {
      // Built anew each time: meanwhile other files may have been excluded.
      const request = this.#tools.requests.requestAt(cursor, this.#settings);
      let outcome = isFresh ? undefined : calls.join(cursor, signal);
      if (outcome === undefined) {
        const waitMs = waitUntil - clock.monotonic();
        if (waitMs > 0 && models.peek(request) === undefined) {
          if (isFirst) this.#followWait(cursor, route, options);
          if (!(await delay(clock, waitMs, signal))) throw new CancelledError();
        }
        const remembered = isFresh || isFirst ? undefined : this.#memory.find(cursor);
        if (remembered !== undefined) return { ...remembered, isJoined: true };
        const priority = priorityOf({ isUserInitiated });
        const asked = { priority, isFresh, ...forFile(cursor) };
        outcome = calls.begin(cursor, route.model, request, asked, signal);
      }
      const found = await (isUserInitiated
        ? outcome
        : this.#meanwhile(cursor, route, outcome, signal));
      if (found !== 'diverged') return found;
      // The editor may leave its request there: it would be asked for, and left, again and again.
      if (calls.isPast(cursor)) return silent('superseded');
    }
  }

  /** While the model takes unusually long, what the workspace predicts, if it is wanted; the model's answer is kept for later. */
  async #meanwhile(
    cursor: Cursor,
    { ttftMs }: Route,
    outcome: Promise<Outcome>,
    signal: AbortSignal,
  ): Promise<Outcome> {
    const { clock } = this.#tools;
    const waiting = new AbortController();
    const end = () => waiting.abort();
    outcome.then(end, end);
    const slowMs = Math.min(MOST_SLOW_MS, Math.max(LEAST_SLOW_MS, SLOW_FACTOR * ttftMs));
    const { isRefused } = this.#display;
    const predicted = delay(clock, slowMs, waiting.signal).then(async (isSlow) =>
      isSlow && !signal.aborted ? this.#predictions.predict(cursor, signal, isRefused) : undefined,
    );
    const first = await Promise.race([outcome, predicted]);
    return first ?? outcome;
  }

  #waitMs(cursor: Cursor, route: Route, { leastWaitMs, isLikelyTypo }: GetOptions): number {
    // By then it would have been deleted.
    const leastMs = isLikelyTypo ? PAUSE_MS : leastWaitMs;
    const { debounceMs } = this.#settings;
    if (debounceMs !== null) return Math.max(leastMs, debounceMs);
    const usualMs = this.#debounce.waitMs(cursor, route);
    return Math.max(leastMs, this.#tools.waits?.scaled(usualMs) ?? usualMs);
  }

  /** Waits that are longer for another reason say nothing about how long a pause has to be. */
  #followWait(cursor: Cursor, route: Route, { leastWaitMs, isLikelyTypo }: GetOptions): void {
    if (isLikelyTypo || leastWaitMs > 0 || this.#settings.debounceMs !== null) return;
    this.#tools.waits?.begun(this.#debounce.waitMs(cursor, route), route.ttftMs);
  }

  #callsOf({ document: { uri } }: Cursor): InFlightCompletions {
    for (const [other, calls] of this.#documents) {
      if (calls.isIdle && other !== uri) this.#documents.delete(other);
    }
    const { clock, newId, models } = this.#tools;
    const known = this.#documents.get(uri);
    if (known !== undefined) return known;
    const tools = { clock, newId, generate: models.generate, keep: this.#keep };
    const calls = new InFlightCompletions(tools);
    this.#documents.set(uri, calls);
    return calls;
  }
}

const forFile = ({ document: { uri } }: Cursor) => ({
  file: baseName(uri),
  use: { uri, kind: 'completion' },
});

const priorityOf = ({ isUserInitiated }: Pick<GetOptions, 'isUserInitiated'>): Priority =>
  isUserInitiated ? 'invoked' : 'automatic';
