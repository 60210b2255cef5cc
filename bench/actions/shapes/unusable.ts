import { comment, fence, text } from './lines.ts';
import type { Knowledge, Shape } from './shape.ts';

const OF_FILES =
  /^(?:cut at|whole, but|cut in silence, fence|fence left|left out: \.|unified|refusal|empty|prose$|prose in|another language, named|zero|bidi|control|last brackets)/;
const OF_TEXTS = /^(?:refusal$|empty$)/;
const shape = (name: string, answer: Shape['answer']): Shape => ({
  name,
  isUsable: false,
  isFor: [
    'edit',
    ...(OF_FILES.test(name) ? ['file' as const] : []),
    ...(OF_TEXTS.test(name) ? ['text' as const] : []),
  ],
  answer,
});
const half = (list: { readonly length: number }): number => Math.floor(list.length / 2);
const indentOf = (line: string): string => /^[ \t]*/.exec(line)?.[0] ?? '';

/** The line in the middle of the true block. */
const middle = ({ right }: Knowledge): number => half(right);
/** The block with something behind one of its lines. */
const marked = ({ right, languageId }: Knowledge, at: number, sign: string): string =>
  fence(
    right.map((line, index) => (index === at ? line + sign : line)),
    languageId,
  );

/** The first lines of the block, a line that stands for the others, and its end. */
const elided = (words: string, from: 'middle' | 'end') =>
  shape(`left out: ${words} (${from})`, (known) => {
    const { right, languageId } = known;
    if (right.length < 6) return undefined;
    const at = from === 'middle' ? middle(known) - 1 : right.length - 3;
    const line = indentOf(right[at] ?? '') + comment(languageId, words);
    return fence([...right.slice(0, at), line, ...right.slice(at + 2)], languageId);
  });

const CLOSER = /^\s*(?:[}\])]+[;,]?|end)\s*$/;

/** The ways in which an answer is not what was asked for, or not whole. */
export const unusableShapes: readonly Shape[] = [
  shape('cut at the limit', ({ right, languageId }) => ({
    text: `\`\`\`${languageId}\n${text(right).slice(0, half(text(right)))}`,
    ending: 'length',
  })),
  shape('whole, but ended by the limit', ({ right, languageId }) => ({
    text: fence(right, languageId),
    ending: 'length',
  })),
  shape(
    'cut in silence, fence open',
    ({ right, languageId }) => `\`\`\`${languageId}\n${text(right).slice(0, half(text(right)))}`,
  ),
  shape('cut in silence, fence closed', ({ right, languageId }) =>
    fence([text(right).slice(0, Math.floor(text(right).length * 0.6))], languageId),
  ),
  shape('cut in silence between lines', (known) =>
    known.right.length < 4
      ? undefined
      : fence(known.right.slice(0, middle(known)), known.languageId),
  ),
  shape('cut in silence, no fence', ({ right }) =>
    text(right).slice(0, Math.floor(text(right).length * 0.7)),
  ),
  shape('fence left open', ({ right, languageId }) => `\`\`\`${languageId}\n${text(right)}`),
  elided('... rest unchanged', 'middle'),
  elided('...', 'middle'),
  elided('existing code', 'middle'),
  elided('The rest of the code stays as it is', 'end'),
  shape('unified diff', ({ old, right }) =>
    fence(
      [
        '--- a/file',
        '+++ b/file',
        `@@ -1,${old.length} +1,${right.length} @@`,
        ...old.map((line) => `-${line}`),
        ...right.map((line) => `+${line}`),
      ],
      'diff',
    ),
  ),
  shape('diff without a header', ({ old, right }) =>
    fence([
      ...old.map((line) => (right.includes(line) ? ` ${line}` : `-${line}`)),
      ...right.filter((line) => !old.includes(line)).map((line) => `+${line}`),
    ]),
  ),
  shape('search and replace', ({ old, right }) =>
    fence(['<<<<<<< SEARCH', ...old, '=======', ...right, '>>>>>>> REPLACE']),
  ),
  shape('only the first new line', ({ old, right, languageId }) => {
    const line = right.find((each) => !old.includes(each));
    return line === undefined ? undefined : fence([line], languageId);
  }),
  shape('only the new lines', ({ old, right, languageId }) =>
    fence(
      right.filter((each) => !old.includes(each)),
      languageId,
    ),
  ),
  shape('echo', ({ old, languageId }) => fence(old, languageId)),
  shape('refusal', () => "I'm sorry, but I can't help with that."),
  shape('refusal in a fence', () => "```\nI'm sorry, but I cannot do this.\n```"),
  shape('empty', () => ''),
  shape('empty fence', () => '```\n```'),
  shape('prose', () => 'The block is fine as it is. You could use a shorter name for the sum.'),
  shape('prose in a fence', () => fence(['You should rename the variable and run the tests.'])),
  shape('prose above the code in a fence', ({ right }) =>
    fence(['Here is the block as you wanted it:', ...right]),
  ),
  shape('prose below the code in a fence', ({ right }) =>
    fence([...right, 'I have made the block plainer.']),
  ),
  ...[0, 1, 2, 3].flatMap((index) => [
    shape(`another language, named (${index + 1})`, ({ translations }) => {
      const other = translations[index];
      return other === undefined ? undefined : fence(other.block, other.languageId);
    }),
    shape(`another language (${index + 1})`, ({ translations }) => {
      const other = translations[index];
      return other === undefined ? undefined : fence(other.block);
    }),
  ]),
  shape('zero width', (known) => marked(known, middle(known), '\u200b')),
  shape('bidi override', (known) => marked(known, 0, '\u202e')),
  shape('control token inside', (known) => marked(known, middle(known), '<|fim_middle|>')),
  shape('function below', ({ below, languageId }) => fence(functionIn(below), languageId)),
  shape('function above', ({ above, languageId }) =>
    fence(functionIn(above.slice(-7)), languageId),
  ),
  shape('last brackets missing', ({ right, languageId }) =>
    CLOSER.test(right.at(-1) ?? '') ? fence(right.slice(0, -1), languageId) : undefined,
  ),
  shape('two last brackets missing', ({ right, languageId }) =>
    right.slice(-2).every((line) => CLOSER.test(line))
      ? fence(right.slice(0, -2), languageId)
      : undefined,
  ),
  shape('block twice', ({ right, languageId }) => fence([...right, '', ...right], languageId)),
  shape('block twice, old and new', ({ old, right, languageId }) =>
    text(old) === text(right) ? undefined : fence([...old, '', ...right], languageId),
  ),
  shape('first line missing', ({ old, right, languageId }) =>
    right[0]?.trim().slice(0, 6) === old[0]?.trim().slice(0, 6)
      ? fence(right.slice(1), languageId)
      : undefined,
  ),
];

/** The lines up to the first blank one behind some. */
function functionIn(lines: readonly string[]): readonly string[] {
  const first = lines.findIndex((line) => line.trim() !== '');
  const end = lines.findIndex((line, index) => index > first && line.trim() === '');
  return lines.slice(first, end === -1 ? lines.length : end);
}
