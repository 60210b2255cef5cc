import { checkGrowing, STATEMENT, type UnwrapRow } from '../../../support/unwrapping.ts';

const PLACE = 'function f(a: number) {\n  const b = ▮\n}\n';
const CODE = 'g(a, "x");\n  return b < 3 && a > 2;';
const labels = [
  'Answer: ',
  'Completion: ',
  'The missing code is: ',
  'The answer is: ',
  'Here is the code: ',
  'Sure! ',
  'assistant: ',
  'Output: ',
  'Assistant:\n',
  'Completed code: ',
];
const kept = (name: string, drawn: string, said: string, languageId = 'typescript'): UnwrapRow => [
  name,
  drawn,
  said,
  said,
  languageId,
];

describe('labels', () => {
  checkGrowing(labels.map((label) => [JSON.stringify(label), PLACE, label + CODE, CODE]));
  checkGrowing([
    ['in front of a fence', PLACE, `Answer: \`\`\`ts\n${CODE}\n\`\`\``, CODE],
    kept('the end of a block’s head', "if 'a' in ▮\n    pass\n", 'response:\n    b()', 'python'),
    ['in front of a word', PLACE, 'Answer: total;', 'total;'],
    ['in front of a statement', STATEMENT, 'Answer: return xs[0]', 'return xs[0]', 'python'],
    ['in front of an argument', 'f(▮);', 'Answer: a[0], b', 'a[0], b'],
    kept('a key of YAML', 'a: 1\n▮', 'Answer: f(42)', 'yaml'),
    kept('a value of JSON', '{"a": ▮}', 'Answer: 4', 'json'),
    kept('a key of an object', 'const a = {\n  ▮\n};', 'Answer: f(42),'),
    kept('a key behind a brace', 'const a = { ▮ };', 'Output: f(42)'),
    kept('a named argument', 'F(▮);', 'Output: f(42)', 'csharp'),
    kept('a label', 'f();\n▮', 'Output: for (const a of b) f(a[0]);'),
    kept('an annotation', 'x = 1\n▮', 'Answer: int = 42', 'python'),
    kept('a string', "const a = '▮';", 'Answer: f(42)'),
    kept('a comment', '// ▮', 'Answer: f(42)'),
    kept('a template', 'const a = `▮', 'Answer: f(42)`;'),
    kept('Markdown', '# A\n\n▮', 'Answer: f(42)', 'markdown'),
    kept('plain text', '▮', 'The answer is: f(42)', 'plaintext'),
    kept('names that begin so', 'const a = ▮', 'answer.of(b);'),
    kept('a condition', 'const a = ▮', 'b ? output : c[0];'),
    kept('a parameter', 'const a = (▮', 'code: string) => f(code);'),
    kept('a parameter of Rust', 'xs.map(|▮', 'result: Vec<u8>| f(result))', 'rust'),
    kept('a bound of Rust', 'fn f<▮', 'Output: Into<u8>>() {}', 'rust'),
  ]);
});
