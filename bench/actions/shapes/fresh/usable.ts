import { dedented, fence, text } from '../lines.ts';
import type { Knowledge, Shape } from '../shape.ts';
import { aliasOf, classAround, comment, neighbour, shapesThat, steps } from './parts.ts';

const { edit, any, plain } = shapesThat({ isUsable: true });
const whole = ({ right, languageId }: Knowledge): string => fence(right, languageId);
const numbered = (lines: readonly string[], sign: string, first: number): string[] =>
  lines.map((line, index) => `${index + first}${sign}${line}`);

/** More ways to put a right answer, written down before the reader was looked at. */
export const freshUsable: readonly Shape[] = [
  any(
    'notes with ticks behind',
    (known) =>
      `**Updated code:**\n\n${whole(known)}\n\n### What changed\n\n- The name \`limit\` is checked.\n- \`return\` comes sooner.\n1. Nothing else (see \`README\`).`,
  ),
  edit(
    'example of use behind',
    (known) =>
      `${whole(known)}\n\nExample usage:\n\n${fence(['example(1, 2)', 'example(3, 4)'], known.languageId)}`,
  ),
  any(
    'apology',
    (known) =>
      `I apologize for the confusion in my previous answer. You're right! Here's the corrected code\n\n${whole(known)}`,
  ),
  edit('numbered 12:', ({ right, above }) => fence(numbered(right, ': ', above.length + 1))),
  edit('in <code>', ({ right }) => `<code>\n${text(right)}\n</code>`),
  any('a fence in <answer>', (known) => `<answer>\n${whole(known)}\n</answer>`),
  any('JSON replacement', ({ right }) =>
    fence([JSON.stringify({ replacement: text(right) })], 'json'),
  ),
  edit('JSON list of lines', ({ right }) =>
    fence([JSON.stringify({ lines: right }, undefined, 2)], 'json'),
  ),
  any(
    'thoughts without a beginning',
    (known) => `Let me see. ${fence(known.old)} could be plainer.\n</think>\n\n${whole(known)}`,
  ),
  plain(
    'thoughts without a beginning, then a text',
    ({ right }) => `Hm.\n</think>\n\n${text(right)}`,
  ),
  any('twice the same', (known) => `${whole(known)}\n\nFinal answer:\n\n${whole(known)}`),
  any(
    'question behind',
    (known) => `${whole(known)}\n\nWould you like me to add tests as well? Should I rename it?`,
  ),
  any('tildes', ({ right, languageId }) => fence(right, languageId, '~~~')),
  any('file name behind the language', ({ right, languageId }) =>
    fence(right, `${languageId}:src/ledger`),
  ),
  any('title behind the language', ({ right, languageId }) =>
    fence(right, `${languageId} title="src/ledger" {1,3-4}`),
  ),
  any('short name of the language', ({ right, languageId }) => fence(right, aliasOf(languageId))),
  any('name of the language in capitals', ({ right, languageId }) =>
    fence(right, languageId.toUpperCase()),
  ),
  edit('neighbour below too', (known) =>
    fence([...known.right, ...neighbour(known.below)], known.languageId),
  ),
  edit('line above too', ({ above, right, languageId }) =>
    fence([...above.slice(-1), ...right], languageId),
  ),
  edit('the whole class', (known) => {
    const around = classAround(known);
    return around && fence([...around.above, ...known.right, ...around.below], known.languageId);
  }),
  edit(
    'echo of the question',
    (known) =>
      `### Instruction\nChange the block.\n\n${fence(known.old, known.languageId)}\n\n### Response\n${whole(known)}`,
  ),
  edit(
    'in a list',
    ({ right, languageId }) =>
      `1. Replace the function:\n\n${fence(right, languageId)
        .split('\n')
        .map((line) => (line === '' ? '' : `   ${line}`))
        .join('\n')}\n\n2. Run the tests.`,
  ),
  any(
    'command first',
    (known) =>
      `First install it:\n\n\`\`\`bash\nnpm install ledger\n\`\`\`\n\nThen:\n\n${whole(known)}`,
  ),
  edit('indentation doubled', ({ right, languageId }) => {
    const doubled = steps(right, 2);
    return doubled && fence(doubled, languageId);
  }),
  edit('without base indentation, no fence', ({ right }) => text(dedented(right))),
];

const { edit: laterEdit, any: laterAny } = shapesThat({ isUsable: true });

/** Those kept back until the reader was mended by the others. */
export const laterUsable: readonly Shape[] = [
  laterAny(
    'under headings',
    (known) =>
      `## Analysis\n\nThe block is long.\n\n## Code\n\n${whole(known)}\n\n## Complexity\n\n| before | after |\n| --- | --- |\n| O(n) | O(n) |`,
  ),
  laterAny('fence closed on the last line', ({ right, languageId }) =>
    fence(right, languageId).replace(/\n```$/, '```'),
  ),
  laterAny(
    'channels',
    (known) =>
      `<|channel|>analysis<|message|>Look at it.<|end|><|start|>assistant<|channel|>final<|message|>${whole(known)}<|return|>`,
  ),
  laterEdit('before and after, CRLF', (known) =>
    `**Before:**\n${fence(known.old, known.languageId)}\n\n**After:**\n${whole(known)}\n`.replaceAll(
      '\n',
      '\r\n',
    ),
  ),
  laterEdit('numbered L12:', ({ right, above }) =>
    fence(right.map((line, index) => `L${above.length + 1 + index}: ${line}`)),
  ),
  laterEdit('numbered, to the right', ({ right, above }) =>
    fence(right.map((line, index) => `${String(above.length + 1 + index).padStart(5)}  ${line}`)),
  ),
  laterAny('call of a tool', ({ right }) =>
    fence(
      [JSON.stringify({ name: 'replace_block', arguments: { code: text(right) } }, undefined, 2)],
      'json',
    ),
  ),
  laterAny(
    '<thinking>',
    (known) => `<thinking>\n${fence(known.old)}\nHm.\n</thinking>\n${whole(known)}`,
  ),
  laterAny('[THINK]', (known) => `[THINK]Is it so?[/THINK]${whole(known)}`),
  laterAny('language in braces', ({ right, languageId }) => fence(right, ` {.${languageId}}`)),
  laterEdit('the whole file, no fence', ({ above, right, below }) =>
    text([...above, ...right, ...below]),
  ),
  laterAny(
    'details',
    (known) => `<details>\n<summary>New version</summary>\n\n${whole(known)}\n\n</details>`,
  ),
  laterEdit('half the indentation', ({ right, languageId }) => {
    const halved = steps(right, 0.5);
    return halved && fence(halved, languageId);
  }),
  laterAny('in [CODE]', ({ right }) => `[CODE]\n${text(right)}\n[/CODE]`),
  laterAny('role in front', (known) => `Assistant: Sure!\n\n${whole(known)}`),
  laterAny(
    'questions and numbered reasons behind, with code in a line',
    (known) =>
      `${whole(known)}\n\nWhy:\n\n1. \`if (a) { b }\` is one branch less.\n2. The loop \`for (;;) {}\` ends.\n\nShall I go on?`,
  ),
  laterEdit(
    'comment in front of the fence',
    (known) => `${comment(known.languageId, 'Here is the new version')}\n${whole(known)}`,
  ),
];
