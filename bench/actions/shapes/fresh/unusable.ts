import { fence, text } from '../lines.ts';
import type { Knowledge, Shape } from '../shape.ts';
import { classAround, comment, neighbour, shapesThat } from './parts.ts';

const { edit, any, plain } = shapesThat({ isUsable: false });
const indentOf = (line: string): string => /^[ \t]*/.exec(line)?.[0] ?? '';
const isBlank = (line: string): boolean => line.trim() === '';
const whole = ({ right, languageId }: Knowledge): string => fence(right, languageId);
const isSame = ({ old, right }: Knowledge): boolean => text(old) === text(right);

/** The block with some line of its second half replaced by one that stands for others. */
const leftOut = (name: string, lineOf: (known: Knowledge) => string) =>
  edit(`left out: ${name}`, (known) => {
    const { right, languageId } = known;
    if (right.length < 7) return undefined;
    const at = Math.floor(right.length * 0.4);
    const line = indentOf(right[at] ?? '') + lineOf(known);
    return fence([...right.slice(0, at), line, ...right.slice(at + 3)], languageId);
  });

const cutOf = (lines: readonly string[], part: number): string =>
  text(lines).slice(0, Math.floor(text(lines).length * part));

/** Answers that end in their midst, as they look with and without a reason that tells it. */
const cuts = [0.3, 0.8, 0.95].flatMap((part) => [
  any(`cut at ${part}, told`, ({ right, languageId }) => ({
    text: `\`\`\`${languageId}\n${cutOf(right, part)}`,
    ending: 'length',
  })),
  any(
    `cut at ${part}, fence open`,
    ({ right, languageId }) => `\`\`\`${languageId}\n${cutOf(right, part)}`,
  ),
  any(`cut at ${part}, fence closed`, ({ right, languageId }) =>
    fence([cutOf(right, part)], languageId),
  ),
  any(`cut at ${part}, no fence`, ({ right }) => cutOf(right, part)),
]);

/** Answers that end between lines. */
const cutLines = [1, 2, 3].flatMap((count) => [
  any(`last ${count} lines missing, fence open`, ({ right, languageId }) =>
    right.length < count + 2 ? undefined : `\`\`\`${languageId}\n${text(right.slice(0, -count))}\n`,
  ),
  any(`last ${count} lines missing, no fence`, ({ right }) =>
    right.length < count + 2 ? undefined : text(right.slice(0, -count)),
  ),
  any(`last ${count} lines missing, told`, ({ right, languageId }) =>
    right.length < count + 2
      ? undefined
      : { text: `\`\`\`${languageId}\n${text(right.slice(0, -count))}\n`, ending: 'length' },
  ),
]);

const importIn = ({ above }: Knowledge): string | undefined =>
  above.find((line) =>
    /^(?:import|from|use|using|#include|library|const \w+ = @import)\b/.test(line),
  );

/** More ways in which an answer is not what was asked for, written down before the reader was looked at. */
export const freshUnusable: readonly Shape[] = [
  ...cuts,
  ...cutLines,
  edit('the whole file, cut', ({ above, right, below, languageId }) => {
    const file = [...above, ...right, ...below];
    return `\`\`\`${languageId}\n${text(file.slice(0, above.length + Math.floor(right.length / 2)))}`;
  }),
  edit('the whole file, cut below', ({ above, right, below, languageId }) => {
    const end = above.length + right.length + Math.floor(below.length / 2);
    return fence([...above, ...right, ...below].slice(0, end), languageId);
  }),
  edit('alternatives', (known) =>
    isSame(known)
      ? undefined
      : `Option 1:\n\n${fence(known.right, known.languageId)}\n\nOption 2, shorter:\n\n${fence(known.right.slice(0, 2), known.languageId)}`,
  ),
  edit('only the body', ({ right, languageId }) =>
    right.length < 4 ? undefined : fence(right.slice(1, -1), languageId),
  ),
  edit('only the first line', ({ right, languageId }) => fence(right.slice(0, 1), languageId)),
  edit('first line and dots', ({ right, languageId }) =>
    fence([right[0] ?? '', `${indentOf(right[0] ?? '')}    ...`], languageId),
  ),
  edit('indentation lost', ({ right, languageId }) =>
    fence(
      right.map((line) => line.trimStart()),
      languageId,
    ),
  ),
  leftOut('... existing code ...', ({ languageId }) =>
    comment(languageId, '... existing code ...'),
  ),
  leftOut('same as before', ({ languageId }) => comment(languageId, 'same as before')),
  leftOut('brevity', ({ languageId }) => comment(languageId, 'omitted for brevity')),
  leftOut('TODO', ({ languageId }) =>
    comment(languageId, 'TODO: rest of the implementation goes here'),
  ),
  leftOut('an ellipsis', () => '…'),
  leftOut('bare dots', () => '...'),
  leftOut('brackets', () => '[rest of the function]'),
  leftOut('in round brackets', ({ languageId }) => comment(languageId, '(no changes here)')),
  edit('the whole file, neighbours left out by a comment', (known) => {
    const { above, right, below, languageId } = known;
    const line = indentOf(right[0] ?? '') + comment(languageId, '... other functions ...');
    const around = classAround(known);
    return fence(
      [around?.above[0] ?? above[0] ?? '', line, '', ...right, '', line, below.at(-1) ?? ''],
      languageId,
    );
  }),
  edit('the whole file without a neighbour', ({ above, right, below, languageId }) =>
    fence([...above, ...right, ...below.slice(neighbour(below).length)], languageId),
  ),
  edit('the whole file, a neighbour changed', ({ above, right, below, languageId }) =>
    fence(
      [
        ...above,
        ...right,
        ...below.map((line, index) =>
          index === 1 ? `${indentOf(line)}${comment(languageId, 'Plainer.')}\n${line}` : line,
        ),
      ],
      languageId,
    ),
  ),
  edit('an import above the block', (known) => {
    const line = importIn(known);
    return line === undefined ? undefined : fence([line, '', ...known.right], known.languageId);
  }),
  edit('another import above the block', (known) => {
    const line = importIn(known)?.replace(/[a-z]+(?=[^a-z]*$)/, 'more');
    return line === undefined ? undefined : fence([line, '', ...known.right], known.languageId);
  }),
  edit("in a class of the model's", ({ right, languageId }) =>
    ['python', 'haskell', 'julia', 'perl', 'shellscript'].includes(languageId)
      ? undefined
      : fence(['class Example {', ...right, '}'], languageId),
  ),
  any('in two fences', ({ right, languageId }) => {
    const at = Math.floor(right.length / 2);
    return `First part:\n\n${fence(right.slice(0, at), languageId)}\n\nSecond part:\n\n${fence(right.slice(at), languageId)}`;
  }),
  any('escaped as HTML', ({ right, languageId }) => {
    const escaped = right.map((line) =>
      line.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
    );
    return text(escaped) === text(right) ? undefined : fence(escaped, languageId);
  }),
  any('CDATA', ({ right }) => `<file><![CDATA[\n${text(right)}\n]]></file>`),
  edit('search and replace, not exact', ({ old, right }) =>
    isSame({ old, right } as Knowledge)
      ? undefined
      : fence([
          '<<<<<<< SEARCH',
          ...old.map((line) => line.trim()),
          '=======',
          ...right,
          '>>>>>>> REPLACE',
        ]),
  ),
  edit('added lines marked', ({ old, right, languageId }) =>
    fence(
      right.map((line) => (old.includes(line) ? ` ${line}` : `+${line}`)),
      languageId,
    ),
  ),
  edit(
    'refusal, and the old block',
    ({ old, languageId }) =>
      `I can't change this without more context. The code you gave:\n\n${fence(old, languageId)}`,
  ),
  any('curly quotes', ({ right, languageId }) => {
    const curly = right.map((line) => line.replaceAll(/"([^"]*)"/g, '“$1”'));
    return text(curly) === text(right) ? undefined : fence(curly, languageId);
  }),
  edit('new lines noted', ({ old, right, languageId }) => {
    const at = right.findIndex((line) => !old.includes(line) && !isBlank(line));
    return fence(
      right.map((line, index) =>
        index === at ? `${line}  ${comment(languageId, '<-- changed')}` : line,
      ),
      languageId,
    );
  }),
  edit('file name in a comment', ({ right, languageId }) =>
    fence([comment(languageId, 'src/ledger.txt'), ...right], languageId),
  ),
  any('thoughts without an end', (known) => `<think>\nMaybe so:\n${whole(known)}\nOr rather`),
  edit('corrected', (known) => {
    const flawed = known.right.map((line) => line.replace('(', '(null, '));
    return `${fence(flawed, known.languageId)}\n\nWait, that is not right. The correct version:\n\n${whole(known)}`;
  }),
  any(
    'talk, no fence',
    ({ right }) => `Here is the code:\n\n${text(right)}\n\nLet me know how it goes.`,
  ),
  edit('language in the first line', ({ right, languageId }) => `${languageId}\n${text(right)}`),
  edit(
    'language and Copy code',
    ({ right, languageId }) => `${languageId}\nCopy code\n${text(right)}`,
  ),
  any('JSON, cut', ({ right }) => JSON.stringify({ code: text(right) }).slice(0, -10)),
  any('JSON with line ends as they are', ({ right }) => `{"code": "${text(right)}"}`),
  edit('quoted', ({ right, languageId }) =>
    fence(right, languageId)
      .split('\n')
      .map((line) => `> ${line}`)
      .join('\n'),
  ),
  edit('no-break blanks', ({ right, languageId }) =>
    fence(
      right.map((line) => indentOf(line).replaceAll(' ', '\u00a0') + line.trimStart()),
      languageId,
    ),
  ),
  plain('refusal for want of code', () => "I'm sorry, I can't see any code. Please paste it here."),
];
