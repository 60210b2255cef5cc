import type { Clock } from '../base/clock.ts';
import { keyedDigest } from '../base/digest.ts';
import type { HttpCall } from '../base/httpCall.ts';
import type { Observer } from '../base/observer.ts';
import type { CallerLimit } from '../domain/callerLimit.ts';
import type { Endpoint } from '../domain/endpoint.ts';
import type { Generate, GenerationRequest, Task } from '../domain/generation.ts';
import type { ModelChoices } from '../domain/operation.ts';
import type { PipelineEvent, UpstreamEvent } from '../domain/requestEvents.ts';
import type { LimitSignals } from '../limits/limitHeaders.ts';
import type { SharedBudget } from '../limits/sharedBudget.ts';
import type { SharedRests } from '../limits/sharedRests.ts';
import { withBreaker } from '../pipeline/withBreaker.ts';
import { withChangedForm } from '../pipeline/withChangedForm.ts';
import { withInputLimit } from '../pipeline/withInputLimit.ts';
import { type KeyConsentTools, withKeyConsent } from '../pipeline/withKeyConsent.ts';
import { withLimits } from '../pipeline/withLimits.ts';
import { withLoading } from '../pipeline/withLoading.ts';
import { withOperations } from '../pipeline/withOperations.ts';
import { withPause } from '../pipeline/withPause.ts';
import { withRetry } from '../pipeline/withRetry.ts';
import { withSharedBudget } from '../pipeline/withSharedBudget.ts';
import { withSharedRests } from '../pipeline/withSharedRests.ts';
import type { Settings } from '../settings/settings.ts';
import type { EndpointRuntime } from '../upstream/endpointStates.ts';
import { EvaluationSpeed } from '../upstream/evaluationSpeed.ts';
import type { ModelLoader } from '../upstream/modelLoader.ts';
import { send } from '../upstream/send.ts';
import { UsualTimes } from '../upstream/usualTimes.ts';
import type { CacheSecrets } from './answerCache.ts';
import type { ChosenModels } from './chosenModels.ts';

export interface EndpointPathTools extends Pick<KeyConsentTools, 'credential' | 'mayCarryKey'> {
  readonly clock: Clock;
  /** 0 to 1. */
  readonly random: () => number;
  readonly observe: Observer<UpstreamEvent | PipelineEvent>;
  readonly call: HttpCall;
  readonly secrets: CacheSecrets;
  /** Has local servers load their models. */
  readonly loader: ModelLoader;
  /** Budgets that other processes spend, too; absent where there is no place for them. */
  readonly sharedBudget?: SharedBudget | undefined;
  /** Told what gateways say is left of their caller's limits. */
  readonly onCallerLimits?: (endpoint: Endpoint, limits: readonly CallerLimit[]) => void;
  /** Told which models servers have chosen. */
  readonly chosen?: Pick<ChosenModels, 'told'>;
  /** How long servers have asked other processes to stay away; absent where each is told by itself. */
  readonly sharedRests?: SharedRests | undefined;
}

/** The task that a path is for, and whether no other endpoint may be asked now for a request. */
export interface PathPurpose {
  readonly task: Task;
  readonly isAlone: (request: GenerationRequest) => boolean;
}

/** The way of a request to one model of an endpoint, from the outside in: each stage may end it, or hold it back. */
export function endpointPath(
  endpoint: Endpoint,
  purpose: PathPurpose,
  runtime: EndpointRuntime,
  settings: Settings,
  tools: EndpointPathTools,
): Generate {
  const { health, limiter, retries: budget, facts: learnt, absent } = runtime;
  const { clock, random, observe, sharedBudget: shared, sharedRests: rests } = tools;
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
    isAlone: purpose.isAlone,
  };
  const scopeOf = budgetScope(tools);
  const sending = {
    ...sendingTools(endpoint, purpose.task, runtime, settings, tools),
    observe: (event: UpstreamEvent) => {
      if (event.kind === 'firstText') limiter.heard(event.ms);
      observe(event);
    },
  };
  const changing = withChangedForm(learnt, (facts, mayChange) =>
    withPause(health, endpoint, send(endpoint, { ...sending, facts, mayChange })),
  );
  const sent = withLimits(limiter, withKeyConsent(tools, endpoint, changing));
  const budgeted = withSharedBudget({ clock, shared, scopeOf }, endpoint, limiter, sent);
  const rested = withSharedRests({ rests, scopeOf }, endpoint, limiter, budgeted);
  const loaded = withLoading(
    { clock, loader: tools.loader, maxWaitMs: totalMs, isAlone: purpose.isAlone },
    endpoint,
    rested,
  );
  const noted = withOperations(absent, endpoint, withBreaker(health, loaded));
  return withInputLimit(endpoint, withRetry(retrying, noted));
}

/**
 * The way of a prompt that is evaluated ahead: no retries, nothing counted as a call or held against the endpoint, in the form that is known. It is for
 * servers that count nothing, while they have nothing to do.
 */
export function aheadPath(
  endpoint: Endpoint,
  runtime: EndpointRuntime,
  settings: Settings,
  tools: EndpointPathTools,
): Generate {
  const observe = (event: UpstreamEvent) => {
    const { endpointId, model } = event;
    if (event.kind === 'sent') tools.observe({ kind: 'readAhead', endpointId, model });
    if (event.kind !== 'evaluated') return;
    tools.observe({ kind: 'readAheadDone', endpointId, model, tokens: event.evaluated });
  };
  // How long it takes says nothing of calls, and is no reason to give it up.
  const times = new UsualTimes(tools.clock);
  const sending = {
    ...sendingTools(endpoint, 'completion', runtime, settings, tools),
    times,
    observe,
    hear: () => undefined,
  };
  const { known } = runtime.facts;
  const sent = send(endpoint, { ...sending, facts: known, mayChange: () => false });
  return withKeyConsent({ ...tools, observe }, endpoint, withPause(runtime.health, endpoint, sent));
}

/** The listeners of a test: to what the call announces, and to what the server says of its limits. */
export interface TestListener {
  readonly observe: Observer<UpstreamEvent>;
  readonly hear: (signals: LimitSignals) => void;
}

/**
 * The way of the request that tests an endpoint for a task, paused or not: nothing is counted as a call, held against the endpoint, or held
 * back. A refusal for its form is answered, and learnt from, as for every request.
 */
export function testPath(
  endpoint: Endpoint,
  task: Task,
  runtime: EndpointRuntime,
  settings: Settings,
  tools: EndpointPathTools,
  { observe, hear }: TestListener,
): Generate {
  const usual = sendingTools(endpoint, task, runtime, settings, tools);
  const sending = {
    ...usual,
    observe,
    // A model may have to be loaded first.
    firstWordMs: usual.firstWordMs ?? usual.totalMs,
    times: new UsualTimes(tools.clock),
    speed: new EvaluationSpeed(),
    hear: (signals: LimitSignals) => {
      usual.hear(signals);
      hear(signals);
    },
  };
  const sent = withChangedForm(runtime.facts, (facts, mayChange) =>
    send(endpoint, { ...sending, facts, mayChange }),
  );
  return withKeyConsent({ ...tools, observe }, endpoint, sent);
}

function sendingTools(
  endpoint: Endpoint,
  task: Task,
  { limiter, coding, speed, times }: EndpointRuntime,
  settings: Settings,
  tools: EndpointPathTools,
) {
  const firstWordSeconds = settings['requests.firstWordSeconds'];
  return {
    ...tools,
    totalMs: settings['requests.timeoutSeconds'] * 1000,
    coding,
    compression: settings['requests.compression'],
    times: times[task],
    firstWordMs: firstWordSeconds === null ? undefined : firstWordSeconds * 1000,
    speed,
    onChosen: (choices: ModelChoices) => tools.chosen?.told(endpoint, choices),
    hear: (signals: LimitSignals) => {
      limiter.learn(signals);
      if (signals.caller !== undefined) tools.onCallerLimits?.(endpoint, signals.caller);
    },
  };
}

/** A team's machines spend one budget where they use one key; a digest says nothing about it. */
const budgetScope =
  ({ secrets: { own, shared }, credential }: EndpointPathTools) =>
  async (endpoint: Endpoint, model: string): Promise<string> => {
    const apiKey = (await credential(endpoint)) ?? '';
    return keyedDigest(shared ?? own, [endpoint.url, model, apiKey]).slice(0, 32);
  };
