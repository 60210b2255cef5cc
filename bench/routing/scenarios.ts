import { aRequest } from '../../tools/testing/requests.ts';
import type { Scenario } from './run.ts';

const steady = (firstMs: number) => ({ moodAt: () => ({ firstMs }) });
const perSecond = (rate: number) => () => rate;
export const FLAP_MS = 15_000;
const DAY_MS = 240_000;

const MINUTE_MS = 60_000;

/** The best of two becomes the worst, or the other one becomes better still. */
export const CHANGES: readonly Scenario[] = [
  {
    name: 'the best one becomes slow',
    minutes: 6,
    servers: [{ moodAt: (ms) => ({ firstMs: ms < 3 * MINUTE_MS ? 200 : 550 }) }, steady(320)],
    rateAt: perSecond(1),
  },
  {
    name: 'another one becomes the best',
    minutes: 6,
    servers: [steady(320), { moodAt: (ms) => ({ firstMs: ms < 3 * MINUTE_MS ? 550 : 150 }) }],
    rateAt: perSecond(1),
  },
];
export const CHANGED_AT = 3 * MINUTE_MS;

/** Both servers are down between two minutes; the first one is back sooner. */
export const OUTAGE = { from: 60_000, until: 120_000 };
export const ALL_DOWN: Scenario = {
  name: 'all down, then back',
  minutes: 4,
  servers: [0, 5_000].map((laterMs) => ({
    moodAt: (ms: number) =>
      ms > OUTAGE.from && ms < OUTAGE.until + laterMs
        ? { firstMs: 0, failsAfterMs: 5, isDown: true }
        : { firstMs: 200 },
  })),
  rateAt: perSecond(2),
};

const PIECES = 80;
const VISIT = 5;
const FILES = 6;
/** Six files in turn, five calls a visit; heads of 2,000 tokens, of which a server evaluates a thousand a second where no slot holds them. */
export const PREFIXES: Scenario = {
  name: 'two servers that keep prompts',
  minutes: 10,
  servers: [
    { ...steady(60), msPerPiece: 25 },
    { ...steady(60), msPerPiece: 25 },
  ],
  rateAt: perSecond(1),
  requestOf: (index) => {
    const file = Math.floor(index / VISIT) % FILES;
    const line = `${file} of the project, which is read again and again; `.padEnd(
      100,
      String(file),
    );
    const typed = 'x'.repeat(30 * Math.floor(index / (VISIT * FILES)) + (index % VISIT) * 6);
    return aRequest({ input: { kind: 'infill', prefix: line.repeat(PIECES) + typed, suffix: '' } });
  },
};

export const SLOW: Scenario = {
  name: 'one 8 × slow',
  minutes: 10,
  servers: [steady(200), steady(1_600)],
  rateAt: perSecond(2),
};

export const FAILING: Scenario = {
  name: 'one failing fast',
  minutes: 10,
  servers: [steady(200), steady(200), { moodAt: () => ({ firstMs: 0, failsAfterMs: 20 }) }],
  rateAt: perSecond(3),
};

export const FLAPPING: Scenario = {
  name: 'flapping each 15 s',
  minutes: 10,
  servers: [
    steady(200),
    {
      moodAt: (ms) =>
        Math.floor(ms / FLAP_MS) % 2 === 0 ? { firstMs: 200 } : { firstMs: 0, failsAfterMs: 20 },
    },
  ],
  rateAt: perSecond(2),
};

/** Strategies are judged by these, beside the best fixed one of each. */
export const SCENARIOS: readonly Scenario[] = [
  {
    name: 'heterogeneous',
    minutes: 10,
    servers: [steady(200), steady(300), steady(500)],
    rateAt: perSecond(3),
  },
  SLOW,
  FAILING,
  FLAPPING,
  {
    name: 'diurnal',
    minutes: 12,
    servers: [steady(200), steady(300), steady(400)],
    rateAt: (ms) => 4 + 3.5 * Math.sin((2 * Math.PI * ms) / DAY_MS),
  },
  {
    name: 'spent budgets',
    minutes: 10,
    servers: [
      { ...steady(200), requestsPerMinute: 60 },
      { ...steady(250), requestsPerMinute: 30 },
      steady(500),
    ],
    rateAt: perSecond(2),
  },
];
