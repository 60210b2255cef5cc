import type { Measured } from '../support/bench.ts';
import { printTable, quantile } from '../support/table.ts';
import { bareProxy, lightServer, lightLoad as load, ours, portkey, type Way } from './ways.ts';

/** Medians of so many rounds, in which the ways take turns. */
const ROUNDS = 5;
/**
 * V8 goes on compiling ours for some 20,000 requests (optimized functions in each 4,000 of them: 157, 111, 237, 44, 28, 26, 13), which the
 * p99 of one in a thousand shows. A gateway that serves a team has answered as many within an hour.
 */
const WARM = 20_000;
const WARM_STREAMS = 16;
const WARM_MS = 15_000;
const SINGLE = 1_000;
const CALLERS = 64;
const SATURATED_MS = 3_000;
const DELAY_MS = 20;
/** Streams at once; a level is held if 99.9 % of the events come within twice the pace, and all of them come. */
const LEVELS = [8, 16, 32, 64, 128, 256, 512];
const STEADY = 0.999;
const DELTAS = 64;

type Make = (port: number) => Promise<Way>;
const WAYS: Readonly<Record<string, Make>> = { 'bare proxy': bareProxy, ours, Portkey: portkey };

const median = (values: readonly number[]) => quantile([...values], 0.5);

/** The peers' own method: one connection, saturation, steady streams; beside a bare proxy and another gateway, in one run. */
export async function proxies(): Promise<Measured[]> {
  const added = await single();
  const carried = await saturated();
  const held = await steady();
  printTable(
    ['', 'added p50', 'added p99', `requests/s, ${CALLERS} callers`, 'steady streams'],
    Object.keys(WAYS).map((name) => [
      name,
      `${median(added[name]?.p50 ?? []).toFixed(2)} ms`,
      `${median(added[name]?.p99 ?? []).toFixed(2)} ms`,
      median(carried[name] ?? []).toFixed(0),
      median(held[name] ?? []).toFixed(0),
    ]),
  );
  const ratio = (of: Record<string, number[]>, other: string) =>
    median((of.ours ?? []).map((value, at) => value / (of[other]?.[at] ?? 1)));
  const p99 = Object.fromEntries(Object.entries(added).map(([name, of]) => [name, of.p99]));
  return [
    {
      name: 'added p99, beside that of a bare proxy',
      unit: '×',
      value: ratio(p99, 'bare proxy'),
      bar: { is: 'atMost', value: 2 },
    },
    { name: 'added p99', unit: 'ms', value: median(added.ours?.p99 ?? []) },
    {
      name: 'requests/s, beside Portkey',
      unit: '×',
      value: ratio(carried, 'Portkey'),
      bar: { is: 'atLeast', value: 5 },
    },
    { name: 'requests/s, beside a bare proxy', unit: '×', value: ratio(carried, 'bare proxy') },
    {
      name: 'steady streams, beside Portkey',
      unit: '×',
      value: ratio(held, 'Portkey'),
      bar: { is: 'atLeast', value: 4 },
    },
    { name: 'steady streams, beside a bare proxy', unit: '×', value: ratio(held, 'bare proxy') },
  ];
}

async function single(): Promise<Record<string, { p50: number[]; p99: number[] }>> {
  const server = await lightServer(0);
  const ways = await made(server.port);
  const results: Record<string, { p50: number[]; p99: number[] }> = {};
  for (const way of [server, ...Object.values(ways)]) {
    await load(way, { callers: 1, isStreamed: false, times: WARM });
  }
  for (let round = 0; round < ROUNDS; round++) {
    const alone = await load(server, { callers: 1, isStreamed: false, times: SINGLE });
    for (const [name, way] of Object.entries(ways)) {
      const seen = await load(way, { callers: 1, isStreamed: false, times: SINGLE });
      const of = results[name] ?? { p50: [], p99: [] };
      results[name] = of;
      of.p50.push(seen.p50 - alone.p50);
      of.p99.push(seen.p99 - alone.p99);
    }
  }
  await ended(server, ways);
  return results;
}

async function saturated(): Promise<Record<string, number[]>> {
  const server = await lightServer(DELAY_MS);
  const ways = await made(server.port);
  const results: Record<string, number[]> = {};
  for (const way of Object.values(ways)) {
    await load(way, { callers: CALLERS, isStreamed: false, ms: WARM_MS });
  }
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, way] of Object.entries(ways)) {
      const seen = await load(way, { callers: CALLERS, isStreamed: false, ms: SATURATED_MS });
      results[name] = [...(results[name] ?? []), seen.perSecond];
    }
  }
  await ended(server, ways);
  return results;
}

async function steady(): Promise<Record<string, number[]>> {
  const server = await lightServer(0);
  const ways = await made(server.port);
  const results: Record<string, number[]> = {};
  for (const way of Object.values(ways)) {
    await load(way, { callers: 32, isStreamed: true, times: WARM_STREAMS });
  }
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, way] of Object.entries(ways)) {
      let most = 0;
      for (const callers of LEVELS) {
        const seen = await load(way, { callers, isStreamed: true, times: 1 });
        const isWhole = seen.events >= callers * DELTAS * STEADY && seen.failed === 0;
        if (!isWhole || seen.steady < STEADY) break;
        most = callers;
      }
      results[name] = [...(results[name] ?? []), most];
    }
  }
  await ended(server, ways);
  return results;
}

async function made(port: number): Promise<Record<string, Way>> {
  const ways: Record<string, Way> = {};
  for (const [name, make] of Object.entries(WAYS)) ways[name] = await make(port);
  return ways;
}

async function ended(server: Way, ways: Readonly<Record<string, Way>>): Promise<void> {
  for (const way of [...Object.values(ways), server]) await way.stop();
}
