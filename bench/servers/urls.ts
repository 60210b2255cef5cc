import { urlMistake } from '../../tools/field/urls/judged.ts';
import { PASTED_URLS } from '../../tools/field/urls/pasted.ts';
import { JUDGED_URLS } from '../../tools/field/urls/pastedJudge.ts';
import type { UrlCase } from '../../tools/field/urls/urlCase.ts';
import type { Measured } from '../support/bench.ts';

/** How many pasted addresses lead where they have to, or are told with the mend: of the set that is known, and of its judge. */
export function pastedUrls(): Measured[] {
  const measured = (name: string, cases: readonly UrlCase[]): Measured => ({
    name,
    value: cases.filter((each) => urlMistake(each) === undefined).length,
    unit: `of ${cases.length}`,
    bar: { is: 'atLeast', value: cases.length },
  });
  return [
    measured('pasted URLs: right, or told with the mend', PASTED_URLS),
    measured('pasted URLs: the set that only judges', JUDGED_URLS),
  ];
}
