import { normal } from '../../server/src/base/normal.ts';
import { scaled, WaitTrace } from '../../server/src/tuning/ghosts/waitTrace.ts';
import { Knobs } from '../../server/src/tuning/knobs.ts';
import { Tuner } from '../../server/src/tuning/tuner.ts';
import { seededRandom } from '../../tools/random.ts';
import type { Measured } from '../support/bench.ts';
import { percent, printTable, quantile } from '../support/table.ts';
import { QuickClock } from './quickClock.ts';
import { HOUR } from './sessions.ts';

/** How somebody types, and how soon a model has a useful text. */
interface Typist {
  readonly name: string;
  readonly keyMs: number;
  readonly spread: number;
  readonly pauseRate: number;
  readonly needMs: number;
}

const TYPISTS: readonly Typist[] = [
  { name: 'as in the typing bench', keyMs: 200, spread: 0.35, pauseRate: 0.05, needMs: 450 },
  { name: 'slow, with thought', keyMs: 320, spread: 0.5, pauseRate: 0.12, needMs: 450 },
  { name: 'fast, local model', keyMs: 140, spread: 0.3, pauseRate: 0.04, needMs: 150 },
];
/** These judge; constants are chosen by others. */
const SEEDS = [21, 22];
/** Asks of all keys: elsewhere something stands already. */
const ASKED = 0.35;

interface Counts {
  calls: number;
  seen: number;
}

/** Runs some hours of typing under a factor on the wait, by the clock alone; the waits are those of the product's debounce for such a typist. */
async function type(
  typist: Typist,
  seed: number,
  hours: number,
  start: number,
  isTuned: boolean,
): Promise<Counts & { readonly value: number }> {
  const clock = new QuickClock();
  const knobs = new Knobs();
  let text = JSON.stringify({ sound: { waitFactor: start } });
  knobs.move('waitFactor', start);
  const tuner = isTuned
    ? aTuner(
        clock,
        knobs,
        () => text,
        (written) => (text = written),
      )
    : undefined;
  const random = seededRandom(seed);
  const counts = { calls: 0, seen: 0 };
  const usualMs = Math.max(25, typist.keyMs * 2.4 - typist.needMs - 50);
  while (clock.monotonic() < hours * HOUR) {
    const isPause = random() < typist.pauseRate;
    const gapMs = isPause
      ? 1_000 + 2_000 * random()
      : typist.keyMs * Math.exp(typist.spread * normal(random));
    const needMs = typist.needMs * Math.exp(0.4 * normal(random));
    const at = clock.monotonic();
    if (random() < ASKED) {
      const waitMs = scaled(usualMs, knobs.value('waitFactor'));
      tuner?.ghosts.waits.begun(usualMs, typist.needMs);
      if (gapMs > waitMs) counts.calls++;
      if (gapMs > waitMs + needMs) {
        counts.seen++;
        await clock.passTo(at + waitMs + needMs);
        tuner?.ghosts.waits.shown(false);
      }
    }
    await clock.passTo(at + gapMs);
    tuner?.ghosts.waits.key();
  }
  const value = knobs.value('waitFactor');
  tuner?.dispose();
  return { ...counts, value };
}

const aTuner = (
  clock: QuickClock,
  knobs: Knobs,
  read: () => string,
  write: (text: string) => unknown,
): Tuner =>
  new Tuner({
    clock,
    random: seededRandom(1),
    knobs,
    file: {
      read,
      write: (text) => {
        write(text);
        return true;
      },
    },
    holder: 'bench',
    shape: () => ({
      maxEntries: 1,
      maxBytes: 1,
      ttlMs: 1,
      eviction: 'lru',
      freshMs: 1,
      hasFar: true,
    }),
    isCalm: () => true,
    observe: () => undefined,
    onChanged: () => undefined,
  });

/** The wait four times too short, and four times too long. */
export async function waits(): Promise<Measured[]> {
  const rows: string[][] = [];
  const won: Record<'short' | 'long', number[]> = { short: [], long: [] };
  for (const typist of TYPISTS) {
    for (const seed of SEEDS) {
      const usual = await type(typist, seed + 100, 2, 1, false);
      for (const [kind, start] of [
        ['short', 0.25],
        ['long', 4],
      ] as const) {
        const { value } = await type(typist, seed, 2, start, true);
        const [before, now] = [
          await type(typist, seed + 100, 2, start, false),
          await type(typist, seed + 100, 2, value, false),
        ];
        // Too short wastes calls, too long costs suggestions; the default is what there is to win back.
        const of = kind === 'short' ? 'calls' : 'seen';
        const lost = usual[of] - before[of];
        const moves = Math.abs(lost) / Math.max(1, usual[of]);
        const share = moves < 0.1 ? undefined : Math.min(1, (now[of] - before[of]) / lost);
        if (share !== undefined) won[kind].push(share);
        const counted = (counts: Counts) => `${counts.calls} / ${counts.seen}`;
        rows.push([
          `${typist.name}, from ${start}`,
          value.toFixed(2),
          counted(before),
          counted(now),
          counted(usual),
          share === undefined ? '' : percent(share, 1),
        ]);
      }
    }
  }
  printTable(['typist', 'factor', 'calls / seen before', 'after', 'by default', 'won back'], rows);
  return (['short', 'long'] as const).flatMap((kind): Measured[] => {
    const all = won[kind];
    if (all.length === 0) return [];
    return [
      {
        name: `wait four times too ${kind}: won back within two hours, median of ${all.length} runs`,
        unit: '%',
        value: 100 * quantile(all, 0.5),
        bar: { is: 'atLeast', value: 95 },
      },
      {
        name: `wait four times too ${kind}: the same, worst run`,
        unit: '%',
        value: 100 * Math.min(...all),
        bar: { is: 'atLeast', value: 75 },
      },
    ];
  });
}

/** Whether the traces tell the same as the product's clock: used by the cost figures, too. */
export const filledWaits = (): WaitTrace => {
  const trace = new WaitTrace();
  for (let at = 0; at < 4_096; at++) {
    trace.begun({ at, now: at * 300, usualMs: 200, waitMs: 200, needMs: 400 });
    trace.key(at * 300 + 250);
  }
  return trace;
};
