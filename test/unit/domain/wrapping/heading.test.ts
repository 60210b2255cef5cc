import { checkGrowing, STATEMENT, type UnwrapRow } from '../../../support/unwrapping.ts';

const PLACE = 'function f(a: number) {\n  const b = ▮\n}\n';
const CODE = 'g(a, "x");\n  return b < 3 && a > 2;';
const FENCE = `\`\`\`ts\n${CODE}\n\`\`\``;
const row = (name: string, said: string, answer = CODE): UnwrapRow => [name, PLACE, said, answer];
const kept = (name: string, said: string, languageId: string): UnwrapRow => [
  name,
  STATEMENT,
  said,
  said,
  languageId,
];
const indented = (text: string, indent: string): string => text.replaceAll('\n', `\n${indent}`);

describe('headings and list marks', () => {
  checkGrowing([
    row('a heading and a fence', `### Solution\n${FENCE}`),
    row('a heading, a sentence and a fence', `## Solution\n\nHere is the code:\n\n${FENCE}`),
    row('a heading alone', `## Completion\n\n${CODE}`),
    row('a bold label and a fence', `**Completion:**\n\n${FENCE}`),
    row('a bold word and a fence', `**Completion**\n\n${FENCE}`),
    row('a bold label alone', `**Answer**:\n${CODE}`),
    row('a list mark and a fence', `- ${FENCE}`),
    row('a list mark and an indented fence', `- ${indented(FENCE, '  ')}`),
    row('a number and a fence', `1. ${FENCE}`),
    row('an item above a fence', `1. Complete:\n\n   ${indented(FENCE, '   ')}`),
    row('an item above a fence that is not indented', `1. Complete the line:\n\n${FENCE}`),
    [
      'a heading and a fence in Python',
      STATEMENT,
      '### Solution\n```python\nreturn 1\n```',
      'return 1',
      'python',
    ],
    kept('a comment in Python', '# Solution\nreturn 1', 'python'),
    kept('a comment in a shell', '## Completion\n\necho 1', 'shellscript'),
    kept('a directive', '# define A\n# include B', 'cpp'),
    kept('items of YAML', '- a\n- b', 'yaml'),
    kept('a multiplication', '* a\n* b', 'typescript'),
    kept('items alone', '1. a\nb', 'typescript'),
    [
      'a heading in Markdown',
      '# A\n\n▮',
      '## Solution\n\n```ts\nf();\n```',
      '## Solution\n\n```ts\nf();\n```',
      'markdown',
    ],
    [
      'a heading in a template',
      'const a = `\n▮\n`;',
      '## Solution\n\n```ts\nf();\n```\n`;',
      '## Solution\n\n```ts\nf();\n```\n`;',
    ],
    ['a heading in a comment', '/*\n▮\n*/', '## Solution\n\nWords.', '## Solution\n\nWords.'],
  ]);
});
