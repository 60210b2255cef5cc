import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { systemClock } from '../../server/src/base/clock.ts';
import { UsageFile } from '../../server/src/warming/usageFile.ts';
import { UsageHistory } from '../../server/src/warming/usageHistory.ts';
import { Warmer } from '../../server/src/warming/warmer.ts';
import { seededRandom } from '../../tools/random.ts';
import { quantile } from '../support/table.ts';

const TIMES = 3;
const IDLE_MS = 5_000;
const LEARNING_MS = 3_000;
const VISITS = 9_000;
const KEYS = 20_000;
const FILES = 400;
const DAYS = 29;
const DAY_MS = 86_400_000;

export interface IdleCost {
  /** Share of a core while nobody does anything, in percent, beyond what the process uses without it. */
  readonly cpu: number;
  readonly megabytes: number;
  /** How long it takes to make one. */
  readonly startMs: number;
}

/** The cost of a warmer with a full history: while nobody does anything, and at the start. */
export async function idleCost(): Promise<IdleCost> {
  const folder = mkdtempSync(join(tmpdir(), 'aurelis-idle-'));
  const random = seededRandom(1);
  const now = Date.now();
  const digits = (number: number, length = 32) => number.toString(16).padStart(length, '0');
  const file = () => digits(Math.floor(FILES * random() ** 2));
  const kind = 'completion';
  const full = new UsageFile(join(folder, 'usage.sqlite'));
  full.add(
    Array.from({ length: KEYS }, (_, key) => {
      return { at: now - key, file: file(), kind, place: digits(key, 16), key: digits(key) };
    }),
    Array.from({ length: VISITS }, (_, index) => {
      return { at: now - Math.round(DAYS * DAY_MS * (1 - index / VISITS)), file: file(), kind };
    }),
    now,
  );
  full.close();
  const collect = collector();
  await sleep(LEARNING_MS);
  const without = await usedIn(IDLE_MS);
  collect();
  const before = process.memoryUsage().heapUsed;
  const history = new UsageHistory(folder, systemClock);
  const startedAt = performance.now();
  const warmer = new Warmer({
    clock: systemClock,
    history,
    random,
    isCalm: () => true,
    hourOf: (at) => new Date(at).getHours(),
    observe: () => undefined,
    standing: async () => undefined,
    promote: async () => [],
  });
  const startMs = performance.now() - startedAt;
  await warmer.begin();
  // It has learnt, too.
  await sleep(LEARNING_MS);
  collect();
  const megabytes = (process.memoryUsage().heapUsed - before) / 1024 ** 2;
  const used = await usedIn(IDLE_MS);
  warmer.dispose();
  history.dispose();
  rmSync(folder, { recursive: true });
  return { cpu: (100 * Math.max(0, used - without)) / IDLE_MS, megabytes, startMs };
}

/** Milliseconds of a core that this process uses while time passes: the median of three times, since one collection takes as long as all else. */
async function usedIn(ms: number): Promise<number> {
  const used: number[] = [];
  for (let time = 0; time < TIMES; time++) {
    const before = process.cpuUsage();
    await sleep(ms);
    const { user, system } = process.cpuUsage(before);
    used.push((user + system) / 1000);
  }
  return quantile(used, 0.5);
}

function collector(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc');
}
