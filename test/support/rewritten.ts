import { readAnswer } from '../../server/src/actions/answer/readAnswer.ts';
import type { Reading } from '../../server/src/actions/answer/reading.ts';

interface Case {
  readonly languageId?: string;
  readonly above?: readonly string[];
  readonly below?: readonly string[];
}

export function read(
  block: readonly string[],
  answer: readonly string[],
  { languageId = 'typescript', above = ['class Cart {'], below = ['}'] }: Case = {},
): Reading {
  return readAnswer(
    { text: `\`\`\`\n${answer.join('\n')}\n\`\`\``, ending: 'stop' },
    {
      languageId,
      lines: [...above, ...block, ...below],
      block: { first: above.length, last: above.length + block.length - 1 },
      diagnosticLines: [above.length],
      intent: 'rewrite',
    },
  );
}

/** The block as it would be, or why it stays as it is. */
export function result(
  block: readonly string[],
  answer: readonly string[],
  where: Case = {},
): unknown {
  const reading = read(block, answer, where);
  if (reading.kind !== 'edits') return reading.kind === 'refused' ? reading.why : reading.kind;
  const out = [...block];
  const offset = where.above?.length ?? 1;
  for (const { first, end, lines } of reading.edits.toReversed()) {
    out.splice(first - offset, end - first, ...lines);
  }
  return out;
}

export const isSure = (reading: Reading): boolean | undefined =>
  reading.kind === 'edits' ? reading.isSure : undefined;

export const SUM = [
  '  total(items) {',
  '    let sum = 0;',
  '    for (const item of items) {',
  '      if (item.isPaid) {',
  '        // Paid ones alone.',
  '        sum = sum + item.price;',
  '      }',
  '    }',
  '    return sum;',
  '  }',
];
export const SHORT = [
  '  total(items) {',
  '    return items',
  '      .filter((item) => item.isPaid)',
  '      .reduce((sum, { price }) => sum + price, 0);',
  '  }',
];
export const PYTHON = [
  '    def total(self, items):',
  '        amount = 0',
  '        for item in items:',
  '            if item.is_paid:',
  '                amount = amount + item.price',
  '        return amount',
];
export const PYTHON_SHORT = [
  '    def total(self, items):',
  '        paid = [item for item in items if item.is_paid]',
  '        return sum(item.price for item in paid)',
];
export const python = { languageId: 'python', above: ['class Cart:'], below: [''] };
export const RUBY = [
  '  def total(items)',
  '    sum = 0',
  '    items.each do |item|',
  '      if item.paid',
  '        sum = sum + item.price',
  '      end',
  '    end',
  '    sum',
  '  end',
];
export const ruby = { languageId: 'ruby', above: ['class Cart'], below: ['end'] };
