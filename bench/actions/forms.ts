import { readAnswer } from '../../server/src/actions/answer/readAnswer.ts';
import { type RecordedAnswer, recorded } from '../../tools/field/edits/recorded.ts';
import type { Measured } from '../support/bench.ts';
import { printTable } from '../support/table.ts';
import { judged, type Outcome } from './judged.ts';

/** How answers of one kind were read. */
interface Tally {
  answers: number;
  acceptable: number;
  accepted: number;
  wrong: number;
}

/** Answers as models of every size give them, in either form, each beside the block that a careful engineer would make of it. */
export function forms(half: 'tune' | 'judge'): Measured[] {
  const all = recorded(half).map((each) => ({ each, ...judged(each, readAnswer) }));
  const kinds = Map.groupBy(all, ({ each }) => kindOf(each));
  const rows = [...kinds].map(([kind, some]) => {
    const { answers, acceptable, accepted, wrong } = tallyOf(some);
    return [kind, answers, acceptable, accepted, wrong].map(String);
  });
  printTable([`recorded answers, to ${half}`, 'answers', 'usable', 'accepted', 'wrong'], rows);
  const { answers, acceptable, accepted, wrong } = tallyOf(all);
  return [
    { name: 'recorded answers', value: answers, unit: '', bar: { is: 'atLeast', value: 60 } },
    {
      name: 'applied, and other than the truth',
      value: wrong,
      unit: '',
      bar: { is: 'atMost', value: 0 },
    },
    {
      name: 'usable answers that are accepted',
      value: (100 * accepted) / acceptable,
      unit: '%',
      bar: { is: 'atLeast', value: 90 },
    },
  ];
}

const kindOf = ({ asked, size }: RecordedAnswer): string =>
  `asked for ${asked === 'whole' ? 'the whole block' : 'edits'}, ${Number.parseFloat(size) > 36 ? 'above 36B' : 'up to 36B'}`;

function tallyOf(
  some: readonly { readonly each: RecordedAnswer; readonly outcome: Outcome }[],
): Tally {
  const count = (is: (one: (typeof some)[number]) => boolean) => some.filter(is).length;
  return {
    answers: some.length,
    acceptable: count(({ each }) => each.truth !== undefined),
    accepted: count(({ outcome }) => outcome === 'right'),
    wrong: count(({ outcome }) => outcome === 'wrong'),
  };
}
