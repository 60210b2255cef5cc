import { seededRandom } from '../../tools/random.ts';
import type { Bench, Measured } from '../support/bench.ts';
import { percent, printTable, quantile } from '../support/table.ts';
import { changesOfTheSecond } from './completions/idempotence.ts';
import { judge, type Verdict } from './completions/judge.ts';
import { autoClosedPlaces, openPlaces, type TestPlace } from './completions/places.ts';
import { seamShapes } from './completions/shapes/seam.ts';
import type { Shape } from './completions/shapes/shape.ts';
import { wrappingShapes } from './completions/shapes/wrapping.ts';
import { predictedAt, shownAt } from './completions/trial.ts';
import { type Half, type TrueFile, trueFiles } from './files.ts';
import { fixes } from './fixes/fixes.ts';

/** Places of each kind in a file. */
const AUTO_CLOSED = 4;
const IN_SHAPES = { line: 2, lines: 2, open: 3 } as const;
const RANDOM_CASES = 100_000;
const RANDOM_EDITS = 60_000;

type Tally = Record<Verdict, number>;
const emptyTally = (): Tally => ({ right: 0, beginning: 0, nothing: 0, wrong: 0 });
const countOf = (tally: Tally): number => Object.values(tally).reduce((sum, one) => sum + one, 0);
const shownOf = (tally: Tally): number => countOf(tally) - tally.nothing;

/**
 * Whether what is shown belongs there: right answers, in all the ways in which models give them, laid into other people's
 * files, and judged by the true file alone. `AURELIS_HALF=tune` measures the half that rules were made on.
 */
export const text: Bench = {
  name: 'text',
  async run() {
    const half: Half = process.env.AURELIS_HALF === 'tune' ? 'tune' : 'judge';
    const files = trueFiles(half);
    const languages = new Set(files.map(({ languageId }) => languageId));
    console.log(`${files.length} files of ${languages.size} languages, of the half to ${half}`);
    return [
      ...(await autoClosed(files)),
      ...(await inShapes(files)),
      ...(await withoutModel(files)),
      ...idempotent(),
      ...(await fixes({ files, half, pairs: RANDOM_EDITS })),
    ];
  },
};

async function autoClosed(files: readonly TrueFile[]): Promise<Measured[]> {
  const [line, lines] = [emptyTally(), emptyTally()];
  const ms: number[] = [];
  for (const file of files) {
    const places = autoClosedPlaces(file, AUTO_CLOSED);
    for (const [tally, some] of [
      [line, places.line],
      [lines, places.lines],
    ] as const) {
      for (const place of some) {
        const start = performance.now();
        tally[judge(place, await shownAt(place, place.middle))]++;
        ms.push(performance.now() - start);
      }
    }
  }
  const header = [
    'right answers behind an opener',
    'places',
    'true file',
    'true beginning',
    'nothing',
    'wrong',
  ];
  printTable(header, [rowOf('on one line', line), rowOf('on several lines', lines)]);
  const all = countOf(line) + countOf(lines);
  return [
    { name: 'auto-closed places', value: all, unit: '', bar: { is: 'atLeast', value: 600 } },
    {
      name: 'right answers there that are neither the true file nor a beginning',
      value: line.wrong + lines.wrong,
      unit: '',
      bar: { is: 'atMost', value: 0 },
    },
    {
      name: 'of several lines: whole or a true beginning',
      value: (100 * (lines.right + lines.beginning)) / countOf(lines),
      unit: '%',
      bar: { is: 'atLeast', value: 95 },
    },
    { name: 'a trial of these, p99', value: quantile(ms, 0.99), unit: 'ms' },
  ];
}

async function inShapes(files: readonly TrueFile[]): Promise<Measured[]> {
  const tallies = new Map<string, Tally>();
  for (const file of files) {
    for (const place of placesIn(file)) {
      for (const shape of [...seamShapes, ...wrappingShapes]) {
        const verdict = await verdictOn(place, shape);
        if (verdict === undefined) continue;
        const tally = tallies.get(shape.name) ?? emptyTally();
        tally[verdict]++;
        tallies.set(shape.name, tally);
      }
    }
  }
  console.log('');
  const header = [
    'shape of a right answer',
    'answers',
    'true file',
    'true beginning',
    'nothing',
    'wrong',
  ];
  printTable(
    header,
    [...tallies].map(([name, tally]) => rowOf(name, tally)),
  );
  const all = emptyTally();
  for (const tally of tallies.values()) {
    for (const verdict of Object.keys(all) as Verdict[]) all[verdict] += tally[verdict];
  }
  const shares = [...tallies.values()].map((tally) => tally.wrong / Math.max(1, shownOf(tally)));
  return [
    { name: 'shapes', value: tallies.size, unit: '', bar: { is: 'atLeast', value: 18 } },
    {
      name: 'answers in shapes: wrong of shown',
      value: (100 * all.wrong) / shownOf(all),
      unit: '%',
      bar: { is: 'atMost', value: 0.5 },
    },
    {
      name: 'the worst shape: wrong of shown',
      value: 100 * Math.max(...shares),
      unit: '%',
      bar: { is: 'atMost', value: 2 },
    },
    {
      name: 'right answers still shown',
      value: (100 * shownOf(all)) / countOf(all),
      unit: '%',
      bar: { is: 'atLeast', value: 97 },
    },
  ];
}

function placesIn(file: TrueFile): TestPlace[] {
  const { line, lines } = autoClosedPlaces(file, AUTO_CLOSED);
  return [
    ...line.slice(0, IN_SHAPES.line),
    ...lines.slice(0, IN_SHAPES.lines),
    ...openPlaces(file, IN_SHAPES.open),
  ];
}

async function verdictOn(place: TestPlace, shape: Shape): Promise<Verdict | undefined> {
  const { prefix, middle, suffix, file } = place;
  const answer = shape.of({ prefix, middle, suffix, languageId: file.languageId });
  return answer === undefined ? undefined : judge(place, await shownAt(place, answer));
}

/**
 * Measures the possible guesses of the `workspace` endpoint: they end anywhere, so of each true middle a beginning that
 * ends with a word or mark, drawn at random, stands for one.
 */
async function withoutModel(files: readonly TrueFile[]): Promise<Measured[]> {
  let shown = 0;
  let unbalanced = 0;
  for (const file of files) {
    const random = seededRandom(file.text.length);
    for (const place of autoClosedPlaces(file, AUTO_CLOSED).line) {
      const ends = [...place.middle.matchAll(/[\p{L}\p{N}_]+|[^\s\p{L}\p{N}_]/gu)];
      const last = ends[Math.floor(random() * ends.length)];
      if (last === undefined) continue;
      const guess = place.middle.slice(0, last.index + last[0].length);
      const item = await predictedAt(place, guess);
      if (item === undefined) continue;
      shown++;
      const column = place.prefix.length - place.prefix.lastIndexOf('\n') - 1;
      const isKept = item.range.end.character === column;
      if (!isKept || !isBalanced(item.insertText.slice(column))) unbalanced++;
    }
  }
  console.log(`\nwithout a model: ${shown} guesses shown behind an opener`);
  return [
    {
      name: 'without a model: guesses that leave brackets open or lose them',
      value: unbalanced,
      unit: '',
      bar: { is: 'atMost', value: 0 },
    },
  ];
}

/** True if no bracket that a text opens is left open; what it closes was open before. */
const isBalanced = (text: string): boolean =>
  ['()', '[]', '{}'].every(
    ([opener = '', closer = '']) => text.split(opener).length <= text.split(closer).length,
  );

function idempotent(): Measured[] {
  const { count, examples } = changesOfTheSecond(RANDOM_CASES, 20_26);
  for (const example of examples) console.log(example);
  return [
    {
      name: `fitted again: changes in ${RANDOM_CASES} random cases`,
      value: count,
      unit: '',
      bar: { is: 'atMost', value: 0 },
    },
  ];
}

const rowOf = (name: string, tally: Tally): string[] => [
  name,
  String(countOf(tally)),
  String(tally.right),
  String(tally.beginning),
  String(tally.nothing),
  `${tally.wrong} (${percent(tally.wrong, Math.max(1, shownOf(tally)))})`,
];
