import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { Bench, Measured } from '../support/bench.ts';
import { printTable } from '../support/table.ts';

const SCENARIO = join(import.meta.dirname, 'scenario.ts');
/** Most rows of the table of files. */
const FILES_PRINTED = 25;

interface Run {
  /** The file of each function entered, in order. */
  readonly asking: readonly string[];
  readonly into: readonly string[];
}

/**
 * How many files one has to leaf through to follow a keystroke: every function of the server is instrumented, and
 * each change of file between one entry and the next counts as a move.
 */
export const moves: Bench = {
  name: 'moves',
  run: async () => {
    const whole = run(1);
    const streamed = run(6);
    printFiles('a keystroke that asks a model', whole.asking);
    printFiles('a keystroke that is typed into a suggestion', whole.into);
    return [
      figure('a keystroke that asks a model', movesOf(whole.asking), 300),
      figure('… its answer in 6 pieces', movesOf(streamed.asking)),
      figure('a keystroke typed into a suggestion', movesOf(whole.into), 60),
    ];
  },
};

/** Runs the scenario with an answer in so many pieces. */
function run(pieces: number): Run {
  const output = execFileSync(process.execPath, [SCENARIO, String(pieces)], { encoding: 'utf8' });
  return JSON.parse(output);
}

const changesOf = (entries: readonly string[]): string[] =>
  entries.filter((file, index) => index > 0 && file !== entries[index - 1]);

const movesOf = (entries: readonly string[]): number => changesOf(entries).length;

function figure(name: string, value: number, bar?: number): Measured {
  const unit = 'moves';
  return bar === undefined
    ? { name, value, unit }
    : { name, value, unit, bar: { is: 'atMost', value: bar } };
}

function printFiles(title: string, entries: readonly string[]): void {
  const counts = Map.groupBy(changesOf(entries), (file) => file);
  const rows = [...counts]
    .map(([file, all]) => ({ file, count: all.length }))
    .sort((one, other) => other.count - one.count);
  console.log(`\n${title}: ${new Set(entries).size} files, those entered most often:`);
  printTable(
    ['file', 'moves into it'],
    rows.slice(0, FILES_PRINTED).map(({ file, count }) => [file, String(count)]),
  );
}
