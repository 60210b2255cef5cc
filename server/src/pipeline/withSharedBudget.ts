import { type Clock, delay } from '../base/clock.ts';
import { CancelledError } from '../base/errors.ts';
import { type Endpoint, modelFor } from '../domain/endpoint.ts';
import { EndpointError } from '../domain/endpointError.ts';
import { type Generate, type Generation, isUserInitiated } from '../domain/generation.ts';
import type { Limiter } from '../limits/limiter.ts';
import { allowancesOf, type Grant, type SharedBudget } from '../limits/sharedBudget.ts';

/** Longest time that a request someone waits for is held back; others are refused at once. */
const MAX_WAIT_MS = 20_000;

export interface SharedBudgetTools {
  readonly clock: Clock;
  readonly shared: SharedBudget | undefined;
  /** Stands for an endpoint, a model and an account; nothing can be read from it. */
  readonly scopeOf: (endpoint: Endpoint, model: string) => Promise<string>;
}

/**
 * Asks the budget that other windows of the editor spend, too. Where it cannot be reached, this process keeps to its own
 * count alone.
 */
export function withSharedBudget(
  { clock, shared, scopeOf }: SharedBudgetTools,
  endpoint: Endpoint,
  limiter: Limiter,
  next: Generate,
): Generate {
  const { requestsPerMinute, requestsPerDay } = endpoint.limits;
  if (shared === undefined || (requestsPerMinute ?? requestsPerDay) === undefined) return next;
  return async (request, context) => {
    const allowances = allowancesOf(endpoint.limits, isUserInitiated(context.priority));
    const scope = await scopeOf(endpoint, modelFor(endpoint, request.task));
    for (let grant = await take(); ; grant = await take()) {
      if (grant === undefined || grant.waitMs === 0) return sent(grant);
      const mostMs = isUserInitiated(context.priority) ? MAX_WAIT_MS : 0;
      if (grant.waitMs > mostMs) {
        throw new EndpointError(endpoint.id, 'rateLimited', { retryAfterMs: grant.waitMs });
      }
      if (!(await delay(clock, grant.waitMs, context.signal))) throw new CancelledError();
    }

    /** Sends the request; the grant of one that does not go is given back: it was cancelled, or refused in the queue. */
    async function sent(grant: Grant | undefined): Promise<Generation> {
      let isGone = false;
      const onPermitted = () => {
        isGone = true;
        context.onPermitted?.();
      };
      try {
        return await next(request, { ...context, onPermitted });
      } catch (error) {
        if (!isGone) void grant?.giveBack?.().catch(itRunsOut);
        throw error;
      }
    }

    async function take(): Promise<Grant | undefined> {
      try {
        const grant = await (shared as SharedBudget).take(scope, allowances);
        allowances.forEach(({ name }, index) => {
          // What was just granted is counted here, too, once it goes.
          const mine = grant.waitMs === 0 ? 1 : 0;
          limiter.othersLeft(name, (grant.remaining[index] ?? 0) + mine);
        });
        return grant;
      } catch {
        // The file is locked, broken or gone: what is shared is lost, not the request.
        return undefined;
      }
    }
  };
}

/** A grant that could not be given back counts until its time is over. */
const itRunsOut = (): undefined => undefined;
