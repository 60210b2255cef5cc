import type { Clock } from '../base/clock.ts';
import { keyedDigest } from '../base/digest.ts';
import type { HttpCall } from '../base/httpCall.ts';
import type { Observer } from '../base/observer.ts';
import type { Endpoint } from '../domain/endpoint.ts';
import type { Generate } from '../domain/generation.ts';
import type { PipelineEvent, UpstreamEvent } from '../domain/requestEvents.ts';
import type { SharedBudget } from '../limits/sharedBudget.ts';
import { withBreaker } from '../pipeline/withBreaker.ts';
import { withInputLimit } from '../pipeline/withInputLimit.ts';
import { withLimits } from '../pipeline/withLimits.ts';
import { withRetry } from '../pipeline/withRetry.ts';
import { withSharedBudget } from '../pipeline/withSharedBudget.ts';
import type { Settings } from '../protocol/settings.ts';
import type { EndpointRuntime } from '../upstream/endpointStates.ts';

import { send } from '../upstream/send.ts';
import type { CacheSecrets } from './answerCache.ts';

export interface EndpointPathTools {
  readonly clock: Clock;
  /** 0 to 1. */
  readonly random: () => number;
  readonly observe: Observer<UpstreamEvent | PipelineEvent>;
  readonly call: HttpCall;
  readonly credential: (endpoint: Endpoint) => Promise<string | undefined>;
  readonly secrets: CacheSecrets;
  /** Budgets that other processes spend, too; absent where there is no place for them. */
  readonly sharedBudget?: SharedBudget | undefined;
}

/** The way of a request to one endpoint, from the outside in: each stage may end it, or hold it back. */
export function endpointPath(
  endpoint: Endpoint,
  { health, limiter, retries: budget, coding }: EndpointRuntime,
  settings: Settings,
  tools: EndpointPathTools,
): Generate {
  const { clock, random, observe, sharedBudget: shared } = tools;
  const totalMs = settings['requests.timeoutSeconds'] * 1000;
  const retries = settings['requests.retries'];
  const retrying = {
    clock,
    random,
    observe,
    budget,
    retries,
    totalMs,
    isAvailable: () => health.isAvailable(true),
  };
  const sharing = { clock, shared, scopeOf: budgetScope(tools) };
  const sending = {
    ...tools,
    totalMs,
    coding,
    compression: settings['requests.compression'],
    usualTtftMs: () => limiter.usualTtftMs(),
    hear: limiter.learn.bind(limiter),
    observe: (event: UpstreamEvent) => {
      if (event.kind === 'firstText') limiter.heard(event.ms);
      observe(event);
    },
  };
  const sent = withLimits(limiter, send(endpoint, sending));
  const budgeted = withSharedBudget(sharing, endpoint, limiter, sent);
  return withInputLimit(endpoint, withRetry(retrying, withBreaker(health, budgeted)));
}

/** A team's machines spend one budget where they use one key; a digest says nothing about it. */
const budgetScope =
  ({ secrets: { own, shared }, credential }: EndpointPathTools) =>
  async (endpoint: Endpoint, model: string): Promise<string> => {
    const apiKey = (await credential(endpoint)) ?? '';
    return keyedDigest(shared ?? own, [endpoint.url, model, apiKey]).slice(0, 32);
  };
