import { checkGrowing, type UnwrapRow } from '../../../support/unwrapping.ts';

const PLACE = 'function f(a: number) {\n  const b = ▮\n}\n';
const LINES = ['g(a, "x");', '  return b < 3 && a > 2;'] as const;
const CODE = LINES.join('\n');
const row = (name: string, said: string, answer = CODE): UnwrapRow => [name, PLACE, said, answer];
const kept = (name: string, drawn: string, said: string, languageId = 'typescript'): UnwrapRow => [
  name,
  drawn,
  said,
  said,
  languageId,
];

describe('marks on each line', () => {
  checkGrowing([
    row('numbers with dots', `1. ${LINES[0]}\n2. ${LINES[1]}`),
    row('numbers with bars', `1 | ${LINES[0]}\n2 | ${LINES[1]}`),
    row('numbers with colons', `2: ${LINES[0]}\n3: ${LINES[1]}`),
    row('numbers in a fence', `\`\`\`ts\n9 | ${LINES[0]}\n10 | ${LINES[1]}\n\`\`\``),
    row('additions', `+ ${LINES[0]}\n+ ${LINES[1]}`),
    row('additions in a fence', `\`\`\`diff\n+ ${LINES[0]}\n+ ${LINES[1]}\n\`\`\``),
    row('an addition alone in a fence', '```diff\n+ g(a);\n```', 'g(a);'),
    row('a change in a fence', `\`\`\`diff\n-h(a);\n+${LINES[0]}\n+${LINES[1]}\n\`\`\``),
    row('a quotation', `> ${LINES[0]}\n> ${LINES[1]}`),
    row('a quotation of a fence', `> \`\`\`ts\n> ${LINES[0]}\n> ${LINES[1]}\n> \`\`\``),
    row('numbers that fall', '2: a(b);\n1: c(d);', '2: a(b);\n1: c(d);'),
    row('a line without', '1 | a(b);\nc(d);', '1 | a(b);\nc(d);'),
    row('one line alone', '1 | a(b);', '1 | a(b);'),
    kept('keys', 'const a = {\n  ▮\n};', "1: 'a',\n  2: 'b',"),
    kept('keys at the beginning of lines', 'const a = {\n▮\n};', "1: 'a',\n2: 'b',"),
    kept('keys of YAML', 'a: 1\n▮', '1: a\n2: b', 'yaml'),
    kept('arms', 'match a {\n▮', '1 | 2 => f(),\n3 | 4 => g(),', 'rust'),
    kept('sums', "const a = 'x'\n▮", "+ 'a'\n+ 'b';"),
    kept('comparisons', 'if (a\n▮', '> b\n> c'),
    kept('changes', '@@ -1 +1 @@\n▮', '+ a\n+ b', 'diff'),
    kept('Markdown', '# A\n\n▮', '1. a\n2. b', 'markdown'),
    kept('a comment', '/*\n▮\n*/', '1. a\n2. b'),
    kept('a template', 'const a = `\n▮', '> a\n> b\n`;'),
  ]);
});
