import { checkGrowing, STATEMENT, type UnwrapRow } from '../../../support/unwrapping.ts';

const PLACE = 'function f(a: number) {\n  const b = ▮\n}\n';
const CODE = 'g(a, "x");\n  return b < 3 && a > 2;';
const row = (name: string, said: string, answer = CODE): UnwrapRow => [name, PLACE, said, answer];

describe('code beside its fence', () => {
  checkGrowing([
    row('with its language', `\`\`\`ts ${CODE}\`\`\``),
    row('without a language', `\`\`\`${CODE}\`\`\``),
    row('with the language of another name', `\`\`\`typescript ${CODE}\n\`\`\``),
    row('with an attribute', `\`\`\`ts title="src/a b.ts" {1,3} ${CODE}\n\`\`\``),
    row('with backticks in it', '```ts g(`a`);\n  h();\n```', 'g(`a`);\n  h();'),
    row('a variable named as a language is', '```c = 3;\n  d();\n```', 'c = 3;\n  d();'),
    row('a path', `\`\`\`ts src/a.ts\n${CODE}\n\`\`\``),
    row('a path and lines', `\`\`\`12:30:src/a.ts\n${CODE}\n\`\`\``),
    row('a title alone', `\`\`\`title="a.ts"\n${CODE}\n\`\`\``),
    row('a language with its path', `\`\`\`ts:src/a.b\n${CODE}\n\`\`\``),
    row('a language in braces', `\`\`\`{.ts .numberLines}\n${CODE}\n\`\`\``),
    row('a language that nobody knows', `\`\`\`foolang\n${CODE}\n\`\`\``),
    row('on one line, named otherwise', '```js g(a);```', 'g(a);'),
    ['a statement', STATEMENT, '```if xs:\n    g()\n```', 'if xs:\n    g()', 'python'],
    [
      'a statement with its language',
      STATEMENT,
      '```python if xs:\n    g()```',
      'if xs:\n    g()',
      'python',
    ],
    [
      'in Markdown',
      '# A\n\n▮',
      '```ts title="a"\nf();\n```',
      '```ts title="a"\nf();\n```',
      'markdown',
    ],
  ]);
});
