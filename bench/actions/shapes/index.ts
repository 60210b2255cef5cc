import type { Measured } from '../../support/bench.ts';
import { percent, printTable } from '../../support/table.ts';
import { laterUnusable } from './fresh/laterUnusable.ts';
import { freshUnusable } from './fresh/unusable.ts';
import { freshUsable, laterUsable } from './fresh/usable.ts';
import { type Half, samplesOf } from './sample.ts';
import type { Shape } from './shape.ts';
import { judgedActions, type Trial, trialOf, type Verdict } from './trial.ts';
import { unusableShapes } from './unusable.ts';
import { usableShapes } from './usable.ts';

type Tally = Record<Verdict, number>;
const emptyTally = (): Tally => ({ right: 0, refused: 0, wrongShown: 0, wrongAtOnce: 0 });
const countOf = (tally: Tally): number => Object.values(tally).reduce((sum, one) => sum + one, 0);

/**
 * Every action in several languages, answered with what is right in the shapes in which models put it, and with what is not. The judge knows
 * the true file alone.
 */
export async function shapes(half: Half): Promise<Measured[]> {
  const samples = samplesOf(half);
  const [byShape, byAction] = [new Map<string, Tally>(), new Map<string, Tally>()];
  const [usable, unusable] = [emptyTally(), emptyTally()];
  for (const sample of samples) {
    for (const action of judgedActions) {
      const trial = trialOf(sample, action);
      if (trial === undefined) continue;
      const id = action.id.startsWith('custom') ? 'custom' : action.id;
      for (const shape of shapesTo(half)) {
        if (!shape.isFor.includes(productOf(trial))) continue;
        const answer = shape.answer(trial.known);
        if (answer === undefined) continue;
        const { verdict } = await trial.answered(answer);
        const kind = shape.isUsable ? usable : unusable;
        const tallies = [
          kind,
          tallyIn(byShape, shape.name),
          tallyIn(byAction, shape.isUsable ? id : `${id}, not whole or not right`),
        ];
        for (const tally of tallies) tally[verdict]++;
      }
    }
  }
  const languages = samples.map(({ languageId }) => languageId).join(', ');
  console.log(`shapes of answers, languages to ${half}: ${languages}`);
  for (const [name, tallies] of [
    ['action', byAction],
    ['shape', byShape],
  ] as const) {
    printTable(HEADER(name), [...tallies].map(rowOf));
    console.log('');
  }
  const all = countOf(usable) + countOf(unusable);
  return [
    { name: 'answers in shapes', value: all, unit: '', bar: { is: 'atLeast', value: 2_000 } },
    {
      name: 'made at once, and other than the true file',
      value: usable.wrongAtOnce + unusable.wrongAtOnce,
      unit: '',
      bar: { is: 'atMost', value: 0 },
    },
    {
      name: 'shown to be looked at, and other than the true file',
      value: usable.wrongShown + unusable.wrongShown,
      unit: '',
      bar: { is: 'atMost', value: 0 },
    },
    {
      name: 'right answers that are right in the file',
      value: (100 * usable.right) / countOf(usable),
      unit: '%',
      bar: { is: 'atLeast', value: 98 },
    },
  ];
}

const shapesTo = (half: Half): Shape[] => [
  ...usableShapes,
  ...unusableShapes,
  ...(half === 'fresh' || half === 'later' ? [...freshUsable, ...freshUnusable] : []),
  ...(half === 'later' ? [...laterUsable, ...laterUnusable] : []),
];

const productOf = ({ action: { yields } }: Trial): 'edit' | 'file' | 'text' =>
  yields === 'file' || yields === 'text' ? yields : 'edit';

function tallyIn(tallies: Map<string, Tally>, name: string): Tally {
  const tally = tallies.get(name) ?? emptyTally();
  tallies.set(name, tally);
  return tally;
}

const HEADER = (name: string): string[] => [
  name,
  'answers',
  'right',
  'refused or unchanged',
  'wrong, shown first',
  'wrong at once',
];

const rowOf = ([name, tally]: readonly [string, Tally]): string[] => [
  name,
  String(countOf(tally)),
  `${tally.right} (${percent(tally.right, countOf(tally))})`,
  String(tally.refused),
  String(tally.wrongShown),
  String(tally.wrongAtOnce),
];
