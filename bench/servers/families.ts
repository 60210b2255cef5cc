import { forged } from '../../tools/field/models/forged.ts';
import { type Names, wrongNames } from '../../tools/field/models/judged.ts';
import { NAMES } from '../../tools/field/models/names.ts';
import { NAMES_ELSEWHERE } from '../../tools/field/models/namesElsewhere.ts';
import { JUDGED_NAMES } from '../../tools/field/models/namesJudge.ts';
import { JUDGED_TOKENS, TOKENS } from '../../tools/field/models/tokens.ts';
import type { Measured } from '../support/bench.ts';
import { printTable } from '../support/table.ts';

/**
 * How many names of models lead to a prompt that is not of the model's own form, with and without another file, to a chat where there is
 * one, or to more than four stops; and how many control tokens in texts reach a model as such.
 */
export function families(): Measured[] {
  const lists: readonly (readonly [name: string, names: Names])[] = [
    ['model names asked wrongly', NAMES],
    ['their brothers: names', JUDGED_NAMES],
    ["names in other people's lists", NAMES_ELSEWHERE],
  ];
  const none = { is: 'atMost', value: 0 } as const;
  const wrong = lists.flatMap(([, names]) => wrongNames(names));
  if (wrong.length > 0)
    printTable(
      ['model', 'asked'],
      wrong.map(([...row]) => row),
    );
  return [
    ...lists.map(([name, names]) => ({
      name,
      value: wrongNames(names).length,
      unit: `of ${Object.values(names).flat().length}`,
      bar: none,
    })),
    { name: 'prompts forged', value: forged(TOKENS).length, unit: '', bar: none },
    { name: 'their brothers: tokens', value: forged(JUDGED_TOKENS).length, unit: '', bar: none },
  ];
}
