import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../../tools/root.ts';
import { StdioServer } from '../../tools/servers/stdioServer.ts';
import { divide, type SourceFile, sourcesOf } from '../../tools/sources.ts';
import type { Bench, Measured } from '../support/bench.ts';
import { completionServer } from '../support/completionServer.ts';
import { percent, printTable, quantile } from '../support/table.ts';
import type { Assistant } from './assistant.ts';
import { lookups } from './lookups.ts';
import { Ours } from './ours.ts';
import { CodyLike, CopilotLike, ExactKey, TabbyLike } from './peers.ts';
import { StdioOurs } from './stdioOurs.ts';
import { emptyTimings, TimedOurs } from './timedOurs.ts';
import { emptyTally, HABITS, type Tally, Typist } from './typist.ts';

/** Packages that ship their sources, in several languages. */
const SOURCES: readonly (readonly [
  name: string,
  glob: string,
  languageId: string,
  files: number,
])[] = [
  ['rxjs', 'src/**/*.ts', 'typescript', 12],
  ['effect', 'src/**/*.ts', 'typescript', 12],
  ['@trpc/server', 'src/**/*.ts', 'typescript', 12],
  ['zod', 'src/**/*.ts', 'typescript', 12],
  ['undici', 'lib/**/*.js', 'javascript', 12],
  ['better-sqlite3', 'src/**/*.{cpp,hpp,lzz}', 'cpp', 8],
];

/** Of each package the first files are what it was built with; these, further down the list, were never tuned on. */
const HELD_OUT = { from: 6, to: 10 };

const SERVER = join(ROOT, 'dist/server.js');

type World = readonly (SourceFile & { readonly languageId: string })[];

/**
 * The cost of suggestions: typists over real files, a model that knows the truth and is wrong in half of the places, no
 * waits. Ours is the product's own `completion/`; the others are their published rules, in the same run.
 */
export const typing: Bench = {
  name: 'typing',
  async run() {
    const world = worldOf(0, 1);
    const heldOut = worldOf(HELD_OUT.from, HELD_OUT.to);
    console.log(`${world.length} files, held out ${heldOut.length}, ${HABITS.lines} lines each`);
    const assistants: readonly (() => Assistant)[] = [
      () => new ExactKey(),
      () => new TabbyLike(),
      () => new CopilotLike(),
      () => new CodyLike(),
      () => new Ours(),
    ];
    const rows: string[][] = [];
    let ours = emptyTally();
    for (const create of assistants) {
      ours = await replay(world, create);
      rows.push([create().name, ...columns(ours)]);
    }
    const oursHeldOut = await replay(heldOut, () => new Ours());
    rows.push(['ours, held-out files', ...columns(oursHeldOut)]);
    for (const acceptRate of [0, 0.03]) {
      const tally = await replay(heldOut, () => new Ours(), { ...HABITS, acceptRate });
      rows.push([`the same, taking ${100 * acceptRate} %`, ...columns(tally)]);
    }
    printTable(
      [
        'typed by',
        'served',
        'visible',
        'calls/100 keys',
        'calls/100 landed',
        'landed',
        'calls/accept',
        'tokens/100 landed',
        'flickers',
        'wrong',
      ],
      rows,
    );
    return [
      ...bars(ours),
      ...onHeldOut(bars(oursHeldOut)),
      ...(await overStdio(world)),
      ...lookups(),
      ...(await inTime(world)),
      ...onHeldOut(await inTime(heldOut)),
    ];
  },
};

/** Returns a share of each package's files, `from` and `to` in multiples of the usual number. */
const worldOf = (from: number, to: number): World =>
  SOURCES.flatMap(([name, glob, languageId, files]) => {
    const { heldOut } = divide(sourcesOf(name, glob), files * to);
    return heldOut.slice(files * from).map((file) => ({ ...file, languageId }));
  });

const onHeldOut = (figures: readonly Measured[]): Measured[] =>
  figures.map((figure) => ({ ...figure, name: `held-out files: ${figure.name}` }));

/** The built server over stdio beside the same code in virtual time, on every eighth file. */
async function overStdio(world: World): Promise<Measured[]> {
  const some = world.filter((_, index) => index % 8 === 0);
  let ours: StdioOurs | undefined;
  const upstream = await completionServer(() => ours?.answer() ?? '');
  const storagePath = mkdtempSync(join(tmpdir(), 'aurelis-bench-'));
  const endpoint = { id: 'bench', provider: 'openai', url: upstream.url, model: 'm' };
  const settings = {
    endpoints: [endpoint],
    completion: { debounceMs: 0, speculate: false },
    cache: { disk: { enable: false } },
  };
  const server = await StdioServer.start({ script: SERVER, settings, storagePath });
  ours = new StdioOurs(server);
  const assistant = ours;
  const told = await replay(some, () => assistant);
  await server.stop();
  upstream.stop();
  rmSync(storagePath, { recursive: true, force: true });
  const inProcess = await replay(some, () => new Ours());
  const calls = (tally: Tally) => 100 * ratio(tally.calls, tally.keystrokes);
  console.log(
    `${some.length} files over stdio: ${calls(told).toFixed(2)} calls/100 keys, in process ` +
      `${calls(inProcess).toFixed(2)}; visible ${percent(told.visible, told.requests)} and ` +
      `${percent(inProcess.visible, inProcess.requests)}`,
  );
  return [
    {
      name: 'over stdio beside in process: calls per 100 keystrokes, difference',
      unit: '',
      value: Math.abs(calls(told) - calls(inProcess)),
      bar: { is: 'atMost', value: 0.3 },
    },
    {
      name: 'over stdio: flickers and wrong shows',
      unit: '',
      value: told.flickers + told.wrongShows,
      bar: { is: 'atMost', value: 0 },
    },
  ];
}

/** The second world: with latency, debounce, an editor that waits and a user who pauses. */
async function inTime(world: World): Promise<Measured[]> {
  const timings = emptyTimings();
  const tally = await replay(world, () => new TimedOurs(timings));
  const { toGhost, debounce, debounceBeside, overhead } = timings;
  console.log(
    `in time: ${percent(tally.visible, tally.requests)} visible at the next key, ` +
      `${(100 * ratio(tally.calls, tally.keystrokes)).toFixed(1)} calls/100 keys, ` +
      `${percent(tally.landed, tally.characters)} landed, ${tally.flickers} flickers, ` +
      `${timings.speculated} calls ahead`,
  );
  printTable(
    ['key to ghost text, from', 'shows', 'median', '95 %'],
    [...timings.bySource].map(([source, times]) => [
      source,
      String(times.length),
      `${quantile(times, 0.5).toFixed(0)} ms`,
      `${quantile(times, 0.95).toFixed(0)} ms`,
    ]),
  );
  const within = toGhost.filter((ms) => ms <= 60).length;
  const told = (name: string, value: number, unit: string, most: number) =>
    ({ name, value, unit, bar: { is: 'atMost', value: most } }) as const;
  return [
    told(
      'in time: key to call, median',
      quantile([...debounce, ...debounceBeside], 0.5),
      'ms',
      120,
    ),
    {
      name: 'in time: key to call where nothing stood, median',
      unit: 'ms',
      value: quantile(debounce, 0.5),
    },
    {
      name: 'in time: key to call after a key beside what stood, median',
      unit: 'ms',
      value: quantile(debounceBeside, 0.5),
    },
    told('in time: first whole line to ghost text, median', quantile(overhead, 0.5), 'ms', 30),
    told('in time: the same, 95th percentile', quantile(overhead, 0.95), 'ms', 30),
    {
      name: 'in time: shown within 60 ms of the key',
      unit: '%',
      value: 100 * ratio(within, toGhost.length),
      bar: { is: 'atLeast', value: 50 },
    },
    told('in time: flickers and wrong shows', tally.flickers + tally.wrongShows, '', 0),
    told('in time: dismissed ones that returned', timings.returned, '', 0),
    {
      name: 'in time: asked ahead, used',
      unit: '%',
      value: 100 * ratio(timings.speculationsUsed, timings.speculated),
    },
  ];
}

async function replay(world: World, create: () => Assistant, habits = HABITS): Promise<Tally> {
  const tally = emptyTally();
  for (const file of world) {
    const assistant = create();
    await new Typist(file, habits, tally).run(assistant);
    assistant.dispose?.();
  }
  return tally;
}

const ratio = (part: number, whole: number): number => (whole === 0 ? Number.NaN : part / whole);

const columns = (tally: Tally): string[] => [
  percent(tally.served, tally.requests),
  percent(tally.visible, tally.requests),
  (100 * ratio(tally.calls, tally.keystrokes)).toFixed(1),
  (100 * ratio(tally.calls, tally.landed)).toFixed(1),
  percent(tally.landed, tally.characters),
  ratio(tally.calls, tally.accepts).toFixed(2),
  ((100 * ratio(tally.modelCharacters, tally.landed)) / 4).toFixed(0),
  String(tally.flickers),
  String(tally.wrongShows),
];

function bars(tally: Tally): Measured[] {
  const atLeast = (value: number) => ({ is: 'atLeast', value }) as const;
  const atMost = (value: number) => ({ is: 'atMost', value }) as const;
  const share = (part: number, whole: number) => 100 * ratio(part, whole);
  return [
    {
      name: 'served without a call',
      unit: '%',
      value: share(tally.served, tally.requests),
      bar: atLeast(96.5),
    },
    {
      name: 'a suggestion visible',
      unit: '%',
      value: share(tally.visible, tally.requests),
      bar: atLeast(95),
    },
    {
      name: 'calls per 100 keystrokes',
      unit: '',
      value: share(tally.calls, tally.keystrokes),
      bar: atMost(4),
    },
    {
      name: 'calls per 100 characters landed',
      unit: '',
      value: share(tally.calls, tally.landed),
      bar: atMost(1.5),
    },
    {
      name: 'characters landed',
      unit: '%',
      value: share(tally.landed, tally.characters),
      bar: atLeast(72),
    },
    {
      name: 'calls per accepted suggestion',
      unit: '',
      value: ratio(tally.calls, tally.accepts),
      bar: atMost(0.9),
    },
    {
      name: 'flickers and wrong shows',
      unit: '',
      value: tally.flickers + tally.wrongShows,
      bar: atMost(0),
    },
  ];
}
