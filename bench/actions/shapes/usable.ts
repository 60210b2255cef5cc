import { dedented, fence, otherIndentation, text } from './lines.ts';
import type { Knowledge, Shape } from './shape.ts';

/** Shapes of an answer that is a file of its own, and of a text. */
const OF_FILES =
  /^(?:fenced|talk|old block|our tags in|JSON in|behind|CRLF|four|control|blank lines)/;
const OF_TEXTS = /^no fence/;
const shape = (name: string, answer: Shape['answer']): Shape => ({
  name,
  isUsable: true,
  isFor: [
    'edit',
    ...(OF_FILES.test(name) ? ['file' as const] : []),
    ...(OF_TEXTS.test(name) ? ['text' as const] : []),
  ],
  answer,
});
const whole = ({ right, languageId }: Knowledge): string => fence(right, languageId);
const numbered = (lines: readonly string[], sign: string, first: number): string[] =>
  lines.map((line, index) => `${index + first}${sign}${line}`);

/** The ways in which models put a right answer. */
export const usableShapes: readonly Shape[] = [
  shape('fenced', whole),
  shape('fenced without a language', ({ right }) => fence(right)),
  shape(
    'talk before and behind',
    (known) =>
      `Here is the new version of the block:\n\n${whole(known)}\n\nIt does what it did. Let me know if you want more.`,
  ),
  shape('no fence', ({ right }) => text(right)),
  shape(
    'old block quoted first',
    (known) =>
      `The block was:\n\n${fence(known.old, known.languageId)}\n\nNow it is:\n\n${whole(known)}`,
  ),
  shape('in our tags', ({ right }) => `<block>\n${text(right)}\n</block>`),
  shape('our tags in a fence', ({ right, languageId }) =>
    fence(['<block>', ...right, '</block>'], languageId),
  ),
  shape('numbered 12 |', ({ right, above, languageId }) =>
    fence(numbered(right, ' | ', above.length + 1), languageId),
  ),
  shape('numbered by a tab', ({ right }) => fence(numbered(right, '\t', 1))),
  shape('without base indentation', ({ right, languageId }) => fence(dedented(right), languageId)),
  shape('first line without indentation', ({ right, languageId }) =>
    fence([(right[0] ?? '').trimStart(), ...right.slice(1)], languageId),
  ),
  shape('tabs for blanks, or the other way round', ({ right, languageId }) =>
    fence(otherIndentation(right), languageId),
  ),
  shape('the whole file', ({ above, right, below, languageId }) =>
    fence([...above, ...right, ...below], languageId),
  ),
  shape('three lines around', ({ above, right, below, languageId }) =>
    fence([...above.slice(-3), ...right, ...below.slice(0, 3)], languageId),
  ),
  shape('JSON', ({ right }) => JSON.stringify({ code: text(right) })),
  shape('JSON in a fence', ({ right }) =>
    fence([JSON.stringify({ explanation: 'Plainer.', code: text(right) }, undefined, 2)], 'json'),
  ),
  shape(
    'behind thoughts',
    (known) => `<think>\nMaybe ${fence(known.old)}?\nNo.\n</think>\n\n${whole(known)}`,
  ),
  shape('no fence, behind thoughts', ({ right }) => `<think>Hm.</think>\n${text(right)}`),
  shape('no fence, CRLF', ({ right }) => text(right).replaceAll('\n', '\r\n')),
  shape('CRLF', (known) => whole(known).replaceAll('\n', '\r\n')),
  shape('four backticks', ({ right, languageId }) => fence(right, languageId, '````')),
  shape('control token behind', (known) => `${whole(known)}<|im_end|>`),
  shape('blank lines around', ({ right, languageId }) => fence(['', ...right, '', ''], languageId)),
];
