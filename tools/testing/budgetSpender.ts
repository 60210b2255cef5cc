import { setTimeout as pause } from 'node:timers/promises';
import { systemClock } from '../../server/src/base/clock.ts';
import { SqliteBudget } from '../../server/src/limits/sqliteBudget.ts';
import { RedisBudget } from '../../server/src/redis/redisBudget.ts';
import { RedisLink } from '../../server/src/redis/redisLink.ts';

/** Takes what it can of a shared budget, for `fork`: `budgetSpender.ts FILE|URL LIMIT PERIOD_MS FOR_MS`; tells when it was granted. */
const [file = '', limit, periodMs, forMs] = process.argv.slice(2);
const link = file.startsWith('redis://') ? new RedisLink([file], systemClock) : undefined;
const inFile = link === undefined ? new SqliteBudget(file, () => Date.now()) : undefined;
const budget = inFile ?? new RedisBudget(link as RedisLink, 'test:');
const allowance = { name: 'minute', limit: Number(limit), periodMs: Number(periodMs) };
const grants: number[] = [];
let refused = 0;
const until = Date.now() + Number(forMs);
while (Date.now() < until) {
  try {
    const { waitMs } = await budget.take('scope', [allowance]);
    if (waitMs === 0) grants.push(Date.now());
    else await pause(Math.min(waitMs, 20));
  } catch {
    refused++;
    await pause(1);
  }
}
link?.dispose();
inFile?.dispose();
process.send?.({ grants, refused });
process.disconnect?.();
