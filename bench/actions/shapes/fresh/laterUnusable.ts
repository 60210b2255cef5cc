import { fence, text } from '../lines.ts';
import type { Knowledge, Shape } from '../shape.ts';
import { classAround, comment, neighbour, shapesThat } from './parts.ts';

const { edit, any, file } = shapesThat({ isUsable: false });
const indentOf = (line: string): string => /^[ \t]*/.exec(line)?.[0] ?? '';
const half = (lines: readonly string[]): number => Math.floor(lines.length / 2);
const whole = ({ right, languageId }: Knowledge): string => fence(right, languageId);
const isSame = ({ old, right }: Knowledge): boolean => text(old) === text(right);

const leftOut = (name: string, lineOf: (known: Knowledge) => string) =>
  edit(`left out: ${name}`, (known) => {
    const { right, languageId } = known;
    if (right.length < 7) return undefined;
    const at = Math.floor(right.length * 0.6);
    const line = indentOf(right[at] ?? '') + lineOf(known);
    return fence([...right.slice(0, at), line, ...right.slice(at + 2)], languageId);
  });
const leftOutBy = (words: string) => leftOut(words, ({ languageId }) => comment(languageId, words));

/** Ways in which an answer is not right, kept back until the reader was mended by the others. */
export const laterUnusable: readonly Shape[] = [
  any(
    'whole, and once more but cut',
    (known) =>
      `${whole(known)}\n\n\`\`\`${known.languageId}\n${text(known.right.slice(0, half(known.right)))}`,
  ),
  edit(
    'old, and new but cut',
    (known) =>
      `${fence(known.old, known.languageId)}\n\nbecomes\n\n\`\`\`${known.languageId}\n${text(known.right.slice(0, half(known.right)))}`,
  ),
  edit('the whole class, cut', (known) => {
    const around = classAround(known);
    return (
      around &&
      `\`\`\`${known.languageId}\n${text([...around.above, ...known.right.slice(0, half(known.right))])}`
    );
  }),
  any('list of lines, cut', ({ right }) =>
    JSON.stringify({ lines: right.slice(0, half(right)) }, undefined, 2).slice(0, -6),
  ),
  ...[0.15, 0.6, 0.7, 0.9].flatMap((part) => [
    any(`cut between words at ${part}, fence open`, ({ right, languageId }) => {
      const all = text(right);
      return `\`\`\`${languageId}\n${all.slice(0, all.lastIndexOf(' ', all.length * part))}`;
    }),
    any(`cut behind a line at ${part}, no fence`, ({ right }) => {
      const end = Math.floor(right.length * part);
      return end === 0 ? undefined : text(right.slice(0, end));
    }),
    any(`cut behind a line at ${part}, told`, ({ right, languageId }) => ({
      text: `\`\`\`${languageId}\n${text(right.slice(0, Math.floor(right.length * part)))}`,
      ending: 'length' as const,
    })),
  ]),
  file('last test missing, fence open', ({ right, languageId }) => {
    const end = right.findLastIndex((line) => line.trim() === '');
    return end === -1 ? undefined : `\`\`\`${languageId}\n${text(right.slice(0, end))}\n`;
  }),
  file('last test missing, no fence', ({ right }) => {
    const end = right.findLastIndex((line) => line.trim() === '');
    return end === -1 ? undefined : text(right.slice(0, end));
  }),
  edit('marks of a conflict', ({ old, right, languageId }) =>
    fence(['<<<<<<< HEAD', ...old, '=======', ...right, '>>>>>>> new'], languageId),
  ),
  any('YAML', ({ right }) => fence(['code: |', ...right.map((line) => `  ${line}`)], 'yaml')),
  any('JSON string', ({ right }) => JSON.stringify(text(right))),
  any('line ends escaped', ({ right, languageId }) => fence([right.join('\\n')], languageId)),
  edit('new lines between dots', ({ old, right, languageId }) =>
    fence(
      [
        comment(languageId, '...'),
        ...right.filter((line) => !old.includes(line)),
        comment(languageId, '...'),
      ],
      languageId,
    ),
  ),
  edit('import in a fence of its own', (known) => {
    const line = known.above.find((each) => /^(?:import|using|use|library)\b/.test(each));
    return line === undefined
      ? undefined
      : `Add this at the top:\n\n${fence([line], known.languageId)}\n\nThen:\n\n${whole(known)}`;
  }),
  edit('the file up to the block', ({ above, right, languageId }) =>
    fence([...above, ...right], languageId),
  ),
  edit('the file from the block on', ({ right, below, languageId }) =>
    fence([...right, ...below], languageId),
  ),
  edit(
    'runs on into the neighbour',
    ({ right, below, languageId }) =>
      `\`\`\`${languageId}\n${text([...right, ...below.slice(0, 2)])}`,
  ),
  edit('runs on into the neighbour, fence closed', ({ right, below, languageId }) =>
    fence([...right, ...below.slice(0, 2)], languageId),
  ),
  any(
    'pre and code',
    ({ right, languageId }) =>
      `<pre><code class="language-${languageId}">${text(right).replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</code></pre>`,
  ),
  leftOutBy('... (keep the rest)'),
  leftOutBy('[...]'),
  leftOutBy('Existing implementation'),
  leftOutBy('your code here'),
  leftOutBy('remaining logic unchanged'),
  leftOutBy('snip'),
  leftOutBy('etc.'),
  leftOutBy('… wie bisher'),
  leftOut('in angle brackets', () => '<unchanged code>'),
  any('refusal in another language', () => 'Je suis désolé, mais je ne peux pas vous aider.'),
  any('refusal by signs', () => '抱歉，我无法完成这个请求。'),
  any('error', () => 'Error: 429 Too Many Requests'),
  any('error in JSON', () => '{"error": {"message": "overloaded", "type": "server_error"}}'),
  any('empty code in JSON', () => '{"code": ""}'),
  edit(
    'nothing to do',
    ({ old, languageId }) => `No changes needed:\n\n${fence(old, languageId)}\n\nIt is fine.`,
  ),
  edit('indentation uneven', ({ right, languageId }) =>
    fence(
      right.map((line, index) => (index % 2 === 1 ? ` ${line}` : line)),
      languageId,
    ),
  ),
  edit('twice without a blank line', ({ right, languageId }) =>
    fence([...right, ...right], languageId),
  ),
  edit('lines in the wrong order', (known) =>
    fence([...known.right.slice(half(known.right)), ...known.right.slice(0, half(known.right))]),
  ),
  edit('neighbour instead', ({ below, languageId }) =>
    fence(neighbour(below).slice(1), languageId),
  ),
  edit('neighbour and block change places', ({ right, below, languageId }) =>
    fence([...neighbour(below).slice(1), '', ...right], languageId),
  ),
  edit('steps to take by hand', (known) =>
    isSame(known)
      ? undefined
      : `1. Find this line:\n\n${fence([known.old.find((line) => !known.right.includes(line)) ?? ''], known.languageId)}\n\n2. Put this there:\n\n${fence([known.right.find((line) => !known.old.includes(line)) ?? ''], known.languageId)}`,
  ),
];
