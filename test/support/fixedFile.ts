import { readAnswer } from '../../server/src/actions/answer/readAnswer.ts';
import type { Intent, Reading } from '../../server/src/actions/answer/reading.ts';
import type { Ending } from '../../server/src/domain/generation.ts';

const FILE = `import { rate } from './rate';

class Orders {
    first() {
        return 1;
    }

    total(order) {
        const tax = rat(order);
        return order.sum * tax;
    }

    last() {
        return 2;
    }
}
`;
export const WRONG = `    total(order) {
        const tax = rat(order);
        return order.sum * tax;
    }`;
export const RIGHT = WRONG.replace('rat(', 'rate(');
export const MENDED = FILE.replace('rat(', 'rate(');

interface Case {
  readonly file?: string;
  readonly first?: number;
  readonly last?: number;
  readonly diagnostic?: number;
  readonly languageId?: string;
  readonly ending?: Ending;
  readonly intent?: Intent;
}

/** The file after an answer, and how sure that is; why not, where it is refused. */
export function result(text: string, options: Case = {}): [string, string?] {
  const { file = FILE, first = 7, last = 10, diagnostic = 8, ending = 'stop' } = options;
  const { languageId = 'typescript', intent } = options;
  const lines = file.split('\n');
  const block = { first, last };
  const reading: Reading = readAnswer(
    { text, ending },
    {
      languageId,
      lines,
      block,
      diagnosticLines: [diagnostic],
      ...(intent === undefined ? {} : { intent }),
    },
  );
  if (reading.kind === 'unchanged') return ['unchanged'];
  if (reading.kind === 'refused') return ['refused', reading.why];
  const out = [...lines];
  for (const { first: from, end, lines: now } of reading.edits.toReversed()) {
    out.splice(from, end - from, ...now);
  }
  return [reading.isSure ? 'sure' : 'unsure', out.join('\n')];
}

export const fence = (text: string, info = 'ts', sign = '```') =>
  `${sign}${info}\n${text}\n${sign}`;
export const dedent = (text: string, by: string) => text.replaceAll(new RegExp(`^${by}`, 'gm'), '');
export const numbered = (text: string, number: (index: number) => string) =>
  text
    .split('\n')
    .map((line, index) => number(index) + line)
    .join('\n');
