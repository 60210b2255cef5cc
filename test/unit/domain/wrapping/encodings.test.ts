import { checkGrowing, LINE, STATEMENT, type UnwrapRow } from '../../../support/unwrapping.ts';

const PLACE = 'f();\n▮\ng();\n';
const same = (name: string, drawn: string, said: string, languageId = 'typescript'): UnwrapRow => [
  name,
  drawn,
  said,
  said,
  languageId,
];

describe('an answer that is a string of JSON', () => {
  checkGrowing([
    ['behind a word', LINE, '"foo(a,\\n  b)"', 'foo(a,\n  b)'],
    ['where a statement begins', PLACE, '"const x = g(\\"a\\");"', 'const x = g("a");'],
    [
      'of several lines there',
      STATEMENT,
      '"if xs:\\n        g()"',
      'if xs:\n        g()',
      'python',
    ],
    same('a string of one line', LINE, '"foo(a, b)"'),
    same('a text of several lines', LINE, '"First line\\n  second line"'),
    same('data', LINE, '"{\\n  \\"a\\": 1\\n}"'),
    same('a string and more', LINE, '"foo(a,\\n  b)" + c;'),
    same('a directive', '▮\nf();', '"use strict"'),
    same('a docstring', STATEMENT, '"""Adds (a, b).\n    """', 'python'),
    same('in a document that has such strings', 'a("b;\\n");\nc(▮', '"foo(a,\\n  b);\\n"'),
    same('in JSON', '{"a": ▮}', '"f(a,\\n  b);"', 'json'),
  ]);
});

describe('line ends that are spelled', () => {
  checkGrowing([
    ['behind a word', LINE, 'foo(a,\\n  b);\\ng();', 'foo(a,\n  b);\ng();'],
    ['of Python', STATEMENT, 'if xs:\\n        return 1', 'if xs:\n        return 1', 'python'],
    ['with tabs', 'func f() {\n\t▮\n}', 'if a {\\n\\t\\tg()\\n\\t}', 'if a {\n\t\tg()\n\t}', 'go'],
    ['beside those of strings', LINE, 'f("a\\n");\\ng();', 'f("a\\n");\ng();'],
    ['with quotes spelled, too', LINE, 'f(\\"a\\\\n\\");\\ng();', 'f("a\\n");\ng();'],
    same('of strings alone', LINE, "f('a\\nb', `c\\n`);"),
    same('of a letter', 'let a = ▮', "f('\\n');", 'rust'),
    same('of a regular expression', LINE, 'a.split(/\\r?\\n/);'),
    same('beside true ones', LINE, 'f(a \\n b);\ng();'),
    same('a function of Haskell', 'f = ▮', '\\n -> n + 1', 'haskell'),
    same('a path', '$a = ▮', 'C:\\new\\table', 'powershell'),
    same('in a string that stood open', "const a = '▮", "b\\nc';"),
  ]);
});

describe('signs spelled as in HTML', () => {
  checkGrowing([
    ['comparisons', LINE, 'a &lt; b &amp;&amp; c &gt; d;', 'a < b && c > d;'],
    ['quotes', STATEMENT, 'f(&quot;a&quot;, &#39;b&#39;)', 'f("a", \'b\')', 'python'],
    ['types', 'let a: ▮', 'Vec&lt;Option&lt;u8&gt;&gt;;', 'Vec<Option<u8>>;', 'rust'],
    same('in a string', LINE, "s.replace('<', '&lt;');"),
    same('in a pattern', LINE, 's.match(/&amp;/g);'),
    same('in a comment', '/// ▮\n', 'Is a &lt; b.', 'csharp'),
    same('in HTML', '<p>▮</p>', 'a &lt; b', 'html'),
    same('in JSX', 'return <p>▮</p>', 'a &lt; b', 'typescriptreact'),
    same('in Markdown', '# A\n\n▮', 'a &lt; b', 'markdown'),
    same('an address', 'int *p ▮', '= &lt;\nf(p);', 'c'),
    same('a conjunction', LINE, 'a && lt;'),
  ]);
});

describe('elements of other makers', () => {
  checkGrowing([
    ['a quoting section of XML', LINE, '<![CDATA[sum(a[b[0]]);]]>', 'sum(a[b[0]]);'],
    ['of several lines', PLACE, '<![CDATA[\nsum(a);\ng();\n]]>', 'sum(a);\ng();'],
    [
      'an artifact',
      PLACE,
      '<antArtifact identifier="a" type="application/vnd.ant.code" language="ts">\nsum(a);\n</antArtifact>',
      'sum(a);',
    ],
    ['an artifact on a line', LINE, '<artifact>sum(a);</artifact>', 'sum(a);'],
    ['a file', PLACE, '<file path="src/a.ts">\nsum(a);\n</file>', 'sum(a);'],
    same('a section in XML', '<a>▮</a>', '<![CDATA[a]]>', 'xml'),
    same('an element in XML', '<a>▮</a>', '<file>a</file>', 'xml'),
  ]);
});
