import type { Bench, Measured } from '../support/bench.ts';
import { printTable } from '../support/table.ts';
import { runScenario } from './scenario.ts';

/** Most rows of the table of files. */
const FILES_PRINTED = 25;

/**
 * How many files one has to leaf through to follow a keystroke: every function of the server is instrumented, and
 * each change of file between one entry and the next counts as a move.
 */
export const moves: Bench = {
  name: 'moves',
  run: async () => {
    const whole = await runScenario(1);
    const streamed = await runScenario(6);
    printFiles('a keystroke that asks a model', whole.asking);
    printFiles('a keystroke that is typed into a suggestion', whole.into);
    return [
      figure('a keystroke that asks a model', movesOf(whole.asking), 300),
      figure('… its answer in 6 pieces', movesOf(streamed.asking)),
      figure('a keystroke typed into a suggestion', movesOf(whole.into), 60),
    ];
  },
};

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
