import { strict as assert } from 'node:assert';
import { toCanonical } from '../../../../server/src/completion/postprocess/index.ts';
import { cursorIn } from '../../../support/caret.ts';
import { checkLines } from '../../../support/lineAfter.ts';

describe('indentation is that of the file', () => {
  const TWO = 'if (x) {\n  a();\n}\nfunction f() {\n  if (y) {\n    b();\n  }\n}\n';
  const FOUR = TWO.replaceAll('  ', '    ');
  checkLines([
    [
      'typescript',
      `${TWO}function g() {¦}`,
      '\n    if (z) {\n        c();\n    }\n',
      'function g() {\n  if (z) {\n    c();\n  }\n}',
    ],
    [
      'typescript',
      `${FOUR}function g() {¦}`,
      '\n  if (z) {\n    c();\n  }\n',
      'function g() {\n    if (z) {\n        c();\n    }\n}',
    ],
    ['makefile', 'all: x¦', '\n    cc x.c', 'all: x\n\tcc x.c'],
    [
      'typescript',
      `${TWO.replaceAll('  ', '\t')}if (z) {¦}`,
      '\n    c();\n',
      'if (z) {\n\tc();\n}',
    ],
    ['cpp', `${TWO}auto a = f(¦)`, '\n    b,\n    c', 'auto a = f(\n    b,\n    c)'],
    // Where the closer behind the cursor would come tells what the answer's steps are.
    [
      'rust',
      `impl A {\n    fn a() {\n        b();\n    }\n    fn c() {¦}\n}`,
      '\n    d()\n  ',
      '    fn c() {\n        d()\n    }',
    ],
    [
      'ruby',
      'class A\n  def a\n    if b\n      c\n    end\n  end\n  def d\n    e.map {¦}\n  end\nend',
      ' |v|\n            f(v)\n        ',
      '    e.map { |v|\n      f(v)\n    }',
    ],
    [
      'kotlin',
      'fun a() {\n    b.map {¦}\n}',
      ' v ->\n        f(v)\n    ',
      '    b.map { v ->\n        f(v)\n    }',
    ],
    // Where nothing else is indented, the cursor's line tells.
    [
      'typescript',
      'function g(b) {\n    ¦\n}',
      '  if (b) {\n    return 1;\n  }\n  return 2;\n}',
      '    if (b) {\n        return 1;\n    }',
    ],
    // A block of code on a page tells for itself alone.
    [
      'markdown',
      '```js\nif (a) {\n  b();\n}\n```\n\n```js\nc({¦})\n```\n',
      '\n    d: 1,\n',
      'c({\n    d: 1,\n})',
    ],
  ]);

  const closing: [languageId: string, drawn: string, answer: string, expected: string][] = [
    [
      'ruby',
      'class A\n  def a\n    if b\n      c\n    else\n      d = |\n  end\nend',
      'e\n        end',
      'e\n    end',
    ],
    [
      'json',
      '{\n  "a": {\n    "b": 1\n  },\n  "c": {\n    |\n}',
      '"d": 1\n    },\n    "e": 2',
      '"d": 1\n  },\n  "e": 2',
    ],
  ];
  for (const [languageId, drawn, answer, expected] of closing) {
    it(`${languageId}: a closer stands out from ${JSON.stringify(answer)}`, () => {
      assert.equal(toCanonical(answer, cursorIn(drawn, { languageId }).cursor), expected);
    });
  }
});

describe('steps of another width become those of the file', () => {
  const TWO = 'if (x) {\n  a();\n}\n';
  const FOUR = 'if (x) {\n    a();\n}\n';
  const cases: readonly (readonly string[])[] = [
    // Behind a comment, and behind a statement with a comment, the next line stands below.
    ['javascript', `${TWO}function f() {\n  // Hack ¦\n}`, 'it\n    b();', '  // Hack it\n  b();'],
    [
      'cpp',
      `${FOUR}enum {\n    a, ///< the ¦\n};`,
      'first\n        b, ///< the second\n        c ///< the third',
      '    a, ///< the first\n    b, ///< the second\n    c ///< the third',
    ],
    // A block that ends the one above stands out by a step.
    [
      'ruby',
      'def a\n  b\nend\ndef c\n  if d\n    ¦\n  end\nend',
      'e\n    else\n        f',
      '    e\n  else\n    f',
    ],
    [
      'rust',
      'fn a() {\n    if b {\n        ¦\n    }\n}',
      'c();\n  } else {\n    d();',
      '        c();\n    } else {\n        d();',
    ],
    [
      'lua',
      'if a then\n    b()\nend\nrepeat\n    c()\n    until ¦',
      'd\n        e()',
      '    until d\n    e()',
    ],
    // What goes on inside a bracket stands below its first word, or a step in, never out.
    [
      'python',
      'def a():\n    b()\n\nseparators = [¦]',
      "';',\n                            ','",
      "separators = [';',\n              ','",
    ],
    [
      'shellscript',
      'if a; then\n    if b; then\n        x=(¦)\n    fi\nfi',
      '$(c |\n      d)',
      '        x=($(c |\n            d)',
    ],
    [
      'rust',
      'fn a() {\n    b();\n    snapshot!(¦);\n}',
      'c, @r###"\n  D\n  "###',
      '    snapshot!(c, @r###"\n    D\n    "###',
    ],
    // Arguments step in as the others do where these agree, and may stand deeper where they do not.
    [
      'typescript',
      `${TWO}${'f(\n  a,\n);\n'.repeat(4)}g(¦);`,
      '\n    b,\n    c,\n',
      'g(\n  b,\n  c,\n',
    ],
    ['typescript', `${TWO}f(\n  a,\n);\ng(¦);`, '\n    b,\n    c\n', 'g(\n    b,\n    c\n'],
    ['javascript', `${TWO}if (\n  ¦\n) {`, 'a &&\n    b &&\n    c', '  a &&\n  b &&\n  c'],
    // A block steps in from where its statement begins.
    [
      'ruby',
      'if a\n  b\nend\ndef c\n  on("d",\n     "e") {¦}\nend',
      ' |f|\n        g(f)\n    ',
      '     "e") { |f|\n    g(f)\n',
    ],
    // Text for people goes on below its first word.
    ['markdown', '- a\n  b\n- `c` ¦', 'is\n    d\n    e.', '- `c` is\n  d\n  e.'],
    ['markdown', '- a\n  b ¦', 'is\n    d.', '  b is\n  d.'],
    // Blocks on a page tell for one that tells nothing, where they all step in alike.
    [
      'markdown',
      `${'```js\nif (a) {\n  b();\n}\n```\n'.repeat(2)}\n\`\`\`js\nc({¦})\n\`\`\`\n`,
      '\n    d: 1,\n',
      'c({\n  d: 1,\n',
    ],
    [
      'markdown',
      '```js\nif (a) {\n  b();\n}\nif (a) {\n    b();\n}\n```\n\n```js\nc({¦})\n```\n',
      '\n    d: 1,\n',
      'c({\n    d: 1,\n',
    ],
    // A label stands where its block is opened, also once blanks become tabs.
    [
      'go',
      'func a() {\n\tb()\n\tswitch c {¦}\n}',
      '\n    case 1:\n        d()\n    ',
      '\tswitch c {\n\tcase 1:\n\t\td()\n',
    ],
    [
      'shellscript',
      'if a; then\n    b\nfi\n¦',
      'case $c in\n  d)\n    e',
      'case $c in\n    d)\n        e',
    ],
    [
      'shellscript',
      'f() {\n    case $a in\n        ¦\n    esac\n}',
      '--b)\n            c\n            return',
      '        --b)\n            c\n            return',
    ],
    [
      'typescript',
      `if (a) {\n  b();\n}\n${'type A<\n  B,\n> = B;\n'.repeat(4)}¦`,
      'type Schema<\n    E,',
      'type Schema<\n  E,',
    ],
    [
      'javascript',
      'if (a) {\n  b();\n}\nfunction c() {\n  ¦\n}',
      '// One,\n    // two.\n    if (d) {\n        e();',
      '  // One,\n  // two.\n  if (d) {\n    e();',
    ],
    // In a string of several lines all is content.
    ['python', 'def a():\n    """A.  (`{¦}`)\n    """', '\n    b ', '    """A.  (`{\n    b '],
    [
      'markdown',
      '```rust\nfn a() {\n    b();\n}\nfn c() {\n    d();\n}\n```\n\n```rust\ne(¦);\n```\n',
      'r"\n  f\n  -\n"',
      'e(r"\n  f\n  -\n"',
    ],
    // The indentation that stands is said again before what ends a block, or where the next line tells.
    ['go', '\tif a {\n\t\tb()\n\t¦', '\t} else {\n\t\tc()', '\t} else {\n\t\tc()'],
    [
      'python',
      'def a():\n    try:\n        b()\n    ¦',
      '    except C:\n        d',
      '    except C:\n        d',
    ],
    [
      'typescript',
      'const a = {\n    b: 1 };\n  ¦',
      '  let c = d;\n  while (c) {',
      '  let c = d;\n  while (c) {',
    ],
    ['python', 'def a():\n        b()\n    ¦', '    c()\n        d()', '        c()\n        d()'],
    // A name is no closer, whatever it is called elsewhere.
    [
      'javascript',
      `${TWO}if (a) {\n  c(¦);\n}`,
      'function (d) {\n    done(d);\n  }',
      '  c(function (d) {\n    done(d);\n  }',
    ],
    [
      'typescript',
      `${TWO}function f() {\n  for (;;) {¦}\n}`,
      '\n    end = 1;\n    start = 2;\n  ',
      '  for (;;) {\n    end = 1;\n    start = 2;\n',
    ],
    // Labels may stand where their switch does, and a statement behind its condition.
    [
      'javascript',
      `${FOUR}function f() {\n    switch (a) {¦}\n}`,
      '\n    case 1:\n        b();\n        break;\n    ',
      '    switch (a) {\n    case 1:\n        b();\n        break;\n',
    ],
    [
      'cpp',
      `${TWO}struct A {¦};`,
      '\n protected:\n  int b;\n',
      'struct A {\n protected:\n  int b;\n',
    ],
    [
      'javascript',
      `${TWO}function f() {\n  ¦\n}`,
      'if (a)\n    throw b;\n  c();',
      '  if (a)\n    throw b;\n  c();',
    ],
    // The prompts of an example in a comment stand below each other.
    [
      'python',
      'def a():\n    """\n    >>> b = [¦]\n    """\n',
      "\n    ...     'c',\n    ... ",
      "    >>> b = [\n    ...     'c',\n    ... ",
    ],
    // Text for people may end with a colon.
    ['markdown', '- a\n  b\n\n   ¦', '`c`:\n   d.', '   `c`:\n   d.'],
    // Where a document is indented by both, a text is, too.
    [
      'perl',
      'sub a {\n    if (b) {\n\tc();\n    }\n    if (d) {\n\te();\n    }\n}\nsub f {\n    g();\n    h();\n    i();\n    j();\n    k();\n    l();\n    m();\n    n();\n    o();\n    p();\n    if (q) {¦}\n}',
      '\n\tr();\n    ',
      '    if (q) {\n\tr();\n',
    ],
  ];
  for (const [languageId = '', drawn = '', answer = '', expected = ''] of cases) {
    it(`${languageId}: ${JSON.stringify(drawn)} + ${JSON.stringify(answer)}`, () => {
      const { cursor } = cursorIn(drawn.replace('¦', '|'), { languageId });
      assert.equal(cursor.linePrefix + toCanonical(answer, cursor), expected);
    });
  }
});
