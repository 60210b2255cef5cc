import type { Clock } from '../../base/clock.ts';
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
const PATIENCE_MS = 30;

export interface InFlightTools {
  readonly clock: Clock;
  readonly generate: Generate;
  /** The model that will answer, as far as that can be said. */
  readonly model: () => string;
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

  constructor(tools: InFlightTools) {
    this.#tools = tools;
  }

  get isIdle(): boolean {
    return this.#calls.length === 0 && this.#waiters.size === 0;
  }

  /** Tells where the user is now. */
  follow(cursor: Cursor): void {
    this.#newest = cursor;
    for (const call of this.#calls) {
      if (call.relate(cursor).kind === 'agrees') this.#keepAlive(call);
    }
    this.#reconcile();
  }

  /**
   * Waits for a call that may serve a cursor; `undefined` when there is none. Rejects with `CancelledError` when the
   * signal aborts, and with what the call failed with.
   */
  join(cursor: Cursor, signal: AbortSignal): Promise<Outcome> | undefined {
    const canJoin = this.#calls.some((call) => call.relate(cursor).kind === 'agrees');
    return canJoin ? this.#wait(cursor, signal, true) : undefined;
  }

  /** Begins a call for a cursor and waits for it. Rejects as `join` does. */
  begin(
    cursor: Cursor,
    request: GenerationRequest,
    asked: Asked,
    signal: AbortSignal,
  ): Promise<Outcome> {
    const [oldest] = this.#calls;
    if (oldest !== undefined && this.#calls.length >= MAX_PER_DOCUMENT) this.#drop(oldest);
    const call = new InFlightCompletion(cursor, this.#tools.newId(), this.#tools.model());
    this.#calls = [...this.#calls, call];
    const outcome = this.#wait(cursor, signal, false);
    const onText = (text: string) => {
      if (!call.isOver) this.#heard(call, text);
      return true;
    };
    this.#tools.generate(request, { ...asked, signal: call.signal, onText }).then(
      (generation) => call.isOver || this.#ended(call, generation),
      (error) => call.isOver || this.#failed(call, error),
    );
    return outcome;
  }

  /** Ends all; nobody is to ask again. */
  close(): void {
    for (const call of this.#calls) this.#remove(call);
    for (const waiter of [...this.#waiters]) this.#release(waiter, undefined);
  }

  #wait(cursor: Cursor, signal: AbortSignal, isJoined: boolean): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      const leave = () => {
        waiter.detach();
        this.#waiters.delete(waiter);
        reject(new CancelledError());
        this.#reconcile();
      };
      const detach = () => signal.removeEventListener('abort', leave);
      const waiter: Waiter = { cursor, isJoined, resolve, reject, detach };
      signal.addEventListener('abort', leave, { once: true });
      this.#waiters.add(waiter);
      if (signal.aborted) leave();
      else this.#reconcile();
    });
  }

  #heard(call: InFlightCompletion, text: string): void {
    const hadLine = call.hasWholeLine;
    call.hear(text);
    if (call.hasWholeLine && !hadLine) {
      call.blockWait = this.#tools.clock.after(PATIENCE_MS, () => {
        call.isPatienceOver = true;
        this.#reconcile();
      });
    }
    this.#reconcile();
  }

  #ended(call: InFlightCompletion, generation: Generation): void {
    const suggestion = call.end(generation);
    this.#remove(call);
    if (suggestion !== undefined) this.#tools.keep(call.cursor, suggestion);
    for (const waiter of [...this.#waiters]) {
      const relation = call.relate(waiter.cursor);
      if (relation.kind !== 'agrees') continue;
      // The text ended before what was typed did: it says nothing about what follows.
      const isExhausted = relation.rest.trim() === '' && waiter.isJoined;
      if (suggestion === undefined) this.#release(waiter, undefined);
      else if (!isExhausted) this.#answer(waiter, suggestion, relation.rest);
    }
    this.#reconcile();
  }

  #failed(call: InFlightCompletion, error: unknown): void {
    this.#remove(call);
    for (const waiter of [...this.#waiters]) {
      const isHis = call.relate(waiter.cursor).kind === 'agrees';
      if (!isHis || this.#mayServe(waiter.cursor)) continue;
      waiter.detach();
      this.#waiters.delete(waiter);
      waiter.reject(error);
    }
    this.#reconcile();
  }

  /** Gives every waiter the answer there is for it; ends requests that serve no waiter. */
  #reconcile(): void {
    for (const call of [...this.#calls]) {
      const isLost = this.#newest !== undefined && call.relate(this.#newest).kind === 'diverged';
      if (isLost) this.#stop(call);
    }
    for (const waiter of [...this.#waiters]) {
      for (const call of this.#calls) {
        const relation = call.relate(waiter.cursor);
        if (relation.kind === 'agrees' && call.isReady(relation.rest, waiter.cursor)) {
          this.#serve(call, waiter);
          break;
        }
      }
      if (this.#waiters.has(waiter) && !this.#mayServe(waiter.cursor)) {
        this.#release(waiter, 'diverged');
      }
    }
    for (const call of this.#calls) {
      const isWanted = [...this.#waiters].some(
        ({ cursor }) => call.relate(cursor).kind === 'agrees',
      );
      if (isWanted) this.#keepAlive(call);
      else this.#abortLater(call);
    }
  }

  #serve(call: InFlightCompletion, waiter: Waiter): void {
    const suggestion = call.suggestion();
    call.hasServed = true;
    this.#tools.keep(call.cursor, suggestion);
    const relation = call.relate(waiter.cursor, suggestion.text);
    const rest = relation.kind === 'agrees' ? relation.rest : '';
    this.#answer(waiter, suggestion, rest);
  }

  #answer(waiter: Waiter, suggestion: Suggestion, rest: string): void {
    this.#release(waiter, { suggestion, rest, isJoined: waiter.isJoined });
  }

  #release(waiter: Waiter, outcome: Outcome): void {
    waiter.detach();
    this.#waiters.delete(waiter);
    waiter.resolve(outcome);
  }

  #mayServe = (cursor: Cursor): boolean =>
    this.#calls.some((call) => call.relate(cursor).kind === 'agrees');

  #keepAlive(call: InFlightCompletion): void {
    call.lingering?.dispose();
    call.lingering = undefined;
  }

  #abortLater(call: InFlightCompletion): void {
    call.lingering ??= this.#tools.clock.after(call.hasServed ? TAIL_MS : LINGER_MS, () => {
      this.#stop(call);
      this.#reconcile();
    });
  }

  /** Makes room: whoever waits for it alone has moved on. */
  #drop(call: InFlightCompletion): void {
    this.#stop(call);
    for (const waiter of [...this.#waiters]) {
      if (!this.#mayServe(waiter.cursor)) this.#release(waiter, undefined);
    }
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

interface Waiter {
  readonly cursor: Cursor;
  /** True if someone else had begun the request that it waits for. */
  readonly isJoined: boolean;
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (error: unknown) => void;
  readonly detach: () => void;
}
