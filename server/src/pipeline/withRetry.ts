import { type Clock, delay } from '../base/clock.ts';
import { CancelledError } from '../base/errors.ts';
import type { Observer } from '../base/observer.ts';
import { EndpointError, type EndpointErrorKind } from '../domain/endpointError.ts';
import {
  type Generate,
  type GenerationContext,
  type GenerationRequest,
  heard,
  isUserInitiated,
} from '../domain/generation.ts';
import type { PipelineEvent } from '../domain/requestEvents.ts';
import type { RetryBudget } from '../upstream/retryBudget.ts';

/** Waits grow from the first to the second, doubling, anything from nothing to that ("full jitter", AWS 2015). */
const BASE_MS = 500;
const CAP_MS = 20_000;
/** Where another endpoint can be asked, a limit is waited for no longer than this. */
const SOON_MS = 2_000;
/** A server that wants to be left alone for longer is not waited for. */
const MAX_RETRY_AFTER_MS = 20_000;

export interface RetryTools {
  readonly clock: Clock;
  /** 0 to 1. */
  readonly random: () => number;
  readonly budget: RetryBudget;
  /** Whether the endpoint is still worth asking. */
  readonly isAvailable: () => boolean;
  /** True if no other endpoint can be asked: one that has kept its user waiting for nothing is asked again. */
  readonly isAlone: (request: GenerationRequest) => boolean;
  /** Most retries of one request. */
  readonly retries: number;
  /** From the first attempt to the end of all. */
  readonly totalMs: number;
  readonly observe: Observer<PipelineEvent>;
}

/**
 * Asks again where that may help: after connection faults, timeouts, 408, 429 and 5xx, as long as no text has reached the
 * caller, within a budget, and never past the deadline. Automatic requests are not repeated: the next key asks anew.
 */
export function withRetry(
  { clock, random, budget, isAvailable, isAlone, retries, totalMs, observe }: RetryTools,
  next: Generate,
): Generate {
  return async (request, context) => {
    const until = clock.monotonic() + totalMs;
    let hasText = false;
    const hearing = heard(context, () => {
      hasText = true;
      return true;
    });
    for (let attempt = 0; ; attempt++) {
      try {
        const generation = await next(request, { ...context, ...hearing });
        budget.succeeded();
        return generation;
      } catch (error) {
        const isLast = attempt >= retries || hasText || !isWorthIt(error, context);
        // It would keep its user waiting once more: the next endpoint is asked.
        const mayRepeat = !isLast && (error.kind !== 'timeout' || isAlone(request));
        const namedMs = error instanceof EndpointError ? (error.retryAfterMs ?? 0) : 0;
        const isWaitedFor =
          mayRepeat &&
          (error.kind !== 'rateLimited' ||
            (namedMs > 0 && namedMs <= SOON_MS) ||
            (isAlone(request) && !isSentAway(error, context)));
        const waitMs = isWaitedFor ? waitBefore(error, attempt, random) : Number.POSITIVE_INFINITY;
        if (clock.monotonic() + waitMs >= until || !budget.take()) throw error;
        if (!(await delay(clock, waitMs, context.signal))) throw new CancelledError();
        if (!isAvailable()) throw error;
        observe({ kind: 'retried' });
      }
    }
  };
}

const MAY_PASS: ReadonlySet<EndpointErrorKind> = new Set([
  'unreachable',
  'proxyUnreachable',
  'timeout',
  'server',
  'loading',
]);

/** A refusal with a status is the server's; without one it is our own limiter's, which has waited already. */
function isWorthIt(error: unknown, { priority }: GenerationContext): error is EndpointError {
  if (!(error instanceof EndpointError)) return false;
  if (!isUserInitiated(priority)) return false;
  const isOverload = error.kind === 'rateLimited' && error.status !== undefined;
  return isOverload || MAY_PASS.has(error.kind);
}

/** Nobody knows how long a limit lasts that names no time: who comes again is told so at once. */
const isSentAway = ({ retryAfterMs }: EndpointError, { comesAgain }: GenerationContext): boolean =>
  comesAgain === true && retryAfterMs === undefined;

function waitBefore(error: unknown, attempt: number, random: () => number): number {
  const asked = error instanceof EndpointError ? error.retryAfterMs : undefined;
  // The limiter holds it back exactly so long.
  if (asked !== undefined) return asked > MAX_RETRY_AFTER_MS ? Number.POSITIVE_INFINITY : 0;
  return random() * Math.min(CAP_MS, BASE_MS * 2 ** attempt);
}
