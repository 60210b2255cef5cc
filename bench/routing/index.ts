import { ROUTING_STRATEGIES } from '../../server/src/domain/routingStrategy.ts';
import type { Bench, Measured } from '../support/bench.ts';
import { printTable, quantile } from '../support/table.ts';
import { choiceMicros } from './choice.ts';
import { processes } from './processes/index.ts';
import { type Ran, run, type Scenario } from './run.ts';
import {
  ALL_DOWN,
  CHANGED_AT,
  CHANGES,
  FAILING,
  FLAP_MS,
  FLAPPING,
  OUTAGE,
  PREFIXES,
  SCENARIOS,
  SLOW,
} from './scenarios.ts';

const SEEDS = [1, 2, 3];
/** The constants of what is learnt were chosen by others. */
const MANY_SEEDS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

/**
 * Endpoints of one priority: how strategies share requests among them, in virtual time by the product's own stages from routing to limits; then
 * what an editor sees of it, with model servers in processes of their own.
 */
export const routing: Bench = {
  name: 'routing',
  run: async () => {
    console.log('-- in virtual time');
    const virtual = await inVirtualTime();
    console.log('\n-- real processes on loopback');
    return [...virtual, ...(await processes())];
  },
};

const inVirtualTime = async (): Promise<Measured[]> => [
  ...(await besideTheBest()),
  ...(await leftInTime()),
  ...(await learntInTime()),
  ...(await keptPrompts()),
  {
    name: 'a choice among 20 endpoints',
    value: choiceMicros(),
    unit: 'µs',
    bar: { is: 'atMost', value: 5 },
  },
];

/** The adaptive strategy beside the fixed one that turns out to be best for a scenario. */
async function besideTheBest(): Promise<Measured[]> {
  const rows: string[][] = [];
  const measured: Measured[] = [];
  for (const scenario of SCENARIOS) {
    const figures = new Map<string, { p95: number; errors: number }>();
    for (const strategy of ROUTING_STRATEGIES) {
      const ran = await all(scenario, strategy);
      const waits = waitsOf(ran);
      const asked = ran.flatMap((each) => each.asked);
      const errors = (100 * (asked.length - waits.length)) / asked.length;
      figures.set(strategy, { p95: quantile(waits, 0.95), errors });
      rows.push([
        `${scenario.name}: ${strategy}`,
        ...[0.5, 0.95, 0.99].map((share) => quantile(waits, share).toFixed(0)),
        `${errors.toFixed(2)} %`,
        (ran[0]?.loads ?? []).join('/'),
      ]);
    }
    const { p95 = 0, errors = 0 } = figures.get('adaptive') ?? {};
    const fixed = [...figures].flatMap(([name, each]) => (name === 'adaptive' ? [] : [each]));
    measured.push({
      name: `${scenario.name}: adaptive, p95 beside the best fixed strategy`,
      value: p95 / Math.min(...fixed.map((each) => each.p95)),
      unit: '×',
      bar: { is: 'atMost', value: 1.15 },
    });
    measured.push({
      name: `${scenario.name}: adaptive, more errors`,
      value: errors - Math.min(...fixed.map((each) => each.errors)),
      unit: 'points',
      bar: { is: 'atMost', value: 0.5 },
    });
  }
  printTable(['scenario', 'first word p50 ms', 'p95', 'p99', 'errors', 'loads'], rows);
  return measured;
}

/** How much is noticed of an endpoint that is slow, fails, flaps or is down with all others. */
async function leftInTime(): Promise<Measured[]> {
  const alone = waitsOf(await all({ ...SLOW, servers: SLOW.servers.slice(0, 1) }, 'adaptive'));
  const slow = waitsOf(await all(SLOW, 'adaptive'));
  const besideAlone = (share: number) => quantile(slow, share) / quantile(alone, share);
  const failing = (await all(FAILING, 'adaptive')).flatMap(({ asked }) => asked.slice(10));
  const seeing = failing.filter(({ asked }) => asked.length > 1);
  const flapping = await all(FLAPPING, 'adaptive');
  const changes = flapping.reduce((sum, each) => sum + each.changes, 0) / flapping.length;
  const returned = flapping.flatMap(({ asked }) => asked.filter(({ at }) => isJustBack(at)));
  const toReturned = returned.filter(({ asked }) => asked[0] === 1);
  const firsts = (await all(ALL_DOWN, 'adaptive')).map(({ asked }) => {
    const first = asked.find(({ at, ms }) => at > OUTAGE.from + 1_000 && ms !== undefined);
    return (first?.at ?? Number.POSITIVE_INFINITY) - OUTAGE.until;
  });
  const atMost = (value: number) => ({ is: 'atMost', value }) as const;
  return [
    {
      name: 'one 8 × slow: p95 beside the healthy one alone',
      value: besideAlone(0.95),
      unit: '×',
      bar: atMost(1.3),
    },
    {
      name: 'one 8 × slow: p99 beside the healthy one alone',
      value: besideAlone(0.99),
      unit: '×',
      bar: atMost(1.5),
    },
    {
      name: 'one failing fast: requests that see it after the first ten',
      value: (100 * seeing.length) / failing.length,
      unit: '%',
      bar: atMost(2),
    },
    {
      name: 'flapping: changes of state a minute',
      value: changes / FLAPPING.minutes,
      unit: '',
      bar: atMost(4),
    },
    {
      name: 'flapping: requests to it in the first five seconds after a return',
      value: (100 * toReturned.length) / returned.length,
      unit: '%',
      bar: atMost(25),
    },
    {
      name: 'all down: first success after the first return',
      value: Math.max(...firsts) / 1_000,
      unit: 's',
      bar: atMost(2),
    },
  ];
}

/** How much of what was learnt holds once another endpoint is the best. */
async function learntInTime(): Promise<Measured[]> {
  const measured: Measured[] = [];
  for (const scenario of CHANGES) {
    const ran = await all(scenario, 'learned', MANY_SEEDS);
    const after = ran.flatMap(({ asked }) =>
      asked.filter(({ at }) => at >= CHANGED_AT).slice(30, 60),
    );
    measured.push({
      name: `${scenario.name}: learned, share of the new best in requests 31 to 60`,
      value: (100 * after.filter(({ asked }) => asked[0] === 1).length) / after.length,
      unit: '%',
      bar: { is: 'atLeast', value: 70 },
    });
  }
  return measured;
}

/** Two servers that keep prompts: beside turns, and how evenly both are used. */
async function keptPrompts(): Promise<Measured[]> {
  const inTurn = waitsOf(await all(PREFIXES, 'roundRobin', SEEDS, false));
  const warm = await all(PREFIXES, 'adaptive');
  const uneven = warm.map(({ loads }) => Math.max(...loads) / mean(loads));
  return [
    {
      name: 'prompts kept: mean first word, in turn beside ours',
      value: mean(inTurn) / mean(waitsOf(warm)),
      unit: '×',
      bar: { is: 'atLeast', value: 2 },
    },
    {
      name: 'prompts kept: most load beside the mean',
      value: Math.max(...uneven),
      unit: '×',
      bar: { is: 'atMost', value: 1.5 },
    },
  ];
}

const all = (
  scenario: Scenario,
  strategy: (typeof ROUTING_STRATEGIES)[number],
  seeds: readonly number[] = SEEDS,
  keepsPrompts = true,
): Promise<Ran[]> =>
  Promise.all(seeds.map((seed) => run(scenario, { strategy, seed, keepsPrompts })));

const waitsOf = (ran: readonly Ran[]): number[] =>
  ran.flatMap(({ asked }) => asked.flatMap(({ ms }) => ms ?? []));

const mean = (values: readonly number[]): number =>
  values.reduce((sum, each) => sum + each, 0) / values.length;

/** In the first five seconds of each good quarter of a minute but the first. */
const isJustBack = (ms: number): boolean =>
  ms > FLAP_MS && Math.floor(ms / FLAP_MS) % 2 === 0 && ms % FLAP_MS < 5_000;
