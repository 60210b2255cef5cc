import type { SourceFile } from '../../../tools/sources.ts';
import { divide, sourcesOf } from '../../../tools/sources.ts';
import { FakeClock } from '../../../tools/testing/fakeClock.ts';
import type { Measured } from '../../support/bench.ts';
import { percent, printTable, quantile } from '../../support/table.ts';
import { Rhythm } from '../../typing/rhythm.ts';
import { emptyTally, HABITS, Typist } from '../../typing/typist.ts';
import { noWork, type Work } from './model.ts';
import {
  type AnswerTo,
  llamaCppLike,
  ollamaLike,
  type ScriptedServer,
  steadyLike,
} from './servers.ts';
import { nothingSeen, type Seen, Window } from './window.ts';

/** Prompt speeds of local servers, in tokens a second. */
const SPEEDS = [120, 1_000];
/** Median and spread of a hosted model's first word, in milliseconds. */
const FIRST_MS = [600, 4_000];
/** Of a model that is too small for the language: most of what it says is typed past. */
const WRONG_SHARE = 0.8;
const FIRST_SPREAD = 0.2;
/** The files that waiting is tuned on, and those that only judge it. */
const TUNED = { from: 0, to: 1 };
const JUDGED = { from: 6, to: 7 };
/** Of a person who waits for what comes, after each key. */
const PATIENT_MS = 12_000;
const PACKAGES = [
  ['rxjs', 'src/**/*.ts', 'typescript'],
  ['effect', 'src/**/*.ts', 'typescript'],
  ['undici', 'lib/**/*.js', 'javascript'],
] as const;
const FILES = 2;

/** Of each package's files, in multiples of the usual number. */
interface Share {
  readonly from: number;
  readonly to: number;
}

type File = SourceFile & { readonly languageId: string };
type Make = (clock: FakeClock, answerTo: AnswerTo, rhythm: Rhythm) => ScriptedServer;

interface Replayed {
  readonly seen: Seen;
  readonly work: Work;
  readonly keys: number;
}

/** People who type beside servers that are slow, or load their model first. */
export async function patience(): Promise<Measured[]> {
  const rows: string[][] = [];
  const measured: Measured[] = [];
  for (const [set, share] of [
    ['', TUNED],
    ['held-out files: ', JUDGED],
  ] as const) {
    const files = filesOf(share);
    for (const speed of SPEEDS) {
      const replayed = await replay(files, (clock, answerTo) =>
        llamaCppLike(clock, answerTo, { msPerToken: 1_000 / speed }),
      );
      rows.push(row(`${set}llama.cpp, ${speed} tokens/s`, replayed));
      if (speed === SPEEDS[0])
        measured.push(pauses(`${set}local server of ${speed} tokens/s`, replayed));
    }
    for (const ms of FIRST_MS) {
      for (const wrongShare of [0, WRONG_SHARE]) {
        const name = `${set}first word after ${ms} ms${wrongShare > 0 ? ', mostly wrong' : ''}`;
        const make: Make = (clock, answerTo, rhythm) =>
          steadyLike(clock, answerTo, () => rhythm.logNormal(ms, FIRST_SPREAD));
        const replayed = await replay(files, make, { wrongShare });
        rows.push(row(name, replayed));
        if (ms === FIRST_MS[0]) measured.push(calls(name, replayed));
      }
    }
  }
  printTable(
    [
      'beside',
      'calls/100 keys',
      'aborted',
      'pauses with an item',
      'wait p50',
      'p95',
      'busy',
      'tokens/call',
    ],
    rows,
  );
  return [...measured, ...(await cold())];
}

/** A model that needs 8 s to load when the editor opens: when the first item stands, and how often it is loaded. */
async function cold(): Promise<Measured[]> {
  const one = filesOf(TUNED).slice(0, 1);
  const few = { lines: 1, gapMs: () => PATIENT_MS };
  const loading = await replay(
    one,
    (clock, answerTo) => llamaCppLike(clock, answerTo, { msPerToken: 1, loadMs: 8_000 }),
    few,
  );
  const ollama = await replay(
    one,
    (clock, answerTo) => ollamaLike(clock, answerTo, { msPerToken: 1 }),
    few,
  );
  const seconds = ({ seen }: Replayed) => (seen.firstItemAt ?? Number.POSITIVE_INFINITY) / 1_000;
  const soon = { is: 'atMost', value: 10 } as const;
  return [
    { name: 'llama.cpp loads for 8 s: first item', value: seconds(loading), unit: 's', bar: soon },
    { name: 'Ollama loads for 8 s: first item', value: seconds(ollama), unit: 's', bar: soon },
    {
      name: 'Ollama loads for 8 s: loads',
      value: ollama.work.loads,
      unit: '',
      bar: { is: 'atMost', value: 1 },
    },
  ];
}

const filesOf = ({ from, to }: Share): File[] =>
  PACKAGES.flatMap(([name, glob, languageId]) => {
    const { heldOut } = divide(sourcesOf(name, glob), FILES * to);
    return heldOut.slice(FILES * from).map((file) => ({ ...file, languageId }));
  });

async function replay(
  files: readonly File[],
  make: Make,
  {
    wrongShare = 0,
    lines = HABITS.lines,
    gapMs,
  }: { wrongShare?: number; lines?: number; gapMs?: () => number } = {},
): Promise<Replayed> {
  const seen = nothingSeen();
  const work = noWork();
  const tally = emptyTally();
  for (const [seed, file] of files.entries()) {
    const clock = new FakeClock();
    let window: Window | undefined;
    const server = make(clock, (before) => window?.answerTo(before) ?? '', new Rhythm(seed));
    const { call, endpoint } = server;
    const rhythm = new Rhythm(seed);
    const gap = gapMs ?? (() => rhythm.gapMs());
    window = new Window({ clock, call, endpoint, seen, seed, gapMs: gap, wrongShare });
    await new Typist(file, { ...HABITS, lines }, tally).run(window);
    window.dispose();
    for (const name of Object.keys(work) as (keyof Work)[]) work[name] += server.work[name];
  }
  return { seen, work, keys: tally.keystrokes };
}

const row = (name: string, { seen, work, keys }: Replayed): string[] => [
  name,
  ((100 * work.calls) / keys).toFixed(1),
  percent(work.aborted, work.calls),
  percent(seen.pausesWithItem, seen.pauses),
  `${quantile(seen.waits, 0.5).toFixed(0)} ms`,
  `${quantile(seen.waits, 0.95).toFixed(0)} ms`,
  `${(work.busyMs / 1_000).toFixed(0)} s`,
  (work.evaluated / Math.max(1, work.calls)).toFixed(0),
];

const pauses = (name: string, { seen }: Replayed): Measured => ({
  name: `${name}: pauses of a second with an item`,
  value: (100 * seen.pausesWithItem) / seen.pauses,
  unit: '%',
  bar: { is: 'atLeast', value: 85 },
});

const calls = (name: string, { work, keys }: Replayed): Measured => ({
  name: `${name}: calls per 100 keys`,
  value: (100 * work.calls) / keys,
  unit: '',
  bar: { is: 'atMost', value: 8 },
});
