import { systemClock } from '../../server/src/base/clock.ts';
import { KeyAdmission } from '../../server/src/virtualKeys/admission.ts';
import { AdmissionQueue } from '../../server/src/virtualKeys/admissionQueue.ts';
import type { Budget } from '../../server/src/virtualKeys/budget.ts';
import { keyHash } from '../../server/src/virtualKeys/createKey.ts';
import { LeasedBudget } from '../../server/src/virtualKeys/leasedBudget.ts';
import { LocalBudget } from '../../server/src/virtualKeys/localBudget.ts';
import type { VirtualKey } from '../../server/src/virtualKeys/virtualKey.ts';
import type { Measured } from '../support/bench.ts';
import { quantile } from '../support/table.ts';

const KEYS = 1_000;
const REQUESTS = 20_000;
const ROUNDS = 7;
const ASKED = {
  model: 'gpt',
  priority: 'interactive',
  inputTokens: 900.25,
  outputTokens: 1_000,
} as const;

const names = Array.from({ length: KEYS }, (_, at) => `ak-${at}`);

/** Keys with every limit, high enough for all that is measured. */
const keys = names.map(
  (key, at): VirtualKey => ({
    name: `key ${at}`,
    hash: keyHash(key),
    models: ['gpt', 'other'],
    requestsPerMinute: 1e6,
    requestsPerDay: 1e9,
    tokensPerMinute: 1e9,
    tokensPerDay: 1e12,
    moneyPerMonth: 1e6,
    cacheScope: 'own',
  }),
);

interface Case {
  readonly name: string;
  readonly keys: readonly VirtualKey[];
  readonly budget: Budget;
  /** How many keys ask. */
  readonly asking: number;
}

/** Microseconds of this thread's processor time so far: what else the machine does is not counted. */
function processorMicroseconds(): number {
  const { user, system } = process.threadCpuUsage();
  return user + system;
}

/** Microseconds of one request from `enter` to `leave`, by the median round. */
async function microseconds({ keys: known, budget, asking }: Case): Promise<number> {
  const queue = new AdmissionQueue({ concurrency: 1_000, queue: 200 }, systemClock);
  const priceOf = (_: string, input: number, output: number) => (input + 2 * output) / 1e6;
  const admission = new KeyAdmission(known, { clock: systemClock, budget, queue, priceOf });
  const { signal } = new AbortController();
  const rounds: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const begin = processorMicroseconds();
    for (let request = 0; request < REQUESTS; request++) {
      const pass = await admission.enter(names[request % asking], ASKED, signal);
      pass.settle({ inputTokens: 880, outputTokens: 120 });
      pass.leave();
    }
    rounds.push((processorMicroseconds() - begin) / REQUESTS);
  }
  return quantile(rounds, 0.5);
}

/** The cost of letting a request in, with a key of five budgets, and of sending one away. */
export async function admission(): Promise<readonly Measured[]> {
  const leased = new LeasedBudget({
    shared: new LocalBudget(systemClock),
    fallback: new LocalBudget(systemClock),
    clock: systemClock,
  });
  const cases: readonly Case[] = [
    { name: 'no keys', keys: [], budget: new LocalBudget(systemClock), asking: 1 },
    { name: 'one key', keys, budget: new LocalBudget(systemClock), asking: 1 },
    { name: `${KEYS} keys`, keys, budget: new LocalBudget(systemClock), asking: KEYS },
    { name: 'one key, shared budget', keys, budget: leased, asking: 1 },
  ];
  const measured: Measured[] = [];
  for (const each of cases) {
    const value = await microseconds(each);
    const name = `admission with ${each.name}`;
    const bar = each.budget === leased ? undefined : ({ is: 'atMost', value: 10 } as const);
    measured.push({ name, value, unit: 'µs', ...(bar && { bar }) });
  }
  await leased.close();
  measured.push({ name: 'refusal of an unknown key', value: await refusals(), unit: 'µs' });
  return measured;
}

async function refusals(): Promise<number> {
  const queue = new AdmissionQueue({ queue: 0 }, systemClock);
  const budget = new LocalBudget(systemClock);
  const tools = { clock: systemClock, budget, queue, priceOf: () => 0 };
  const admitting = new KeyAdmission(keys, tools);
  const { signal } = new AbortController();
  let refused = 0;
  const begin = processorMicroseconds();
  for (let request = 0; request < REQUESTS; request++) {
    await admitting.enter(`ak-nobody-${request}`, ASKED, signal).catch(() => refused++);
  }
  if (refused !== REQUESTS) throw new Error('somebody was let in without a key');
  return (processorMicroseconds() - begin) / REQUESTS;
}
