import { raceAbort } from '../base/abort.ts';
import type { Clock } from '../base/clock.ts';
import type { Observer } from '../base/observer.ts';
import { Settled } from '../base/settled.ts';
import { StartPacer } from '../base/startPacer.ts';
import { atOnce, inTurns } from '../base/turns.ts';
import type { TieredCache } from '../cache/tieredCache.ts';
import type { PromptSize } from '../completion/context/promptSize.ts';
import type { ModelAccess } from '../completion/fetch/modelAccess.ts';
import type { ReadAheadAccess } from '../completion/fetch/readAhead.ts';
import type { Endpoint } from '../domain/endpoint.ts';
import {
  type Generate,
  type Generation,
  type GenerationRequest,
  isRelay,
  type Task,
} from '../domain/generation.ts';
import { mayAnswer } from '../domain/mayAnswer.ts';
import { operationOf } from '../domain/operation.ts';
import type { PipelineEvent, UpstreamEvent } from '../domain/requestEvents.ts';
import { Disarmer } from '../pipeline/disarmer.ts';
import { makeDigests } from '../pipeline/relayDigests.ts';
import { SimilarPrompts } from '../pipeline/similarPrompts.ts';
import {
  type CacheStageTools,
  peekCache,
  type StoredGeneration,
  withCache,
} from '../pipeline/withCache.ts';
import { rearmed, withDisarming } from '../pipeline/withDisarming.ts';
import { withFlights } from '../pipeline/withFlights.ts';
import { lineBefore, unmasked, withMasking } from '../pipeline/withMasking.ts';
import { withProseCache } from '../pipeline/withProseCache.ts';
import { withRouting } from '../pipeline/withRouting.ts';
import type { CallLeases } from '../pipeline/withSharedFlights.ts';
import { Masker } from '../privacy/masker.ts';
import { providerOf } from '../providers/index.ts';
import { Router } from '../routing/router.ts';
import { RouterMemory } from '../routing/routerMemory.ts';
import type { Settings } from '../settings/settings.ts';
import type { EndpointStates } from '../upstream/endpointStates.ts';
import { FormQuestions } from '../upstream/formQuestions.ts';
import { wireForm } from '../upstream/prepare.ts';
import { formed } from '../upstream/requestFacts.ts';
import { estimate } from '../upstream/usageEstimate.ts';
import type { WarmingEvent } from '../warming/events.ts';
import { actionRoom } from './actionRoom.ts';
import { AheadReader } from './aheadReader.ts';
import { CacheKeys } from './cacheKeys.ts';
import { ChosenModels } from './chosenModels.ts';
import { CompletionTargets } from './completionTargets.ts';
import { configuredEndpoints } from './configuredEndpoints.ts';
import { aheadPath, type EndpointPathTools, endpointPath } from './endpointPath.ts';
import { endpointsByTask, loadOf } from './endpointSelection.ts';
import { sharedFlights } from './sharedFlights.ts';
import { maySpend } from './spendPolicy.ts';
import { asWarming } from './warmingEvents.ts';

/** The dependencies of an engine; all of them outlive the engine. */
export interface EngineTools extends EndpointPathTools {
  readonly observe: Observer<UpstreamEvent | PipelineEvent | WarmingEvent>;
  /** Stands for the account behind an endpoint's key in cache keys; never the key itself. */
  readonly identity: (endpoint: Endpoint) => string;
  readonly cache: TieredCache<StoredGeneration>;
  readonly states: EndpointStates;
  /** Knowledge of endpoints from under other settings; nothing is known without it. */
  readonly routing?: RouterMemory;
  /** An endpoint within what its server says of itself. */
  readonly described?: (endpoint: Endpoint) => Endpoint;
  /** The models that servers choose; nothing is known without it at first. */
  readonly chosen?: ChosenModels;
  /** Follows and tunes the cache; absent where nothing is tuned. */
  readonly tuned?: Pick<CacheStageTools, 'watch' | 'freshMs'> | undefined;
  /** Leases of calls that processes share; each asks for itself without them. */
  readonly callLeases?: CallLeases | undefined;
}

/** A request as it would be sent to an endpoint. */
export interface Outgoing {
  readonly endpoint: Endpoint;
  readonly path: string;
  /** Names; their values may be keys. */
  readonly headers: readonly string[];
  /** Exactly as it would be sent, but for compression. */
  readonly body: string;
  /** How many credentials are replaced in it. */
  readonly masked: number;
}

/** The request path for one set of settings. */
export interface Engine extends ModelAccess, ReadAheadAccess {
  /** The keys under which an answer to a request would be kept now. */
  readonly keysOf: (request: GenerationRequest) => readonly string[];
  /** True if models may be asked for what nobody waits for; and how often their limits allow that in an hour. */
  readonly mayWarm: () => boolean;
  readonly callsPerHour: () => number | undefined;
  readonly endpoints: readonly Endpoint[];
  /** The size of a prompt that suits the endpoint which a completion would go to now. */
  readonly promptSize: () => PromptSize;
  /** The characters that a request for an action may have; see `actionRoom`. */
  readonly actionRoom: () => number;
  /** How a request would be sent to the endpoints that may be asked, in the order in which they are. Sends nothing. */
  readonly outgoing: (request: GenerationRequest) => Promise<readonly Outgoing[]>;
  /** Removes an answer from the cache, wherever it can be removed. Never rejects. */
  readonly forget: (answer: Generation) => Promise<void>;
}

/** Builds the request path for a set of settings; the composition reads as the data flows. */
export function createEngine(settings: Settings, given: EngineTools): Engine {
  const { chosen = new ChosenModels() } = given;
  const tools = { ...given, chosen };
  const { cache, clock, observe, random, states, secrets, identity } = tools;
  const configured = configuredEndpoints(settings);
  const endpoints = tools.described ? configured.map(tools.described) : configured;
  const byTask = endpointsByTask(endpoints);
  /** Those that do not have an operation are asked for it where no other one may. */
  const eligible = (request: GenerationRequest) => {
    const all = byTask[request.task].filter((each) => mayAnswer(request, each));
    const having = all.filter((each) => !lacks(each, request));
    return having.length > 0 ? having : all;
  };
  const lacks = (endpoint: Endpoint, request: GenerationRequest) =>
    isRelay(request) &&
    states.of(endpoint, request.task).absent.has(operationOf(request, endpoint));
  const keys = new CacheKeys({
    secrets,
    identity,
    byTask,
    formed: (endpoint, task) => formed(endpoint, states.of(endpoint, task).facts.known),
    chosen: chosen.of,
    isSure: chosen.isSure,
    similarPrompts: settings['cache.similarPrompts'],
  });
  const healthOf = (endpoint: Endpoint, task: Task) => states.of(endpoint, task).health;
  const purposeOf = (endpoint: Endpoint, task: Task) => ({
    task,
    isAlone: (request: GenerationRequest) =>
      !eligible(request).some((each) => each !== endpoint && healthOf(each, task).isAvailable()),
  });
  const pathTo = (endpoint: Endpoint, task: Task, way: EndpointPathTools = tools) =>
    endpointPath(endpoint, purposeOf(endpoint, task), states.of(endpoint, task), settings, way);
  const paths = new Map(
    endpoints.map((each) => {
      return [each, { completion: pathTo(each, 'completion'), action: pathTo(each, 'action') }];
    }),
  );
  // Whatever is eligible has a path.
  const attempt = (endpoint: Endpoint, task: Task): Generate => {
    const path = paths.get(endpoint)?.[task] ?? pathTo(endpoint, task);
    return (request, context) => {
      ahead.sent(endpoint, request);
      if (context.priority !== 'warming') return path(request, context);
      const quiet = { ...tools, observe: asWarming(observe) };
      return pathTo(endpoint, task, quiet)(request, context);
    };
  };
  const ahead = new AheadReader();
  const similar = new SimilarPrompts(secrets.own);
  /** True if the endpoint that would be asked has enough budget left for a refresh in the background. */
  const mayRefresh = (request: GenerationRequest) => {
    const { task } = request;
    const target = eligible(request).find((each) => healthOf(each, task).isAvailable());
    return target !== undefined && maySpend({ budget: states.of(target, task).limiter.budget() });
  };
  const { routing = new RouterMemory(clock, random) } = tools;
  const router = new Router({
    clock,
    random,
    memory: routing,
    strategy: settings['routing.strategy'],
    mayHedge: settings['routing.hedge'],
    eligible,
    isAvailable: (endpoint, task, ...how) => healthOf(endpoint, task).isAvailable(...how),
    availableInMs: (endpoint, task, ...how) => healthOf(endpoint, task).availableInMs(...how),
    loadOf: (endpoint, task) => loadOf(states.of(endpoint, task).limiter),
    waitMs: (endpoint, task, priority, tokens) =>
      states.of(endpoint, task).limiter.waitMs(priority, tokens),
    keepsPrompts: (endpoint) => providerOf(endpoint).local !== undefined,
    observe,
    tokensOf: (request) => estimate(request, '').inputTokens,
  });
  const masker = new Masker(secrets.shared ?? secrets.own);
  const disarmer = new Disarmer();
  const routed = withRouting({ router, clock, observe, attempt });
  const flights = withFlights(
    keys.flight,
    clock,
    withCache(
      { keysOf: keys.exact, cache, clock, random, mayRefresh, observe, ...tools.tuned },
      withProseCache(
        { keysOf: keys.prose, cache, clock, random, similar, observe },
        sharedFlights(
          { leases: tools.callLeases, clock, random, keys, secrets, cache, observe },
          routed,
        ),
      ),
    ),
    observe,
  );

  const written = withMasking(masker, withDisarming(disarmer, flights));
  const soon: Clock['soon'] = (next) => clock.soon(next);
  const staged: Generate = (request, context) => {
    if (!isRelay(request)) return written(request, context);
    if (context.isUnshared) return routed(request, context);
    if (!request.input.isLarge) return flights(request, context);
    const digests = Promise.resolve(inTurns(makeDigests(request.input), soon));
    return digests.then(() => flights(request, context));
  };
  const peek = (request: GenerationRequest) => {
    const masked = masker.mask(request);
    const disarmed = disarmer.disarm(masked.request);
    const known = peekCache(keys.exact(disarmed.request), cache);
    return known && unmasked(rearmed(known, disarmed), lineBefore(request), masked);
  };

  const credentialOf = (endpoint: Endpoint) => tools.credential(endpoint).catch(unknownYet);
  /** A cache key names the account of its endpoint, which is known once the API key has been read. */
  const accounts = new Settled();
  const unreadAccounts = (of: readonly Endpoint[]) =>
    accounts.pending(of.map((each) => tools.credential(each)));
  // At once, so that `peek` looks under the right keys.
  void unreadAccounts(endpoints);
  const unknown = byTask.completion.filter(({ isFormUnknown }) => isFormUnknown === true);
  const forms = new FormQuestions(unknown, {
    ...tools,
    factsOf: (each) => states.of(each, 'completion').facts,
    isPaused: states.isPaused,
  });
  // A burst of requests begins over several turns of the event loop.
  const pacer = new StartPacer(clock);
  const targets = new CompletionTargets(byTask.completion, states);
  const generate: Generate = async (request, context) => {
    const turn = pacer.next();
    if (turn !== undefined) await raceAbort(turn, context.signal);
    const unread = unreadAccounts(byTask[request.task]);
    if (unread !== undefined) await raceAbort(unread, context.signal);
    if (request.task === 'completion') await raceAbort(forms.load(), context.signal);
    return await staged(request, context);
  };

  return {
    endpoints,
    mayReadAhead: () => settings['warming.enable'] && targets.idle().length > 0,
    readAhead: async (request, signal) => {
      await forms.load();
      const { request: masked } = disarmer.disarm(masker.mask(request).request);
      const endpoint = router.warmest(targets.idle(), masked);
      if (endpoint === undefined) return;
      const path = aheadPath(endpoint, states.of(endpoint, 'completion'), settings, tools);
      // It is not known there where it is passed over.
      const send: Generate = (asked, context) => {
        router.evaluatedAhead(endpoint, masked);
        return path(asked, context);
      };
      await ahead.read(endpoint, masked, signal, send);
    },
    outgoing: (request) => {
      const { request: masked } = disarmer.disarm(masker.mask(request).request);
      return Promise.all(
        eligible(request)
          .filter((each) => !states.isPaused(each))
          .map(async (endpoint) => ({
            endpoint,
            ...atOnce(wireForm(masked, endpoint, states.of(endpoint, masked.task).facts.known)),
            headers: Object.keys(
              providerOf(endpoint).headers(endpoint, await credentialOf(endpoint)),
            ),
            masked: masked.masked?.placeholders.length ?? 0,
          })),
      );
    },
    generate,
    forget: async ({ cacheKey }) => {
      if (cacheKey !== undefined) await cache.drop(cacheKey);
    },
    peek,
    promptSize: () => targets.promptSize(),
    actionRoom: () => actionRoom(byTask.action, states),
    route: (priority) => targets.route(priority),
    maySpeculate: () => targets.maySpeculate(),
    mayWarm: () => targets.mayWarm(),
    callsPerHour: () => targets.callsPerHour(),
    keysOf: (request) => {
      const { request: masked } = disarmer.disarm(masker.mask(request).request);
      return keys.exact(masked).map(({ key }) => key);
    },
  };
}

/** Ignores a failure to read a key: the request that is sent with that key meets the error. */
const unknownYet = (): undefined => undefined;
