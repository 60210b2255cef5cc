import type { Clock } from '../../base/clock.ts';
import type { Disposable } from '../../base/disposable.ts';
import { CancelledError } from '../../base/errors.ts';
import type {
  Generate,
  Generation,
  GenerationContext,
  GenerationRequest,
} from '../../domain/generation.ts';
import type { Cursor } from '../cursor.ts';
import type { Remembered, Suggestion } from '../memory/suggestion.ts';
import { leavesOpen } from '../postprocess/index.ts';
import { InFlightCompletion } from './inFlightCompletion.ts';

/** One person is at two places of a document at most; the older call goes when a third begins. */
const MAX_PER_DOCUMENT = 2;
/** How long a call goes on that nobody waits for: the next keystroke may well agree with it. */
const LINGER_MS = 300;
/** Likewise, for the tail of what it has shown. */
const TAIL_MS = 5_000;
/** How long a first whole line waits for the rest of what belongs to it. */
const BLOCK_WAIT_MS = 30;

export interface InFlightTools {
  readonly clock: Clock;
  readonly generate: Generate;
  /** Told of every suggestion as far as it has come; of the same id again when more of it is there. */
  readonly keep: (cursor: Cursor, suggestion: Suggestion) => void;
  readonly newId: () => string;
}

/**
 * The outcome of waiting for a request: a suggestion with what is left of it at the waiter's cursor; `diverged` when no
 * request can serve that place anymore; `undefined` when it is not to be asked for again.
 */
export type Outcome = (Remembered & { readonly isJoined: boolean }) | 'diverged' | undefined;

type Asked = Omit<GenerationContext, 'signal' | 'onText'>;

interface Waiter {
  readonly cursor: Cursor;
  /** True if someone else had begun the request that it waits for. */
  readonly isJoined: boolean;
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (error: unknown) => void;
  readonly detach: () => void;
}

/** The events in a document that bear on its requests in flight. */
type InFlightEvent =
  | { readonly kind: 'moved'; readonly cursor: Cursor }
  | { readonly kind: 'joined'; readonly waiter: Waiter }
  | { readonly kind: 'left'; readonly waiter: Waiter }
  | { readonly kind: 'text'; readonly call: InFlightCompletion; readonly text: string }
  | { readonly kind: 'blockWaitOver'; readonly call: InFlightCompletion }
  | { readonly kind: 'abandoned'; readonly call: InFlightCompletion }
  | { readonly kind: 'crowdedOut'; readonly call: InFlightCompletion }
  | {
      readonly kind: 'ended';
      readonly call: InFlightCompletion;
      readonly generation: Generation;
    }
  | { readonly kind: 'failed'; readonly call: InFlightCompletion; readonly error: unknown };

type EventTable = {
  readonly [Kind in InFlightEvent['kind']]: (
    event: Extract<InFlightEvent, { readonly kind: Kind }>,
  ) => void;
};

/**
 * The model requests in flight for one document. Each belongs to the server and not to the editor's request that began it:
 * its stream is matched against the text typed since, answers every waiter that it fits as soon as all that would be shown
 * has arrived, goes on for the tail, and is aborted by the first event that diverges from it.
 */
export class InFlightCompletions {
  readonly #tools: InFlightTools;
  readonly #waiters = new Set<Waiter>();
  #calls: readonly InFlightCompletion[] = [];
  #newest: Cursor | undefined;

  /** The event table. After each of them, a call that nobody waits for is given a moment, then aborted. */
  readonly #on: EventTable = {
    moved: ({ cursor }) => {
      this.#newest = cursor;
      for (const call of this.#calls) {
        const { kind } = call.relate(cursor);
        if (kind === 'agrees') call.keepAlive();
        if (kind === 'diverged') this.#stop(call);
      }
      this.#release(this.#stranded(), 'diverged');
    },
    joined: ({ waiter }) => {
      this.#waiters.add(waiter);
      for (const call of this.#calls) this.#offer(call, waiter);
    },
    left: ({ waiter }) => {
      this.#waiters.delete(waiter);
      waiter.detach();
      waiter.reject(new CancelledError());
    },
    text: ({ call, text }) => {
      call.hear(text, () => this.#after(BLOCK_WAIT_MS, { kind: 'blockWaitOver', call }));
      const isLost = this.#newest !== undefined && call.relate(this.#newest).kind === 'diverged';
      if (isLost) this.#stop(call);
      else for (const waiter of this.#waiters) this.#offer(call, waiter);
      this.#release(this.#stranded(), 'diverged');
    },
    blockWaitOver: ({ call }) => {
      call.flow();
      for (const waiter of this.#waiters) this.#offer(call, waiter);
    },
    abandoned: ({ call }) => {
      this.#stop(call);
      this.#release(this.#stranded(), 'diverged');
    },
    // Whoever waits for it alone has moved on.
    crowdedOut: ({ call }) => {
      this.#stop(call);
      this.#release(this.#stranded(), undefined);
    },
    ended: ({ call, generation }) => {
      const suggestion = call.end(generation);
      this.#remove(call);
      if (suggestion !== undefined) this.#tools.keep(call.cursor, suggestion);
      for (const waiter of this.#waiters) {
        const relation = call.relate(waiter.cursor);
        if (relation.kind !== 'agrees') continue;
        // The text ended before what was typed did: it says nothing about what follows.
        const isExhausted = relation.rest.trim() === '' && waiter.isJoined;
        if (suggestion === undefined) this.#release([waiter], undefined);
        else if (!isExhausted) this.#answer(waiter, suggestion, relation.rest);
      }
      this.#release(this.#stranded(), 'diverged');
    },
    failed: ({ call, error }) => {
      this.#remove(call);
      const isTheirs = (waiter: Waiter) => call.relate(waiter.cursor).kind === 'agrees';
      for (const waiter of this.#stranded().filter(isTheirs)) {
        this.#waiters.delete(waiter);
        waiter.detach();
        waiter.reject(error);
      }
      this.#release(this.#stranded(), 'diverged');
    },
  };

  constructor(tools: InFlightTools) {
    this.#tools = tools;
  }

  get isIdle(): boolean {
    return this.#calls.length === 0 && this.#waiters.size === 0;
  }

  /** True if the user has gone on from a place: what diverges from there is not asked for again. */
  isPast({ position, linePrefix }: Cursor): boolean {
    const newest = this.#newest;
    if (newest === undefined) return false;
    const { line, character } = newest.position;
    return (
      line !== position.line || character !== position.character || newest.linePrefix !== linePrefix
    );
  }

  /** Tells where the user is now. */
  follow(cursor: Cursor): void {
    this.#handle({ kind: 'moved', cursor });
  }

  /**
   * Waits for a call that may serve a cursor; `undefined` when there is none. Rejects with `CancelledError` when the
   * signal aborts, and with what the call failed with.
   */
  join(cursor: Cursor, signal: AbortSignal): Promise<Outcome> | undefined {
    return this.#mayServe(cursor) ? this.#wait(cursor, signal, true) : undefined;
  }

  /** Begins a call for a cursor, to a model as far as that can be said, and waits for it. Rejects as `join` does. */
  begin(
    cursor: Cursor,
    model: string,
    request: GenerationRequest,
    asked: Asked,
    signal: AbortSignal,
  ): Promise<Outcome> {
    const [oldest] = this.#calls;
    if (oldest !== undefined && this.#calls.length >= MAX_PER_DOCUMENT) {
      this.#handle({ kind: 'crowdedOut', call: oldest });
    }
    const call = new InFlightCompletion(cursor, this.#tools.newId(), model);
    this.#calls = [...this.#calls, call];
    const outcome = this.#wait(cursor, signal, false);
    const onText = (text: string) => {
      if (!call.isOver) this.#handle({ kind: 'text', call, text });
      return true;
    };
    this.#tools.generate(request, { ...asked, signal: call.signal, onText }).then(
      (generation) => call.isOver || this.#handle({ kind: 'ended', call, generation }),
      (error) => call.isOver || this.#handle({ kind: 'failed', call, error }),
    );
    return outcome;
  }

  /** Ends all; nobody is to ask again. */
  close(): void {
    for (const call of this.#calls) this.#remove(call);
    this.#release([...this.#waiters], undefined);
  }

  #handle(event: InFlightEvent): void {
    this.#on[event.kind](event as never);
    for (const call of this.#calls) {
      if (this.#isWaitedFor(call)) call.keepAlive();
      else
        call.abortLater(() =>
          this.#after(call.hasServed ? TAIL_MS : LINGER_MS, { kind: 'abandoned', call }),
        );
    }
  }

  #after(ms: number, event: InFlightEvent): Disposable {
    return this.#tools.clock.after(ms, () => this.#handle(event));
  }

  #wait(cursor: Cursor, signal: AbortSignal, isJoined: boolean): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      const leave = () => this.#handle({ kind: 'left', waiter });
      const detach = () => signal.removeEventListener('abort', leave);
      const waiter: Waiter = { cursor, isJoined, resolve, reject, detach };
      signal.addEventListener('abort', leave, { once: true });
      this.#handle({ kind: signal.aborted ? 'left' : 'joined', waiter });
    });
  }

  /** Gives a waiter what has arrived, if all that would be shown there has. */
  #offer(call: InFlightCompletion, waiter: Waiter): void {
    if (!this.#waiters.has(waiter)) return;
    const relation = call.relate(waiter.cursor);
    if (relation.kind !== 'agrees' || !call.isReady(relation.rest, waiter.cursor)) return;
    const suggestion = call.serve();
    this.#tools.keep(call.cursor, suggestion);
    const served = call.relate(waiter.cursor, suggestion.text);
    this.#answer(waiter, suggestion, served.kind === 'agrees' ? served.rest : '');
  }

  #answer(waiter: Waiter, suggestion: Suggestion, rest: string): void {
    this.#release([waiter], { suggestion, rest, isJoined: waiter.isJoined });
  }

  #release(waiters: readonly Waiter[], outcome: Outcome): void {
    for (const waiter of waiters) {
      waiter.detach();
      this.#waiters.delete(waiter);
      waiter.resolve(outcome);
    }
  }

  /** The waiters that no call can serve anymore. */
  #stranded(): Waiter[] {
    return [...this.#waiters].filter(({ cursor }) => !this.#mayServe(cursor));
  }

  #mayServe(cursor: Cursor): boolean {
    return this.#calls.some((call) => call.relate(cursor).kind === 'agrees');
  }

  #isWaitedFor(call: InFlightCompletion): boolean {
    return [...this.#waiters].some(({ cursor }) => call.relate(cursor).kind === 'agrees');
  }

  /** Closes the socket; the whole lines that came are kept where they leave nothing open before what follows. */
  #stop(call: InFlightCompletion): void {
    this.#remove(call);
    const suggestion = call.suggestion();
    const isKept = suggestion.text !== '' && !leavesOpen(suggestion.text, call.cursor);
    if (isKept) this.#tools.keep(call.cursor, suggestion);
  }

  #remove(call: InFlightCompletion): void {
    call.close();
    this.#calls = this.#calls.filter((each) => each !== call);
  }
}
