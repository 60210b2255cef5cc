import type { Shape, TrueAnswer } from './shape.ts';

const linePrefixOf = ({ prefix }: TrueAnswer): string => prefix.slice(prefix.lastIndexOf('\n') + 1);
const lineAbove = ({ prefix }: TrueAnswer): string | undefined => prefix.split('\n').at(-2);
const lineSuffixOf = ({ suffix }: TrueAnswer): string => suffix.split('\n', 1)[0] ?? '';
const linesBelow = ({ suffix }: TrueAnswer): string[] => suffix.split('\n').slice(1);
const isBlank = (text: string): boolean => text.trim() === '';

/** Answers that say too much of what stands, or put other white space where they meet it. */
export const seamShapes: readonly Shape[] = [
  { name: 'exact', of: ({ middle }) => middle },
  {
    name: 'a blank in front',
    of: (answer) =>
      /^\s/.test(answer.middle) || !/[\s([.]$/.test(answer.prefix)
        ? undefined
        : ` ${answer.middle}`,
  },
  {
    name: 'a line break in front, on a blank line',
    of: (answer) =>
      isBlank(linePrefixOf(answer)) ? `\n${linePrefixOf(answer)}${answer.middle}` : undefined,
  },
  {
    name: 'with the indentation that stands',
    of: (answer) => {
      const linePrefix = linePrefixOf(answer);
      return isBlank(linePrefix) && linePrefix !== '' ? linePrefix + answer.middle : undefined;
    },
  },
  {
    name: 'a blank behind',
    // In strings and braces blanks belong to what is written.
    of: ({ middle, suffix }) => (/^["'`}]/.test(suffix) ? undefined : `${middle} `),
  },
  { name: 'line breaks behind', of: ({ middle }) => `${middle}\n\n` },
  {
    name: 'the line again',
    of: (answer) => {
      const linePrefix = linePrefixOf(answer);
      return isBlank(linePrefix) ? undefined : linePrefix + answer.middle;
    },
  },
  {
    name: 'the line again, without its indentation',
    of: (answer) => {
      const linePrefix = linePrefixOf(answer);
      return isBlank(linePrefix) || !/^\s/.test(linePrefix)
        ? undefined
        : linePrefix.trimStart() + answer.middle;
    },
  },
  {
    name: 'the line above and the line again',
    of: (answer) => {
      const above = lineAbove(answer);
      return above === undefined || above.trim().length < 8
        ? undefined
        : `${above}\n${linePrefixOf(answer)}${answer.middle}`;
    },
  },
  {
    name: 'the rest of the line behind it',
    of: (answer) => {
      const rest = lineSuffixOf(answer);
      return isBlank(rest) ? undefined : answer.middle + rest;
    },
  },
  {
    name: 'the rest of the line and two lines more',
    of: (answer) => {
      const below = linesBelow(answer).slice(0, 2);
      return below.length < 2 || isBlank(below.join(''))
        ? undefined
        : [answer.middle + lineSuffixOf(answer), ...below].join('\n');
    },
  },
  {
    name: 'the whole line',
    of: (answer) => {
      const linePrefix = linePrefixOf(answer);
      const rest = lineSuffixOf(answer);
      return isBlank(linePrefix) || isBlank(rest) ? undefined : linePrefix + answer.middle + rest;
    },
  },
  {
    name: 'four blanks for a tab, or a tab for four',
    of: ({ middle, prefix }) => {
      if (!/\n[ \t]/.test(middle)) return undefined;
      return /\n\t/.test(prefix)
        ? middle.replaceAll(/(?<=\n\t*)\t/g, '    ')
        : unitOf(prefix) === 4
          ? middle.replaceAll(/(?<=\n(?: {4})*) {4}/g, '\t')
          : undefined;
    },
  },
  {
    name: 'steps of another width',
    of: ({ middle, prefix }) => {
      if (!/\n[ ]/.test(middle) || /\n\t/.test(prefix)) return undefined;
      const unit = unitOf(prefix);
      if (unit !== 2 && unit !== 4) return undefined;
      return middle.replaceAll(/(?<=\n)( +)/g, (indent: string) =>
        ' '.repeat(unit === 2 ? 2 * indent.length : indent.length / 2),
      );
    },
  },
  {
    name: 'CRLF',
    of: ({ middle }) => (middle.includes('\n') ? middle.replaceAll('\n', '\r\n') : undefined),
  },
];

/** Width of a step where every indentation is a multiple of it; 0 where it is not clear. */
function unitOf(text: string): number {
  const widths = [...text.matchAll(/^( +)\S/gm)].map((match) => match[1]?.length ?? 0);
  if (widths.length < 5) return 0;
  const isMultiple = (of: number) => widths.every((width) => width % of === 0);
  if (isMultiple(4)) return 4;
  return isMultiple(2) ? 2 : 0;
}
