import { CancelledError } from '../../server/src/base/errors.ts';
import type { Endpoint } from '../../server/src/domain/endpoint.ts';
import type { GenerationRequest } from '../../server/src/domain/generation.ts';
import type { RoutingStrategy } from '../../server/src/domain/routingStrategy.ts';
import { loadOf } from '../../server/src/engine/endpointSelection.ts';
import { ConcurrencyLimit } from '../../server/src/limits/concurrencyLimit.ts';
import { withBreaker } from '../../server/src/pipeline/withBreaker.ts';
import { withLimits } from '../../server/src/pipeline/withLimits.ts';
import { withRouting } from '../../server/src/pipeline/withRouting.ts';
import { Router } from '../../server/src/routing/router.ts';
import { RouterMemory } from '../../server/src/routing/routerMemory.ts';
import { EndpointStates } from '../../server/src/upstream/endpointStates.ts';
import { seededRandom } from '../../tools/random.ts';
import { FakeClock } from '../../tools/testing/fakeClock.ts';
import { aContext, anEndpoint, aRequest } from '../../tools/testing/requests.ts';
import { type Mood, SimulatedServer } from './server.ts';

/** Servers of equal priority, and the requests that come. */
export interface Scenario {
  readonly name: string;
  readonly minutes: number;
  readonly servers: readonly {
    readonly moodAt: (ms: number) => Mood;
    readonly requestsPerMinute?: number;
    readonly msPerPiece?: number;
  }[];
  /** Requests a second. */
  readonly rateAt: (ms: number) => number;
  readonly requestOf?: (index: number) => GenerationRequest;
}

/** One request: where it went first and last, and how long its user waited for the first word. */
interface Asked {
  readonly at: number;
  readonly asked: readonly number[];
  /** `undefined` where none answered. */
  readonly ms: number | undefined;
}

export interface Ran {
  readonly asked: readonly Asked[];
  /** Requests that each server got. */
  readonly loads: readonly number[];
  /** How often a breaker opened or closed. */
  readonly changes: number;
}

const SLOTS = 4;

/** Lets a scenario happen under a strategy, in virtual time, with the product's own stages from routing to limits. */
export async function run(
  scenario: Scenario,
  {
    strategy,
    seed,
    keepsPrompts,
  }: { strategy: RoutingStrategy; seed: number; keepsPrompts: boolean },
): Promise<Ran> {
  const clock = new FakeClock();
  const random = seededRandom(seed);
  const servers = scenario.servers.map(
    (each, index) =>
      new SimulatedServer({
        clock,
        random: seededRandom(seed + index),
        id: String(index),
        slots: SLOTS,
        ...each,
      }),
  );
  const endpoints = scenario.servers.map(({ requestsPerMinute }, index) =>
    anEndpoint({
      id: String(index),
      priority: 1,
      limits: {
        concurrency: SLOTS,
        ...(requestsPerMinute === undefined ? {} : { requestsPerMinute }),
      },
    }),
  );
  const slots = new ConcurrencyLimit({ concurrency: 64, queueLimit: 500 });
  const states = new EndpointStates({ clock, random, slots });
  const of = (endpoint: Endpoint) => states.of(endpoint, 'completion');
  const memory = new RouterMemory(clock, random);
  const router = new Router({
    clock,
    random,
    memory,
    strategy,
    mayHedge: false,
    eligible: () => endpoints,
    isAvailable: (endpoint, _, ...how) => of(endpoint).health.isAvailable(...how),
    availableInMs: (endpoint, _, ...how) => of(endpoint).health.availableInMs(...how),
    loadOf: (endpoint) => loadOf(of(endpoint).limiter),
    waitMs: (endpoint, _, priority) => of(endpoint).limiter.waitMs(priority),
    keepsPrompts: () => keepsPrompts && scenario.requestOf !== undefined,
    observe: () => undefined,
    tokensOf: () => 1_000,
  });
  let places: number[] = [];
  const paths = endpoints.map((endpoint, index) => {
    const { health, limiter } = of(endpoint);
    const server = servers[index] as SimulatedServer;
    return withBreaker(health, withLimits(limiter, server.generate));
  });
  const route = withRouting({
    router,
    clock,
    observe: () => undefined,
    attempt: (endpoint) => {
      places.push(Number(endpoint.id));
      return paths[Number(endpoint.id)] as (typeof paths)[number];
    },
  });
  const asked: Asked[] = [];
  let changes = 0;
  let statesBefore = '';
  const ask = async (index: number) => {
    const at = clock.monotonic();
    const own: number[] = [];
    places = own;
    let ms: number | undefined;
    const context = aContext({
      onText: () => {
        ms ??= clock.monotonic() - at;
        return true;
      },
    });
    const request = scenario.requestOf?.(index) ?? aRequest();
    const noAnswer = (error: unknown) => {
      if (error instanceof CancelledError) throw error;
    };
    await route(request, context).catch(noAnswer);
    asked.push({ at, asked: own, ms });
  };
  const until = scenario.minutes * 60_000;
  for (let index = 0; clock.monotonic() < until; index++) {
    await clock.pass((-Math.log(1 - random()) * 1_000) / scenario.rateAt(clock.monotonic()));
    void ask(index);
    const statesNow = endpoints.map((each) => of(each).health.state).join();
    if (statesNow !== statesBefore) changes++;
    statesBefore = statesNow;
  }
  await clock.pass(60_000);
  return { asked, loads: servers.map((server) => server.asked), changes };
}
