import type { Shape, TrueAnswer } from './shape.ts';

/** Ends of answers, as the families of models spell them. */
export const END_TOKENS = [
  '<|endoftext|>',
  '<|im_end|>',
  '<|eot_id|>',
  '<|end_of_text|>',
  '<|EOT|>',
  '<|end|>',
  '<|file_sep|>',
  '<|fim_pad|>',
  '<|cursor|>',
  '<|python_tag|>',
  '<|code_suffix|>',
  '<|file_separator|>',
  '<|eom_id|>',
  '<|return|>',
  '<｜end▁of▁sentence｜>',
  '<｜fim▁begin｜>',
  '<end_of_turn>',
  '<start_of_turn>',
  '<file_sep>',
  '<fim_prefix>',
  '<fim-suffix>',
  '<[fim-suffix]>',
  '<EOT>',
  '</s>',
  '[/INST]',
] as const;

/** Tokens in front of answers. */
export const FRONT_TOKENS = [
  '<|fim_middle|>',
  '<|im_start|>assistant\n',
  '<|start_header_id|>assistant<|end_header_id|>\n\n',
  '<｜fim▁end｜>',
  '<fim_middle>',
  '<start_of_turn>model\n',
  '<|assistant|>\n',
  '[/INST] ',
  '<s>',
  '<MID>',
] as const;

const THOUGHT = `Okay, so the user wants to finish this.
Let me think about what stands before the cursor, and what follows it.

There could be a loop:

  for (const a of b) { c(a); }

I will write the rest.`;

const fenced = (fence: string, info: string, middle: string): string =>
  `${fence}${info}\n${middle}${middle.endsWith('\n') ? '' : '\n'}${fence}`;

/** Fences and tags would be content there: in prose, and where comments and strings hold them. */
const isPlain = ({ prefix, middle, suffix, languageId }: TrueAnswer): boolean =>
  !/^(?:markdown|plaintext|html|json|xml)$/.test(languageId) &&
  !/`{3}|~~~|<\/?code|<\/?think|<\/?output|<\/?answer/i.test(prefix + middle + suffix);

const inCode =
  (of: (answer: TrueAnswer) => string): Shape['of'] =>
  (answer) =>
    isPlain(answer) && isOutside(answer) ? of(answer) : undefined;

/** True where the cursor is in no comment and no string, as far as its line and the marks of long ones tell. */
const isOutside = ({ prefix, languageId }: TrueAnswer): boolean => {
  const line = prefix.slice(prefix.lastIndexOf('\n') + 1).replaceAll(/\\./g, '');
  const isOdd = (mark: string) => prefix.split(mark).length % 2 === 0;
  if (isOdd('"""') || isOdd("'''") || (isOdd('`') && /script|go/.test(languageId))) return false;
  if (prefix.lastIndexOf('/*') > prefix.lastIndexOf('*/')) return false;
  const isInString = line.split('"').length % 2 === 0 || line.split("'").length % 2 === 0;
  return !isInString && !/\/\/|^\s*\*|#|--|<!--/.test(line);
};

const fence = (name: string, of: (answer: TrueAnswer) => string): Shape => ({
  name,
  of: inCode(of),
});

const plain = (name: string, of: (answer: TrueAnswer) => string): Shape => ({
  name,
  of: (answer) => (holdsTokens(answer) ? undefined : of(answer)),
});

const holdsTokens = ({ prefix, middle, suffix }: TrueAnswer): boolean =>
  /<[|｜]|<\/?s>|<\/?think|\[\/?INST|<(?:fim|file_sep|EOT|MID)|[\u200b\u2581\u0120\ufeff]/.test(
    prefix + middle + suffix,
  );

const openEnd = ({ middle }: TrueAnswer): boolean => /["'`<[]/.test(middle);

/** In small letters they are elements where there are elements. */
const element = (name: string): Shape => ({
  name: `${name} elements`,
  of: (answer) =>
    /react$|^(?:php|vue|javascript)$/.test(answer.languageId)
      ? undefined
      : inCode(({ middle }) => `<${name}>\n${middle}\n</${name}>`)(answer),
});

/** Answers as models give them, by what they put around the code. */
export const wrappingShapes: readonly Shape[] = [
  fence('a fence', ({ middle, languageId }) => fenced('```', languageId, middle)),
  fence('a fence without a language', ({ middle }) => fenced('```', '', middle)),
  fence('a fence of tildes', ({ middle }) => fenced('~~~', 'text', middle)),
  fence('a fence of four', ({ middle, languageId }) => fenced('````', languageId, middle)),
  fence('a fence with attributes', ({ middle }) =>
    fenced('```', 'ts title="src/a.ts" {1,3}', middle),
  ),
  fence('a fence with a path', ({ middle, languageId }) =>
    fenced('```', `${languageId}:src/a.b`, middle),
  ),
  fence('a fence that was cut', ({ middle }) => `\`\`\`\n${middle}`),
  fence(
    'prose and a fence',
    ({ middle, languageId }) =>
      `Here is the completed code:\n\n${fenced('```', languageId, middle)}`,
  ),
  fence(
    '"Sure!" and a fence',
    ({ middle }) => `Sure! Here's the code that fits at the cursor:\n${fenced('```', '', middle)}`,
  ),
  fence(
    'a sentence and a fence',
    ({ middle }) => `The function should go on like this.\n\n${fenced('```', '', middle)}`,
  ),
  fence(
    'German and a fence',
    ({ middle }) => `Hier ist der vervollständigte Code:\n\n${fenced('```', '', middle)}`,
  ),
  fence(
    'Chinese and a fence',
    ({ middle }) => `以下是补全的代码：\n\n${fenced('```', '', middle)}`,
  ),
  fence(
    'a fence and prose',
    ({ middle }) => `${fenced('```', '', middle)}\n\nThis code goes on with what you have begun.`,
  ),
  fence(
    'an announcement without a fence',
    ({ middle }) => `Here is the completed code:\n\n${middle}`,
  ),
  fence(
    'two fences',
    ({ middle }) => `${fenced('```', '', middle)}\n\nOr, shorter:\n\n${fenced('```', '', 'pass')}`,
  ),
  element('code'),
  fence('COMPLETION elements', ({ middle }) => `<COMPLETION>\n${middle}\n</COMPLETION>`),
  {
    name: 'completion elements on a line',
    of: (answer) =>
      answer.middle.startsWith('\n')
        ? undefined
        : inCode(({ middle }) => `<completion>${middle}</completion>`)(answer),
  },
  element('answer'),
  element('output'),
  fence('an object', ({ middle }) => JSON.stringify({ completion: middle })),
  fence('an object with members beside', ({ middle, languageId }) =>
    JSON.stringify({ language: languageId, completion: middle, confidence: 0.9 }, null, 2),
  ),
  fence('objects in an array', ({ middle }) => JSON.stringify([{ completion: middle }])),
  fence('an object in a fence', ({ middle }) =>
    fenced('```', 'json', JSON.stringify({ completion: middle })),
  ),
  fence(
    'thinking and a fence',
    ({ middle }) => `<think>\n${THOUGHT}\n</think>\n\n${fenced('```', '', middle)}`,
  ),
  fence('a fence and a token', ({ middle }) => `${fenced('```', '', middle)}<|im_end|>`),
  fence(
    'a token and a fence',
    ({ middle }) => `<|im_start|>assistant\n${fenced('```', '', middle)}<|im_end|>`,
  ),
  plain('thinking', ({ middle }) => `<think>\n${THOUGHT}\n</think>\n\n${middle}`),
  plain('empty thinking', ({ middle }) => `<think>\n\n</think>\n\n${middle}`),
  plain(
    'thinking by its long name',
    ({ middle }) => `<thinking>\n${THOUGHT}\n</thinking>\n\n${middle}`,
  ),
  plain('thinking without a beginning', ({ middle }) => `${THOUGHT}\n</think>\n\n${middle}`),
  plain('the end of thinking alone', ({ middle }) => `</think>\n\n${middle}`),
  plain(
    'an analysis and its channels',
    ({ middle }) =>
      `<|channel|>analysis<|message|>${THOUGHT}<|end|><|start|>assistant<|channel|>final<|message|>${middle}`,
  ),
  ...END_TOKENS.map((token) => plain(`${token} behind`, ({ middle }) => `${middle}${token}`)),
  ...['<|endoftext|>', '<|im_end|>', '<file_sep>', '<｜end▁of▁sentence｜>'].map((token) =>
    plain(`${token} and more`, ({ middle }) => `${middle}${token}\n\nint main() {}\n`),
  ),
  ...[
    '<|endoftext|>',
    '<｜end▁of▁sentence｜>',
    '<end_of_turn>',
    '<fim-suffix>',
    '<|fim_suffix|>',
  ].map(
    (token): Shape => ({
      name: `${token} cut in half`,
      of: (answer) =>
        holdsTokens(answer) || openEnd(answer)
          ? undefined
          : `${answer.middle}${token.slice(0, token.length / 2)}`,
    }),
  ),
  ...FRONT_TOKENS.map((token) =>
    plain(`${JSON.stringify(token)} in front`, ({ middle }) => token + middle),
  ),
  plain('a byte order mark', ({ middle }) => `\ufeff${middle}`),
  plain('line ends of Windows', ({ middle }) => middle.replaceAll('\n', '\r\n')),
  plain('a NUL behind', ({ middle }) => `${middle}\0`),
  plain('colors of a terminal', ({ middle }) => `\x1b[32m${middle}\x1b[0m`),
  plain('marks without width', ({ middle }) => `\u200b${middle}\u2060`),
  {
    name: 'blanks of SentencePiece',
    of: (answer) =>
      holdsTokens(answer) || openEnd(answer) || / {2}|^ | $|^$/m.test(answer.middle)
        ? undefined
        : answer.middle.replaceAll(' ', '\u2581'),
  },
];
