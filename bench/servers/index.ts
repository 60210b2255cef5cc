import { problemButtons } from '../../server/src/protocol/endpointProblem.ts';
import { ANSWERS } from '../../tools/field/answers.ts';
import { JUDGED_ANSWERS } from '../../tools/field/answersJudge.ts';
import type { RefusalCase } from '../../tools/field/fieldCase.ts';
import { mistakesIn } from '../../tools/field/judged.ts';
import { answerMistakes } from '../../tools/field/judgedAnswers.ts';
import { limitMistake } from '../../tools/field/limits/judged.ts';
import type { LimitCase } from '../../tools/field/limits/limitCase.ts';
import { TOLD_LIMITS } from '../../tools/field/limits/told.ts';
import { JUDGED_LIMITS } from '../../tools/field/limits/toldJudge.ts';
import { JUDGED_REFUSALS, REFUSALS } from '../../tools/field/refusals/index.ts';
import type { Bench, Measured } from '../support/bench.ts';
import { printTable } from '../support/table.ts';
import { families } from './families.ts';
import { patience } from './patience/index.ts';
import { tenMinutes } from './refusing.ts';
import { promptReuse } from './reuse/index.ts';
import { pastedUrls } from './urls.ts';

const MOST_CALLS = 6;

/**
 * Addresses, the forms in which models are asked, refusals, limits and answers of servers in the field, and how they are read; endpoints
 * that refuse everything; what a local model evaluates of prompts.
 */
export const servers: Bench = {
  name: 'servers',
  run: async () => [
    ...pastedUrls(),
    ...families(),
    ...(await read()),
    ...(await refused()),
    ...(await promptReuse()),
    ...(await patience()),
  ],
};

/** How many of the cases are read wrongly, those that the readers are written against and those that only judge them. */
async function read(): Promise<Measured[]> {
  const refusalsWrong = (cases: readonly RefusalCase[]) =>
    cases.filter((each) => mistakesIn(each).length > 0).length;
  const answersWrong = async (cases: typeof ANSWERS) => {
    const mistakes = await Promise.all(cases.map((each) => answerMistakes(each)));
    return mistakes.filter(({ length }) => length > 0).length;
  };
  const limitsWrong = (cases: readonly LimitCase[]) =>
    cases.filter((each) => limitMistake(each) !== '').length;
  const none = { is: 'atMost', value: 0 } as const;
  const row = (name: string, value: number, of: number): Measured => {
    return { name, value, unit: `of ${of}`, bar: none };
  };
  return [
    row('refusals read wrongly', refusalsWrong(REFUSALS), REFUSALS.length),
    row('their brothers', refusalsWrong(JUDGED_REFUSALS), JUDGED_REFUSALS.length),
    row('answers read wrongly', await answersWrong(ANSWERS), ANSWERS.length),
    row('their brothers, too', await answersWrong(JUDGED_ANSWERS), JUDGED_ANSWERS.length),
    row('limits read wrongly', limitsWrong(TOLD_LIMITS), TOLD_LIMITS.length),
    row('limits that only judge', limitsWrong(JUDGED_LIMITS), JUDGED_LIMITS.length),
  ];
}

/** Endpoints that refuse everything for a reason that the user has to mend. */
async function refused(): Promise<Measured[]> {
  const cases = [...REFUSALS, ...JUDGED_REFUSALS].filter(
    ({ kind }) => problemButtons(kind) !== undefined,
  );
  const rows: string[][] = [];
  let mostCalls = 0;
  let told = 0;
  let quoted = 0;
  for (const each of cases) {
    const { calls, messages } = await tenMinutes(each);
    const [message = ''] = messages;
    const isQuoted = each.says === undefined || message.includes(each.says);
    mostCalls = Math.max(mostCalls, calls);
    told = Math.max(told, Math.abs(messages.length - 1));
    quoted += isQuoted ? 1 : 0;
    rows.push([each.name, String(calls), String(messages.length), isQuoted ? 'yes' : 'NO']);
  }
  printTable(['ten minutes of typing', 'calls', 'messages', "the server's words"], rows);
  return [
    {
      name: 'refuses everything: most calls in 10 min',
      value: mostCalls,
      unit: '',
      bar: { is: 'atMost', value: MOST_CALLS },
    },
    {
      name: 'refuses everything: messages more or less than one',
      value: told,
      unit: '',
      bar: { is: 'atMost', value: 0 },
    },
    {
      name: "refuses everything: told in the server's words",
      value: quoted,
      unit: `of ${cases.length}`,
      bar: { is: 'atLeast', value: cases.length },
    },
  ];
}
