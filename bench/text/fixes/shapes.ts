import { UNUSABLE_EDITS, USABLE_EDITS } from './editShapes.ts';
import type { Knowledge, Shape } from './shape.ts';

const text = (lines: readonly string[]): string => lines.join('\n');
const fence = (lines: readonly string[], info = '', sign = '```'): string =>
  `${sign}${info}\n${text(lines)}\n${sign}`;
const whole = (known: Knowledge): string => fence(known.right, known.languageId);
const shape = (name: string, answer: Shape['answer']): Shape => ({ name, answer });

const indentOf = (line: string): string => /^[ \t]*/.exec(line)?.[0] ?? '';
function dedented(lines: readonly string[]): string[] {
  const base = indentOf(lines.find((line) => line.trim() !== '') ?? '');
  return lines.map((line) => (line.startsWith(base) ? line.slice(base.length) : line.trimStart()));
}
const indented = (lines: readonly string[], by: string): string[] =>
  lines.map((line) => (line.trim() === '' ? line : by + line));
/** Every step of indentation written in another way. */
const reindented = (lines: readonly string[], from: string, to: string): string[] =>
  lines.map((line) => {
    const indent = indentOf(line);
    return indent.replaceAll(from, to) + line.slice(indent.length);
  });
const unitOf = (lines: readonly string[]): string =>
  lines.some((line) => line.startsWith('\t'))
    ? '\t'
    : lines.some((line) => /^ {2}\S/.test(line))
      ? '  '
      : '    ';
const comment = (languageId: string, words: string): string => {
  if (['python', 'ruby', 'yaml', 'perl', 'shellscript'].includes(languageId)) return `# ${words}`;
  if (languageId === 'lua') return `-- ${words}`;
  if (languageId === 'css') return `/* ${words} */`;
  return languageId === 'markdown' || languageId === 'html' ? `<!-- ${words} -->` : `// ${words}`;
};
const lineOf = ({ right, at }: Knowledge): string => right[at] ?? '';
const half = <T>(list: readonly T[]): number => Math.floor(list.length / 2);

/** The right block, put so that it can be used. */
const USABLE: readonly Shape[] = [
  shape('whole', whole),
  shape('without base indentation', (k) => fence(dedented(k.right), k.languageId)),
  shape('first line without indentation', (k) =>
    fence([(k.right[0] ?? '').trimStart(), ...k.right.slice(1)]),
  ),
  shape('deeper', (k) => fence(indented(k.right, '        '), k.languageId)),
  shape('tabs for blanks or the other way round', (k) => {
    const unit = unitOf([...k.above, ...k.right]);
    return fence(reindented(k.right, unit, unit === '\t' ? '    ' : '\t'));
  }),
  shape('other width', (k) => {
    const unit = unitOf([...k.above, ...k.right]);
    return fence(reindented(k.right, unit, unit === '    ' ? '  ' : '   '));
  }),
  shape('other width without base', (k) => {
    const unit = unitOf([...k.above, ...k.right]);
    return fence(reindented(dedented(k.right), unit, unit === '  ' ? '    ' : '  '));
  }),
  shape('in our tags', (k) => fence(['<block>', ...k.right, '</block>'])),
  shape('in our tags without a fence', (k) => `<block>\n${text(k.right)}\n</block>`),
  shape('tags around the fence', (k) => `<block>\n${whole(k)}\n</block>`),
  shape('the excerpt with our tags', (k) =>
    fence([...k.above.slice(-40), '<block>', ...k.right, '</block>', ...k.below.slice(0, 40)]),
  ),
  shape('numbered 1:', (k) => fence(k.right.map((line, index) => `${index + 1}: ${line}`))),
  shape('numbered 12 |', (k) =>
    fence(k.right.map((line, index) => `${k.number + index} | ${line}`)),
  ),
  shape('numbered 12→', (k) =>
    fence(k.right.map((line, index) => `${`${k.number + index}`.padStart(6)}→${line}`)),
  ),
  shape('numbered by a tab', (k) =>
    fence(k.right.map((line, index) => `${k.number + index}\t${line}`)),
  ),
  shape('four backticks', (k) => fence(k.right, k.languageId, '````')),
  shape('tildes', (k) => fence(k.right, k.languageId, '~~~')),
  shape('indented fence', (k) => `1. Fixed:\n\n${text(indented(whole(k).split('\n'), '   '))}`),
  shape('prose around', (k) => `Here is the fix:\n\n${whole(k)}\n\nThe name was wrong.`),
  shape(
    'fault quoted first',
    (k) => `The problem:\n\n${fence(k.wrong)}\n\nThe corrected code:\n\n${whole(k)}`,
  ),
  shape('faulty line quoted first', (k) => {
    const wrong = k.wrong.filter((line) => !k.right.includes(line));
    return wrong.length === 0
      ? undefined
      : `This is wrong:\n\n${fence(wrong)}\n\nFixed:\n\n${whole(k)}`;
  }),
  shape('fault quoted after', (k) => `${whole(k)}\n\nBefore it was:\n\n${fence(k.wrong)}`),
  shape('thinking first', (k) => `<think>\nMaybe ${fence(k.wrong)}?\nNo.\n</think>\n\n${whole(k)}`),
  shape(
    'thinking without its beginning',
    (k) => `Let me see. ${fence(k.wrong)}\n</think>\n${whole(k)}`,
  ),
  shape(
    'channels',
    (k) =>
      `<|channel|>analysis<|message|>Hm.<|end|><|start|>assistant<|channel|>final<|message|>${whole(k)}<|return|>`,
  ),
  shape('CRLF', (k) => whole(k).replaceAll('\n', '\r\n')),
  shape('control token behind', (k) => `${whole(k)}<|im_end|>`),
  shape(
    'control tokens around',
    (k) => `<|im_start|>assistant\n${whole(k)}\n<|im_end|>\n<|endoftext|>`,
  ),
  shape('control token in the fence', (k) => fence([...k.right, '<|eot_id|>'])),
  shape('JSON', (k) => JSON.stringify({ explanation: 'A typo.', code: text(k.right) })),
  shape('JSON in a fence', (k) =>
    fence([JSON.stringify({ code: text(k.right) }, undefined, 2)], 'json'),
  ),
  shape(
    'call of a tool',
    (k) =>
      `<tool_call>\n${JSON.stringify({ name: 'edit', arguments: { new_text: text(k.right) } })}\n</tool_call>`,
  ),
  shape('<code>', (k) => `<code>\n${text(k.right)}\n</code>`),
  shape('no fence', (k) => text(k.right)),
  shape('blank lines around', (k) => fence(['', '', ...k.right, '', ''])),
  shape('blank lines dropped', (k) => fence(k.right.filter((line) => line.trim() !== ''))),
  shape('blanks at the ends of lines', (k) => fence(k.right.map((line) => `${line}  `))),
  shape('corrected line only', (k) => (lineOf(k).trim() === '' ? undefined : fence([lineOf(k)]))),
  shape('corrected line only, without indentation', (k) =>
    lineOf(k).trim() === '' ? undefined : fence([lineOf(k).trim()]),
  ),
  shape('corrected line with neighbours', (k) =>
    k.right.length < 5 ? undefined : fence(k.right.slice(Math.max(0, k.at - 1), k.at + 2)),
  ),
  shape('whole file', (k) => fence([...k.above, ...k.right, ...k.below])),
  shape('with three lines on either side', (k) =>
    fence([...k.above.slice(-3), ...k.right, ...k.below.slice(0, 3)]),
  ),
  shape('with lines above, dedented', (k) =>
    fence(dedented([...k.above.slice(-6), ...k.right]), k.languageId),
  ),
];

/** The shapes of answers that must not be used, or only after review. */
const UNUSABLE: readonly Shape[] = [
  shape('unified diff', (k) =>
    fence(
      [
        '--- a/file',
        '+++ b/file',
        '@@ -1,3 +1,3 @@',
        ...k.wrong.map((line) => `-${line}`),
        ...k.right.map((line) => `+${line}`),
      ],
      'diff',
    ),
  ),
  shape('diff without header', (k) => {
    const lines = k.right.map((line, index) =>
      index === k.at ? [`-${k.wrong[index] ?? ''}`, `+${line}`] : [` ${line}`],
    );
    return fence(lines.flat());
  }),
  shape('diff of new lines', (k) =>
    fence(k.right.map((line, index) => (index === k.at ? `+${line}` : ` ${line}`))),
  ),
  ...[
    '... existing code ...',
    '... rest of the function ...',
    'rest of the code remains unchanged',
    'unchanged',
    '...',
    'Other lines stay the same',
  ].map((words) =>
    shape(`left out: ${words}`, (k) => {
      const from = k.at + 1;
      if (k.right.length - from < 3) return undefined;
      const lines = [...k.right.slice(0, from), comment(k.languageId, words)];
      return fence([...lines, ...k.right.slice(-1)]);
    }),
  ),
  shape('left out above', (k) =>
    k.at < 3 ? undefined : fence([k.right[0] ?? '', '    ...', ...k.right.slice(k.at)]),
  ),
  shape('left out in silence', (k) =>
    k.right.length < 8
      ? undefined
      : fence([...k.right.slice(0, 2), ...k.right.slice(half(k.right))]),
  ),
  shape('left out behind code', (k) =>
    k.right.length < 4
      ? undefined
      : fence([`${k.right[0]} ${comment(k.languageId, '...')}`, ...k.right.slice(-1)]),
  ),
  shape('empty fence', () => '```\n```'),
  shape('nothing', () => ''),
  shape('fence not closed', (k) => `\`\`\`\n${text(k.right)}`),
  shape('fence not closed, cut', (k) => `\`\`\`\n${whole(k).slice(4, half([...whole(k)]))}`),
  shape('cut by the limit', (k) => ({ text: whole(k), ending: 'length' })),
  shape(
    'cut and closed',
    (k) => `\`\`\`\n${text(k.right).slice(0, Math.floor(text(k.right).length * 0.6))}\n\`\`\``,
  ),
  shape('no fence, cut', (k) => text(k.right).slice(0, -Math.min(9, half(k.right) + 3))),
  shape(
    'quote of the fault, then cut',
    (k) => `${fence(k.wrong)}\nFixed:\n\`\`\`\n${text(k.right.slice(0, half(k.right)))}`,
  ),
  shape('bidi override', (k) =>
    fence(k.right.map((line, index) => (index === k.at ? `${line}\u202e` : line))),
  ),
  shape('zero width', (k) =>
    fence(k.right.map((line, index) => (index === k.at ? `${line}\u200b` : line))),
  ),
  shape('BOM', (k) => fence([`\ufeff${k.right[0]}`, ...k.right.slice(1)])),
  shape('NUL', (k) => fence(k.right.map((line, index) => (index === k.at ? `${line}\0` : line)))),
  shape('token in the midst', (k) =>
    fence(k.right.map((line, index) => (index === k.at ? `${line}<|fim_middle|>` : line))),
  ),
  shape('line twice', (k) =>
    fence(k.right.flatMap((line, index) => (index === k.at ? [line, line] : [line]))),
  ),
  shape('wrong line kept beside the right one', (k) => {
    const wrong = k.wrong.find((line) => !k.right.includes(line));
    return wrong === undefined
      ? undefined
      : fence(k.right.flatMap((line, index) => (index === k.at ? [wrong, line] : [line])));
  }),
  shape('block twice', (k) =>
    k.right.length < 2 ? undefined : fence([...k.right, '', ...k.right]),
  ),
  shape('lines of another place', (k) => {
    const lines = [...k.above.slice(-30, -12)].filter((line) => line.trim() !== '');
    return lines.length < 4 ? undefined : fence(lines.slice(0, k.right.length));
  }),
  shape('another place below', (k) => {
    const lines = k.below.slice(8, 8 + k.right.length);
    return lines.join('').trim() === '' ? undefined : fence(lines);
  }),
  shape('refusal', () => "I'm sorry, but I can't help with that."),
  shape('refusal in a fence', () => "```\nI'm sorry, but I cannot do this.\n```"),
  shape(
    'prose in a fence',
    () => '```\nYou should rename the variable and run the tests again.\n```',
  ),
  shape('prose above code in a fence', (k) => fence(['Here is the corrected code:', ...k.right])),
  shape('prose below code in a fence', (k) =>
    fence([...k.right, 'I have fixed the name of the variable.']),
  ),
  shape('another language', () => fence(['fn main() {', '    println!("{}", 42);', '}'], 'rust')),
  shape('comment that tells the change', (k) =>
    fence(
      k.right.map((line, index) =>
        index === k.at ? `${line} ${comment(k.languageId, 'Fixed: the name')}` : line,
      ),
    ),
  ),
  shape('a second change far away', (k) => {
    const far = k.at > half(k.right) ? 1 : k.right.length - 2;
    const line = k.right[far] ?? '';
    if (Math.abs(far - k.at) < 3 || line.trim().length < 6) return undefined;
    return fence(
      k.right.map((each, index) => (index === far ? line.replace(/\w{3,}/, 'other') : each)),
    );
  }),
  shape('numbered line among others', (k) =>
    fence(k.right.map((line, index) => (index === k.at ? `${k.number + index}: ${line}` : line))),
  ),
  shape('entities', (k) => {
    const escaped = (line: string) =>
      line.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
    return text(k.right) === escaped(text(k.right)) ? undefined : fence(k.right.map(escaped));
  }),
  shape('class around it', (k) => fence(['class Other {', ...indented(k.right, '    '), '}'])),
];

const MENDING = [...USABLE, ...USABLE_EDITS];
export const SHAPES: readonly Shape[] = [...MENDING, ...UNUSABLE, ...UNUSABLE_EDITS];
/** Names of shapes in which the right block can be found. */
export const USABLE_NAMES: ReadonlySet<string> = new Set(MENDING.map(({ name }) => name));
