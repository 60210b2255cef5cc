import { throwIfAborted } from '../base/abort.ts';
import { type Clock, delay } from '../base/clock.ts';
import type { Disposable } from '../base/disposable.ts';
import { CancelledError } from '../base/errors.ts';
import type {
  Generate,
  Generation,
  GenerationContext,
  GenerationRequest,
} from '../domain/generation.ts';

/** How a call for several processes has ended: its answer can be read, cannot be stored, or there is none. */
type CallEnd = 'stored' | 'unstored' | 'failed';

/** The right to ask for all processes. */
interface CallLease {
  readonly isHeld: true;
  /** True where nobody has asked lately: there is nothing to look for. */
  readonly isFirst: boolean;
  /** False once somebody else has asked since. Never rejects. */
  isNewest(): Promise<boolean>;
  /** Tells those who wait. */
  release(end: CallEnd): void;
}

interface CallElsewhere {
  readonly isHeld: false;
  /** Tells one call from the next. */
  readonly token: number;
  /** Until it is given up on, unless its process tells that it goes on. */
  readonly leftMs: number;
}

interface CallPlace extends Disposable {
  /** Rejects, within the time of a lookup, where nothing is shared at the moment. */
  acquire(): Promise<CallLease | CallElsewhere>;
  ended(withinMs: number, signal: AbortSignal): Promise<CallEnd | undefined>;
}

/** Leases of calls, one at a time for each name. */
export interface CallLeases {
  /** False while the ends of calls are not told. */
  readonly isTold: boolean;
  place(name: string): CallPlace;
}

export interface SharedFlightTools {
  readonly leases: CallLeases;
  readonly clock: Clock;
  /** 0 to 1. */
  readonly random: () => number;
  /** The same for all processes, and for nothing else that is asked: 1 to 64 letters and digits. */
  readonly nameOf: (request: GenerationRequest) => string;
  /** Whether an answer to it may be stored, where the others find it. */
  readonly mayShare: (request: GenerationRequest) => Promise<boolean>;
  /** Looks where all processes look, without asking anybody. */
  readonly peek: (request: GenerationRequest) => Promise<Generation | undefined>;
}

/** Longest wait for one call of another process: that of a lease. */
const MAX_WAIT_MS = 10_000;
/** After so many calls of others that came to nothing a request is asked for by itself. */
const MAX_CALLS = 4;
/** How often those look who are told, and those who are not, at first; then half as often each time. */
const TOLD_LOOK_MS = 1_000;
const FIRST_LOOK_MS = 50;
const LONGEST_LOOK_MS = 1_000;
/** Those who have waited in vain do not ask all at once. */
const SPREAD_MS = 250;

/**
 * One call among processes: the first to ask for something leads, the others wait for its answer where all of them store theirs. They
 * ask again, one at a time, where a leader has failed, was cancelled or is gone; each for itself where its answer cannot be stored,
 * where it takes too long, and wherever nothing is shared. Stands behind the cache, which stores what leaders answer.
 */
export function withSharedFlights(tools: SharedFlightTools, next: Generate): Generate {
  const { leases, nameOf, mayShare } = tools;
  return async (request, context) => {
    if (context.isFresh || !(await mayShare(request))) return next(request, context);
    const place = leases.place(nameOf(request));
    try {
      const shared = await leadOrWait(tools, place, { request, context, next });
      return shared ?? (await next(request, context));
    } finally {
      place.dispose();
    }
  };
}

interface Asked {
  readonly request: GenerationRequest;
  readonly context: GenerationContext;
  readonly next: Generate;
}

/** An answer that this process or another one has asked for; `undefined` where it is to be asked for by itself. */
async function leadOrWait(
  tools: SharedFlightTools,
  place: CallPlace,
  asked: Asked,
): Promise<Generation | undefined> {
  const { clock, leases } = tools;
  const { signal } = asked.context;
  let awaited = { token: Number.NaN, until: 0 };
  let lookMs = FIRST_LOOK_MS;
  let calls = 0;
  for (;;) {
    const held = await place.acquire().catch(nothingShared);
    if (held?.isHeld) return lead(tools, held, asked);
    throwIfAborted(signal);
    // Nothing is shared any more: those who have waited do not ask all at once.
    if (held === undefined) return calls === 0 ? undefined : spread(tools, asked);
    const now = clock.monotonic();
    if (held.token !== awaited.token) {
      if (calls++ === MAX_CALLS) return spread(tools, asked);
      awaited = { token: held.token, until: now + MAX_WAIT_MS };
      lookMs = FIRST_LOOK_MS;
    }
    if (now >= awaited.until) return spread(tools, asked);
    const withinMs = Math.min(
      leases.isTold ? TOLD_LOOK_MS : lookMs,
      held.leftMs + 1,
      awaited.until - now,
    );
    lookMs = Math.min(2 * lookMs, LONGEST_LOOK_MS);
    const end = await place.ended(withinMs, signal);
    throwIfAborted(signal);
    if (end === 'unstored') return spread(tools, asked);
    const answer = end === 'stored' ? await found(tools, asked) : undefined;
    if (answer !== undefined) return answer;
  }
}

/** Asks for all processes, unless the one before has stored its answer meanwhile. */
async function lead(tools: SharedFlightTools, lease: CallLease, asked: Asked): Promise<Generation> {
  const { request, context, next } = asked;
  try {
    throwIfAborted(context.signal);
    const known = lease.isFirst ? undefined : await found(tools, asked);
    const generation = known ?? (await next(request, context));
    if (known !== undefined) lease.release('stored');
    else if (context.onShared === undefined) lease.release('unstored');
    else {
      context.onShared({
        mayStore: () => lease.isNewest(),
        done: (isStored) => lease.release(isStored ? 'stored' : 'unstored'),
      });
    }
    return generation;
  } catch (error) {
    lease.release('failed');
    throw error;
  }
}

/** The answer of another process, where it is stored by now. */
async function found(
  { peek }: SharedFlightTools,
  { request, context }: Asked,
): Promise<Generation | undefined> {
  const answer = await peek(request);
  throwIfAborted(context.signal);
  if (answer !== undefined) context.onText?.(answer.text);
  return answer;
}

/** Looks a last time after a moment that differs from process to process. */
async function spread(tools: SharedFlightTools, asked: Asked): Promise<Generation | undefined> {
  const { clock, random } = tools;
  if (!(await delay(clock, random() * SPREAD_MS, asked.context.signal))) throw new CancelledError();
  return found(tools, asked);
}

/** Redis is away: every process asks for itself. */
const nothingShared = (): undefined => undefined;
