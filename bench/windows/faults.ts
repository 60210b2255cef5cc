import { setTimeout as later } from 'node:timers/promises';
import type { Measured } from '../support/bench.ts';
import { printTable, quantile } from '../support/table.ts';
import { Fleet, type FleetOptions, type Way, type Window } from './fleet.ts';
import { LimitedModel } from './limitedModel.ts';
import { type Place, places } from './scene.ts';

const ROUNDS = 5;
const WINDOWS = 4;
const SEED = 21;
const GAP_MS = 100;
const BEFORE_MS = 1_500;
const AFTER_MS = 6_000;
const PATIENCE_MS = 2_000;
const MODEL_MS = 20;

/** How long windows take to start, and what the death of an engine costs them. */
export async function faults(): Promise<Measured[]> {
  const starts = {
    'an engine of its own': await startMs({ way: 'separate', isGatewayThere: false }),
    'the gateway is there': await startMs({ way: 'shared', isGatewayThere: true }),
    'with the gateway': await startMs({ way: 'shared', isGatewayThere: false }),
  };
  printTable(
    ['start of a window to the first answer', 'median'],
    Object.entries(starts).map(([name, times]) => [name, `${quantile(times, 0.5).toFixed(0)} ms`]),
  );
  const ways: readonly Way[] = ['separate', 'shared'];
  const deaths = [];
  for (const way of ways) deaths.push(await death(way));
  printTable(
    [`an engine dies, ${WINDOWS} windows ask all the time`, ...ways],
    [
      ['windows without an answer for a while', ...deaths.map((each) => each.hurt.toFixed(0))],
      ['questions without an answer', ...deaths.map((each) => each.failed.toFixed(0))],
      ['until all are answered again', ...deaths.map((each) => `${each.awayMs.toFixed(0)} ms`)],
    ],
  );
  return [
    ...Object.entries(starts).map(([name, times]) => {
      return { name: `first answer: ${name}`, unit: 'ms', value: quantile(times, 0.5) };
    }),
    ...deaths.flatMap((each, index) => [
      { name: `death, ${ways[index]}: questions lost`, unit: '', value: each.failed },
      { name: `death, ${ways[index]}: all again after`, unit: 'ms', value: each.awayMs },
    ]),
  ];
}

async function startMs(how: { way: Way; isGatewayThere: boolean }): Promise<number[]> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const model = await LimitedModel.start({ delayMs: 0 });
    const fleet = await Fleet.prepare({ way: how.way, windows: 1, model });
    if (how.isGatewayThere) await fleet.startGateway();
    const begin = performance.now();
    const isStarting = how.way === 'shared' && !how.isGatewayThere;
    const [window] = await Promise.all([
      fleet.openWindow(),
      isStarting ? fleet.startGateway() : undefined,
    ]);
    const { value: place } = places(SEED).next();
    if (place === undefined || (await window.ask(place)) === undefined)
      throw new Error('A window that starts is not answered.');
    times.push(performance.now() - begin);
    await fleet.stop();
    model.stop();
  }
  return times;
}

interface Death {
  /** Windows that missed an answer. */
  readonly hurt: number;
  readonly failed: number;
  readonly awayMs: number;
}

async function death(way: Way): Promise<Death> {
  const rounds: Death[] = [];
  for (let round = 0; round < 3; round++) {
    const model = await LimitedModel.start({ delayMs: MODEL_MS });
    rounds.push(await oneDeath({ way, windows: WINDOWS, model }));
    model.stop();
  }
  const median = (of: (each: Death) => number) => quantile(rounds.map(of), 0.5);
  return {
    hurt: median(({ hurt }) => hurt),
    failed: median(({ failed }) => failed),
    awayMs: median(({ awayMs }) => awayMs),
  };
}

async function oneDeath(options: FleetOptions): Promise<Death> {
  const fleet = await Fleet.start(options);
  const fresh = places(SEED);
  let isOver = false;
  let killedAt = Number.POSITIVE_INFINITY;
  const backAfter = new Map<number, number>();
  const hurt = new Set<number>();
  let failed = 0;
  let answered = 0;
  const slots: (Window | undefined)[] = [...fleet.windows];
  const typing = slots.map(async (_, slot) => {
    while (!isOver) {
      const window = slots[slot];
      const asked = performance.now();
      const answer = window && (await window.ask(nextOf(fresh), PATIENCE_MS));
      if (answer !== undefined) {
        answered++;
        if (asked > killedAt && !backAfter.has(slot))
          backAfter.set(slot, performance.now() - killedAt);
      } else if (!isOver) {
        failed++;
        hurt.add(slot);
        if (asked > killedAt) backAfter.delete(slot);
      }
      await later(GAP_MS);
    }
  });
  await later(BEFORE_MS);
  const failedBefore = failed;
  hurt.clear();
  killedAt = performance.now();
  const [victim] = fleet.windows;
  if (options.way === 'separate' && victim !== undefined) {
    slots[0] = undefined;
    await fleet.killWindow(victim);
    slots[0] = await fleet.openWindow();
  } else {
    await fleet.gateway?.kill();
    await fleet.startGateway();
  }
  await later(AFTER_MS);
  isOver = true;
  await Promise.all(typing);
  await fleet.stop();
  if (answered === 0 || failedBefore > 0) throw new Error('Windows fail without a fault.');
  if (backAfter.size < WINDOWS) throw new Error('A window stays without answers.');
  const awayMs = Math.max(...[...hurt].map((slot) => backAfter.get(slot) ?? 0), 0);
  return { hurt: hurt.size, failed, awayMs };
}

function nextOf(fresh: Generator<Place>): Place {
  const { value } = fresh.next();
  if (value === undefined) throw new Error('There are too few places.');
  return value;
}
