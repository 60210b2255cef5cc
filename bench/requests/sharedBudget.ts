import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RedisServer } from '../../tools/servers/redisServer.ts';
import { type Spending, spendTogether } from '../../tools/testing/sharedSpending.ts';
import type { Measured } from '../support/bench.ts';

const LIMIT = 60;
const PERIOD_MS = 2_000;
const FOR_MS = 9_000;

/** Four processes that take all they get of one budget, through a file and through a real Redis. */
export async function sharedBudget(): Promise<Measured[]> {
  const folder = mkdtempSync(join(tmpdir(), 'aurelis-bench-'));
  const server = await RedisServer.begin();
  const spend = (place: string) => spendTogether(place, LIMIT, PERIOD_MS, FOR_MS);
  try {
    const inFile = await spend(join(folder, 'budgets.sqlite'));
    return [...rows('SQLite', inFile), ...rows('Redis', await spend(server.url))];
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true });
  }
}

const rows = (place: string, { grants, mostInPeriod, mostAbove }: Spending): Measured[] => [
  {
    name: `four processes, ${place}: most in a period, of ${LIMIT}`,
    unit: '',
    value: mostInPeriod,
    bar: { is: 'atMost', value: LIMIT },
  },
  {
    name: `four processes, ${place}: above limit + rate × time`,
    unit: '',
    value: Math.max(0, mostAbove),
    bar: { is: 'atMost', value: 0 },
  },
  {
    name: `four processes, ${place}: granted, of what was to be had`,
    unit: '×',
    value: grants / (LIMIT * Math.ceil(FOR_MS / PERIOD_MS)),
  },
];
