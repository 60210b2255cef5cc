import { seededRandom } from '../../tools/random.ts';
import type { Bench, Measured } from '../support/bench.ts';
import { printTable } from '../support/table.ts';
import { printCeilings } from './ceilings.ts';
import { type Developer, developers } from './developers.ts';
import { idleCost } from './idle.ts';
import { type Replayed, replay, type Source } from './replay.ts';
import { NARROW, WIDE } from './texts.ts';
import { workOf } from './work.ts';

/** Files of somebody who goes to any of them next. */
const RANDOM_FILES = 300;
const MINUTES = 2 * 1_440;
const LEAST_JUDGED = 40;

/**
 * The work of real developers, told by which files they committed when, with questions laid over it: how many of the first questions of a day are
 * answered from memory with warming and without, and what warming ahead is worth. `AURELIS_WARMING=tune` replays those by whom constants are chosen, and
 * `AURELIS_WARMING=ceilings` tells what could be gained at most.
 */
export const warming: Bench = {
  name: 'warming',
  run: async () => {
    if (process.env.AURELIS_WARMING === 'ceilings') return ceilings();
    const part = process.env.AURELIS_WARMING === 'tune' ? 'tune' : 'judge';
    const all = developers(part);
    const warm: Replayed[] = [];
    // Before the replays: collecting what they leave behind takes processor time, too.
    const idle = await whileIdle();
    const cold: Replayed[] = [];
    const wide: Replayed[] = [];
    const rows: string[][] = [];
    for (const [index, developer] of all.entries()) {
      const seed = index + 1;
      const steps = workOf(developer, seed);
      const one = await replay(steps, { isWarm: true, seed, window: NARROW });
      const other = await replay(steps, { isWarm: false, seed, window: NARROW });
      warm.push(one);
      cold.push(other);
      wide.push(await replay(steps, { isWarm: true, seed, window: WIDE }));
      rows.push([
        developer.name,
        String(developer.commits.length),
        String(one.days),
        ...[other, one].flatMap((each) => [near(each.first), onDisk(each.first)].map(percent)),
        String(one.aheadCalls),
        one.offOnDay === undefined ? '' : `${one.reason} on day ${one.offOnDay}`,
      ]);
    }
    const columns = ['developer', 'commits', 'days', 'near, cold', 'disk, cold', 'near, warm'];
    printTable([...columns, 'disk, warm', 'calls ahead', 'switched itself off'], rows);
    return [...figures(all, warm, cold, wide), ...(await withoutHabits()), ...idle];
  },
};

function ceilings(): Measured[] {
  return (['tune', 'judge'] as const).map((part) => {
    const asked = printCeilings(developers(part));
    if (asked === 0) throw new Error('There is nothing to measure');
    return { name: `first questions of days, ${part}`, value: asked, unit: '' };
  });
}

function figures(
  all: readonly Developer[],
  warm: readonly Replayed[],
  cold: readonly Replayed[],
  wide: readonly Replayed[],
): Measured[] {
  const first = (some: readonly Replayed[]) => sumOf(some.map((each) => each.first));
  const [firstWarm, firstCold, firstWide] = [first(warm), first(cold), first(wide)];
  const asked = countOf(firstCold);
  if (all.length === 0 || asked === 0) throw new Error('There is nothing to measure');
  const calls = sumOf(cold.map((each) => each.all)).call + cold.reduce(refreshes, 0);
  const ahead = warm.reduce((sum, { aheadCalls }) => sum + aheadCalls, 0);
  const more = warm.reduce(refreshes, 0) - cold.reduce(refreshes, 0);
  const { used, all: judged } = aheadOf(warm);
  const points = 100 * (near(firstWarm) - near(firstCold));
  return [
    { name: 'developers', value: all.length, unit: '' },
    { name: 'first questions of days', value: asked, unit: '' },
    {
      name: 'of them near (memory, suggestion store) without warming',
      value: 100 * near(firstCold),
      unit: '%',
    },
    { name: 'of them near with warming', value: 100 * near(firstWarm), unit: '%' },
    {
      name: 'from disk without warming: what there is to gain',
      value: 100 * onDisk(firstCold),
      unit: '%',
    },
    { name: 'from disk with warming', value: 100 * onDisk(firstWarm), unit: '%' },
    {
      name: 'more near with warming',
      value: points,
      unit: 'points',
      bar: { is: 'atLeast', value: 15 },
    },
    {
      name: 'the same, where prompts hold all that the product puts into them',
      value: (100 * firstWide.memory) / countOf(firstWide),
      unit: 'points',
    },
    {
      name: 'extra calls',
      value: (100 * (ahead + Math.max(0, more))) / calls,
      unit: '%',
      bar: { is: 'atMost', value: 5 },
    },
    { name: 'answers warmed ahead', value: judged, unit: '' },
    precisionOf(used, judged),
    {
      name: 'developers for whom it switched itself off',
      value: warm.filter(({ offOnDay }) => offOnDay !== undefined).length,
      unit: '',
    },
  ];
}

/** Of few answers it says nothing, and has no bar. */
function precisionOf(used: number, judged: number): Measured {
  const value = judged === 0 ? 0 : (100 * used) / judged;
  if (judged >= LEAST_JUDGED) {
    const bar = { is: 'atLeast', value: 30 } as const;
    return { name: 'precision of warming ahead', value, unit: '%', bar };
  }
  return { name: 'precision of warming ahead (of too few to say)', value, unit: '%' };
}

const refreshes = (sum: number, each: Replayed): number => sum + each.refreshes;

/** Whether warming ahead sees within a day that there is no habit. */
async function withoutHabits(): Promise<Measured[]> {
  const random = seededRandom(1);
  const steps = Array.from({ length: MINUTES }, (_, minute) => ({
    minute,
    file: Math.floor(RANDOM_FILES * random()),
    place: Math.floor(6 * random()),
    variant: 0,
    isEdit: random() < 0.4,
  })).filter(({ minute }) => minute % 1_440 > 540 && minute % 1_440 < 1_020);
  const { offOnDay } = await replay(steps, { isWarm: true, seed: 1, window: NARROW });
  return [
    {
      name: 'random files: the day on which it switches itself off',
      value: offOnDay ?? Number.POSITIVE_INFINITY,
      unit: '',
      bar: { is: 'atMost', value: 1 },
    },
  ];
}

async function whileIdle(): Promise<Measured[]> {
  const { cpu, megabytes, startMs } = await idleCost();
  return [
    { name: 'idle, of a core', value: cpu, unit: '%', bar: { is: 'atMost', value: 0.2 } },
    {
      name: 'memory with a full history',
      value: megabytes,
      unit: 'MB',
      bar: { is: 'atMost', value: 3 },
    },
    { name: 'a start with a full history', value: startMs, unit: 'ms' },
  ];
}

type Counts = Replayed['first'];

const countOf = ({ store, memory, disk, call }: Counts): number => store + memory + disk + call;
const near = (counts: Counts): number => (counts.store + counts.memory) / countOf(counts);
const onDisk = (counts: Counts): number => counts.disk / countOf(counts);
const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

function sumOf(all: readonly Counts[]): Counts {
  const sum = (of: Source) => all.reduce((total, each) => total + each[of], 0);
  return { store: sum('store'), memory: sum('memory'), disk: sum('disk'), call: sum('call') };
}

function aheadOf(all: readonly Replayed[]): { used: number; all: number } {
  const rows = all.flatMap(({ warmed }) => [warmed.predicted, warmed.asked]);
  const used = rows.reduce((sum, row) => sum + row.used, 0);
  return { used, all: used + rows.reduce((sum, row) => sum + row.unused, 0) };
}
