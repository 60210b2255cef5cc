import type { KnobName } from '../../server/src/protocol/tuning.ts';
import { knobTable } from '../../server/src/tuning/knobTable.ts';
import type { Measured } from '../support/bench.ts';
import { percent, printTable, quantile } from '../support/table.ts';
import { type Work, work } from './cachedWork.ts';
import { HOUR, type Session, sessions, type Visit } from './sessions.ts';

/** A knob at a quarter of its default, and the rest of the work that it is judged in. */
interface Mistuned {
  readonly knob: KnobName;
  readonly start: number;
  readonly others: Omit<Work, 'isTuned' | 'start'>;
}

const quarter = (knob: KnobName): number => knobTable[knob].usual / 4;

const MISTUNED: readonly Mistuned[] = [
  {
    knob: 'memorySeconds',
    start: quarter('memorySeconds'),
    others: { hasFar: false, users: new Map([['freshSeconds', 600]]) },
  },
  {
    knob: 'memoryEntries',
    start: quarter('memoryEntries'),
    others: {
      hasFar: false,
      users: new Map<KnobName, number>([
        ['memorySeconds', 7_200],
        ['freshSeconds', 86_400],
      ]),
    },
  },
  {
    knob: 'memoryEviction',
    start: 0,
    others: {
      hasFar: false,
      users: new Map<KnobName, number>([
        ['memorySeconds', 7_200],
        ['memoryEntries', 250],
        ['freshSeconds', 86_400],
      ]),
    },
  },
  {
    knob: 'freshSeconds',
    start: quarter('freshSeconds'),
    others: { hasFar: true, users: new Map() },
  },
];

/** It moves calls saved where the best value saves a tenth more. */
const MOVES = 1.1;
/** The time after which what was won is measured, over the time behind it. */
const TYPED = 2 * HOUR;
const SEEDS = { tune: [1], judge: [11, 12] } as const;

interface Row {
  readonly knob: KnobName;
  readonly session: Session;
  readonly value: number;
  /** The best value's saved calls beside those of the value at the beginning. */
  readonly moves: number;
  readonly won: number;
  readonly left: readonly string[];
  /** Calls with tuning less those without, while it found its value. */
  readonly extra: number;
}

/** Share of what a mistuned knob loses that is won back within two hours, without a call. */
export async function ghostKnobs(): Promise<Measured[]> {
  const rows: Row[] = [];
  for (const mistuned of MISTUNED) {
    for (const session of sessions()) {
      for (const seed of SEEDS[session.use]) rows.push(await measured(mistuned, session, seed));
    }
  }
  printTable(
    ['knob', 'session', 'for', 'value', 'the best saves', 'won back', 'calls more', 'went back'],
    rows.map((row) => [
      row.knob,
      row.session.name,
      row.session.use,
      String(Math.round(row.value)),
      `${((row.moves - 1) * 100).toFixed(1)} % more`,
      row.moves >= MOVES ? percent(row.won, 1) : '',
      String(row.extra),
      row.left.join(' '),
    ]),
  );
  return [
    ...MISTUNED.flatMap(({ knob }) => figures(knob, rows)),
    {
      name: 'calls that looking for values cost, most of all runs',
      unit: '',
      value: Math.max(...rows.map(({ extra }) => extra)),
      bar: { is: 'atMost', value: 0 },
    },
  ];
}

function figures(knob: KnobName, rows: readonly Row[]): Measured[] {
  const judged = rows.filter((row) => row.knob === knob && row.session.use === 'judge');
  const moved = judged.filter(({ moves }) => moves >= MOVES);
  if (moved.length === 0) {
    console.log(`${knob} moved calls saved by 10 % in none of ${judged.length} judged runs`);
    return [];
  }
  return [
    {
      name: `${knob}: runs in which it moves calls saved by 10 %`,
      unit: `of ${judged.length}`,
      value: moved.length,
    },
    {
      name: `${knob}: won back within two hours, median`,
      unit: '%',
      value:
        100 *
        quantile(
          moved.map(({ won }) => won),
          0.5,
        ),
      bar: { is: 'atLeast', value: 95 },
    },
    {
      name: `${knob}: the same, worst run`,
      unit: '%',
      value: 100 * Math.min(...moved.map(({ won }) => won)),
    },
  ];
}

async function measured(
  { knob, start, others }: Mistuned,
  session: Session,
  seed: number,
): Promise<Row> {
  const visits = session.visits(seed);
  const begun = visits.filter(({ at }) => at < TYPED);
  const at = (value: number, isTuned = false) => ({ ...others, start: { knob, value }, isTuned });
  const tuned = await work(begun, at(start, true));
  const untuned = await work(begun, at(start));
  const after = visits.filter(({ at: when }) => when >= TYPED);
  const saved = async (value: number) => savedOf(after, at(value));
  const before = await saved(start);
  const candidates = valuesOf(knob);
  let best = before;
  for (const value of candidates) best = Math.max(best, await saved(value));
  const now = await saved(tuned.value);
  return {
    knob,
    session,
    value: tuned.value,
    moves: best / Math.max(1, before),
    won: best === before ? 1 : (now - before) / (best - before),
    left: tuned.left,
    extra: tuned.calls - untuned.calls,
  };
}

async function savedOf(visits: readonly Visit[], of: Work): Promise<number> {
  const { requests, calls } = await work(visits, of);
  return requests - calls;
}

function valuesOf(knob: KnobName): number[] {
  const { least, most, choices } = knobTable[knob];
  if (choices !== undefined) return [...choices.keys()];
  return Array.from({ length: 4 }, (_, index) => least * (most / least) ** (index / 3));
}
