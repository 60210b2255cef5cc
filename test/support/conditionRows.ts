import { LINE } from './unwrapping.ts';

/** Texts that a layer changes at the place that is drawn with `▮`, each of them by another part of its condition. */
export interface ConditionRow {
  readonly layer: string;
  readonly isOver: boolean;
  readonly drawn: string;
  readonly languageId: string;
  readonly texts: readonly string[];
}

/** A place where a statement of TypeScript begins. */
const BELOW = 'f();\n▮\n';
/** A place in a comment. */
const COMMENT = 'f();\n// ▮\n';

const whole =
  (isOver: boolean) =>
  (layer: string, texts: readonly string[], drawn = BELOW, languageId = 'typescript') => ({
    layer,
    isOver,
    drawn,
    languageId,
    texts,
  });
const over = whole(true);
const growing = whole(false);

const LONG_TALK = `Here is ${'a word '.repeat(100)}= b.\na(b);`;

export const conditionRows: readonly ConditionRow[] = [
  over('dropUnseen', ['a\0', 'a\u200b', '\ud83d', '\r\n']),
  growing('dropUnseen', ['a\0', 'a\u200b', '\r\n']),
  over('mendBlanks', ['a\u00a0= b', 'a\u3000= b']),
  growing('mendBlanks', ['a\u00a0= b', 'a\u2028b']),
  over('dropThinking', ['<think>a</think>b', ' [THINK]a[/THINK]b', '\u25c1think\u25b7a']),
  growing('dropThinking', ['<', '\n[', '\u25c1']),
  over('skipLeadingTokens', ['<s>a', '\n[INST]a']),
  growing('skipLeadingTokens', ['<', '[PRE', '<|im_start|>']),
  over('dropHeading', ['### A\n```\na', '- ```\n  a', '1. ```\na', '2) ```\na', '**A**\n```\na']),
  growing('dropHeading', ['#', '-', '+ a', '*', '12', '1.', '**', '# a', '**a**']),
  over('dropTalk', ['Here is the code:\na(b);', '**Answer:**\na(b);', '(no code needed)']),
  over('dropTalk', ['Here is `a = b`:\na(b);', 'Here is `a = b:\na(b);', LONG_TALK]),
  over('dropTalk', ['以下はコードです。\na(b);', 'I cannot.', 'no code']),
  over('dropTalk', [
    'Sorry',
    'apologies;',
    'UNFORTUNATELY',
    'a</think>b',
    'return a</think>b',
    'Let me think about it.\n</think>a',
  ]),
  growing('dropTalk', [
    ' ',
    'a b',
    'a <',
    'a [',
    'a </thi',
    'a [/',
    'a \u25c1',
    'a `b = c',
    'a (b',
  ]),
  growing('dropTalk', ['a `b = c` d', LONG_TALK, 'Here is (a) `b = c`:\nd(e);']),
  growing('dropTalk', ['return `a = b` c', 'return `a = b', 'return (a']),
  growing('dropTalk', ['return a', 'Here is the code:\n', 'Here is the code:\na(b);']),
  over(
    'dropLabel',
    [
      ...['Answer', 'Assistant', 'Completion', 'Output', 'Result', 'Solution', 'Response', 'Code'],
      ...['Insertion', 'Middle', 'AI', 'The answer is', 'Missing code', 'Completed code'],
      ...['Final code', 'Full code', 'Corrected code', 'Remaining code', 'Resulting code'],
      ...['Inserted code', 'Here is the code', 'Here’s the rest'],
    ].map((label) => `${label}: f(a)`),
    LINE,
  ),
  over('dropLabel', ['Sure! f(a)', 'certainly! f(a)', 'of course! f(a)', ' absolutely! f(a)']),
  growing('dropLabel', ['The', 'answ', 'ai', 'Here is', 'Answer: ', 'Sure! '], LINE),
  over('unwrapFence', ['```\na\n```', '\n~~~\na']),
  growing('unwrapFence', ['`', '~']),
  over('unwrapTags', ['<completion>a', '\n<CODE>a</CODE>']),
  growing('unwrapTags', ['<', '<comp', '<completion>']),
  over('unwrapCdata', ['<![CDATA[a]]>']),
  growing('unwrapCdata', ['<', '<!', '<![CDATA[']),
  over('unwrapJson', ['{"completion": "a"}', '[ {"completion": "a"}]', '[[{"completion": "a"}]]']),
  growing('unwrapJson', ['{', '[', '{ "c', '[\n{']),
  over('unwrapJsonString', ['"f(a);\\n"']),
  growing('unwrapJsonString', ['"', '\n"f(']),
  over('decodeEscapes', ['a;\\nb;', 'f(\\"a\\");']),
  growing('decodeEscapes', ['a\\', 'a\\n', 'a\\r', 'a\\t', 'a\\"']),
  over(
    'decodeEntities',
    [...['lt', 'gt', 'amp', 'quot', 'apos', 'nbsp', '#34', '#39', '#x27', '#60', '#62']].map(
      (name) => `a &${name}; b`,
    ),
  ),
  growing('decodeEntities', ['a &', 'a &l', 'a &#', 'a &#x2', 'a &lt;']),
  over('dropLineMarks', ['1: a;\n2: b;', ' 1| a;\n 2| b;', '+ a;\n+ b;', '> a;\n> b;']),
  growing('dropLineMarks', [' ', '1', '  12 ', '1. a', '+ a', '> a']),
  over('dropNothing', ['[empty]', '(nothing).', '<blank>', '{n/a}', 'null', 'undefined', 'None']),
  over('dropNothing', ['nil', 'NULL', 'N/A', ' null\n']),
  growing('dropNothing', ['[', '(', '<no co', '{n/', 'n', 'u', 'N', 'nul', '[empty]']),
  over('dropPlaceholders', ['<CURSOR>', '[caret]', '{{CURSOR}}', '{{ FILL_HERE }}', '</CURSOR>']),
  over('dropPlaceholders', ['a\u2588', 'a(<YOUR_CODE_HERE>']),
  growing('dropPlaceholders', [
    'a <',
    'a [',
    'a {',
    'a <<CURS',
    'a {{ fi',
    'a [INSERT_HERE',
    'a\u2588',
  ]),
  over('cutAtTokens', [
    'a<|im_end|>b',
    'a<\uff5cend\uff5c>b',
    'a<file_sep>b',
    'a;<EOT>b',
    'a;[/INST]b',
  ]),
  over('cutAtTokens', [
    'a</s>',
    'a <pad> \n',
    'a<|endof',
    'a<fim_ \n',
    'a</think',
    'a[/I',
    'a [MASK]',
  ]),
  growing('cutAtTokens', ['a<|im_end|>b', 'a <', 'a [', 'a<|im', 'a</s>\n', 'a<fim_ \n', 'a [/']),
  over('cutBehind', [
    'a;\n```\nb',
    'a;```',
    'a;\n\nThis code adds them.',
    'a;\n \n**Note** that it adds.',
  ]),
  growing('cutBehind', [
    'a;\n ',
    'a;\n`',
    'a;\n  ``',
    'a;`',
    'a;` \n',
    'a;\n```\nb',
    'a;\n\nThi',
    'a;\n\n  *',
  ]),
  over(
    'cutAtLeftOut',
    [
      ...['...', '\u2026', '... existing code ...', 'keep existing code ...', 'all other code ...'],
      ...['the rest of the code', 'your existing code ...', 'any other code ...'],
      ...['remaining code omitted', 'previous code omitted', 'other code omitted', 'unchanged'],
      ...['omitted', 'elided', 'Code unchanged', 'remains the same as before'],
      ...['stays the same as before', 'same as above', 'more code ...', 'rest of the code'],
      ...['existing code unchanged'],
    ].flatMap((words) => [`// ${words}`, `a;\n  /* ${words} */\nb;`]),
  ),
  over('cutAtLeftOut', ['...', '... existing code', 'rest of the code'], COMMENT),
  over('cutAtLeftOut', ['a;\n  ...\nb;', '\u2026', '# ...', '<!-- ... -->', '{/* ... */}']),
  over('cutAtLeftOut', ['a;\n////-- ...', 'a;\n...', 'a;\n\u2026\nb']),
  over('cutAtLeftOut', ['a (* ... *)'], BELOW, 'ocaml'),
  over('cutAtLeftOut', ['a {- ... -}', 'a -- ...'], BELOW, 'haskell'),
  over('cutAtLeftOut', ['a --[[ ...'], BELOW, 'lua'),
  over('cutAtLeftOut', ['(a) ; ...'], BELOW, 'clojure'),
  over('cutAtLeftOut', ['a % ...'], BELOW, 'matlab'),
  growing('cutAtLeftOut', ['x //', 'x //  ', 'x /* */ z', '<!-- --> z', 'x // ex', 'x // .']),
  growing('cutAtLeftOut', [
    'x // the o',
    'x // \u2026',
    'x /',
    '-',
    '<',
    '<!',
    '{',
    '{/',
    '#',
    '%',
  ]),
  growing('cutAtLeftOut', ['x;\n.', '\u2026', 'x // ...\nz;', 'x;\n...\nz', 'x;\n// rest of t']),
  growing('cutAtLeftOut', [`x //${' '.repeat(150)}z`, `x ${'/'.repeat(150)}z`]),
  growing(
    'cutAtLeftOut',
    ['ex', '.', 'the re', '\u2026', '...\nz', 'rest of the code\nz'],
    COMMENT,
  ),
  growing('cutAtLeftOut', ['x (', 'x (*', 'x (* *)z', 'x (* ... *)\nz'], BELOW, 'ocaml'),
  growing('cutAtLeftOut', ['x -', 'x {', 'x {- -}z', 'x {- ...\nz'], BELOW, 'haskell'),
  growing(
    'cutAtLeftOut',
    ['x --', 'x --[', 'x --[[', 'x --[[ --]]z', 'x --[[ ...\nz'],
    BELOW,
    'lua',
  ),
  growing('cutAtLeftOut', ['x ;', 'x ; re', 'x ; ...\nz'], BELOW, 'clojure'),
];
