import { strict as assert } from 'node:assert';
import { isDeclaredAlready } from '../../../../server/src/completion/postprocess/declaredAlready.ts';
import { dropDeclared } from '../../../../server/src/completion/postprocess/dropDeclared.ts';
import { fitTo } from '../../../../server/src/completion/postprocess/index.ts';
import { cursorIn } from '../../../support/caret.ts';
import { completionEditor as editor } from '../../../support/completionEditor.ts';

const filler = (count: number) => 'run();\n'.repeat(count);

type Case = [name: string, languageId: string, drawn: string, text: string];

/** Declarations that a model must not repeat. */
const declared: Case[] = [
  ['a test without its attribute', 'rust', '|\n\n#[test]\nfn f() {\n}', 'fn f() {\n}'],
  [
    'a function whose head takes several lines',
    'python',
    `def f(\n    a,\n):\n    b\n${filler(9)}|`,
    'def f(\n    a,\n):\n    c',
  ],
  [
    'a function ten lines below',
    'typescript',
    `|\n${filler(10)}function total(a: number) {\n  return a;\n}`,
    'function total(a: number) {\n  return 0;\n}',
  ],
  ['a function above', 'python', `def total(a):\n    return a\n${filler(40)}|`, 'def total(a):\n'],
  ['the rest of its head', 'python', `def total(a):\n    return a\n\n\ndef t|`, 'otal(a):\n    b'],
  [
    'a class',
    'python',
    `|\n${filler(30)}class Total(Base):\n    pass`,
    'class Total(Base):\n    a',
  ],
  ['a method', 'typescript', 'class A {\n  |\n\n  run(a) {\n  }\n}', 'run(a) {\n  }'],
  ['a function of Go', 'go', `|\n${filler(20)}func (t *T) Run() {\n}`, 'func (t *T) Run() {\n}'],
  ['a function of Rust', 'rust', `|\n${filler(20)}pub fn run() {\n}`, 'pub fn run() {\n}'],
  [
    'a function of C',
    'c',
    `|\n${filler(20)}static int run(void)\n{\n}`,
    'static int run(void) {\n}',
  ],
  ['a function of a shell', 'shellscript', `|\nls\nrun() {\n  ls\n}`, 'run() {\n  ls\n}'],
  ['a function as a value', 'javascript', 'const f = (a) => {\n};\n|', 'const f = (a) => {\n};'],
  [
    'what a comment introduces',
    'typescript',
    '|\nfunction f() {\n}',
    '/** Adds. */\nfunction f() {\n}',
  ],
  ['a decorated function', 'python', '|\n@a\ndef f():\n    b', '@a\ndef f():\n    b'],
  [
    'an import above',
    'typescript',
    `import { a } from './a';\n${filler(90)}|`,
    "import { a } from './a';",
  ],
  ['the rest of an import', 'python', `import os\nimport sys\nimport |`, 'os'],
  ['an import in a function of Python', 'python', 'import os\n\ndef f():\n    |', 'import os'],
  ['an include', 'c', '#include <a.h>\n#if A\n#endif\n|', '#include <a.h>'],
  ['a require', 'javascript', "const a = require('a');\n|", "const a = require('a');"],
  [
    'an import of several lines',
    'typescript',
    "import {\n  a,\n} from './a';\n|",
    "import {\n  a,\n} from './a';",
  ],
];

/** Declarations that are there already, and may be repeated. */
const ordinary: Case[] = [
  ['what holds under no condition', 'rust', '#[cfg(a)]\nfn f() {\n}\n\n|', 'fn f() {\n}'],
  [
    'what takes a value beside what gives it',
    'python',
    '@a.setter\ndef a(b):\n    c\n\n|',
    'def a(b):\n    c',
  ],
  ...['return null;', '}', 'else:', 'i++;', 'case 1:', '{ "a": 1 },', 'run(1);', '}, {'].map(
    (line): Case => [`the line ${line}`, 'typescript', `|\nb();\n${line}\nc();\n${line}`, line],
  ),
  ['a test', 'typescript', "it('a', () => {\n});\n|", "it('a', () => {\n});"],
  ['a call with a function', 'javascript', 'run(function () {\n});\n|', 'run(function () {\n});'],
  ['a loop', 'c', 'for (i = 0; i < n; i++) {\n}\n|', 'for (i = 0; i < n; i++) {\n}'],
  ['a condition', 'typescript', 'if (a) {\n}\n|', 'if (a) {\n}'],
  ['a macro that loops', 'c', 'list_for_each(a, b) {\n}\n|', 'list_for_each(a, b) {\n}'],
  ['a call', 'c', 'else run(a)\n|', 'else run(a)'],
  [
    'a method of another class',
    'python',
    'class A:\n    def run(self):\n        a\n\nclass B:\n    |',
    'def run(self):\n',
  ],
  [
    'a method of another object',
    'javascript',
    'a = {\n  run() {\n  },\n};\nb = {\n  |',
    'run() {\n  },',
  ],
  ['another branch', 'python', 'try:\n    import a\nexcept E:\n    |', 'import a'],
  ['another branch of C', 'c', '#if A\n#include <a.h>\n#else\n|\n#endif', '#include <a.h>'],
  ['what stood in a branch of C', 'c', '#if A\n#include <a.h>\n#endif\n|', '#include <a.h>'],
  [
    'what holds under another condition',
    'rust',
    '#[cfg(a)]\nfn f() {\n}\n\n#[cfg(b)]\n|',
    'fn f() {\n}',
  ],
  [
    'a definition behind its prototype',
    'c',
    'static int run(void);\n\n|',
    'static int run(void)\n{',
  ],
  ['a function with other parameters', 'java', 'int f(int a) {\n}\n|', 'int f(long a) {\n}'],
  [
    'an import of several lines that goes on otherwise',
    'typescript',
    "import {\n  a,\n} from './a';\n|",
    "import {\n  b,\n} from './b';",
  ],
  [
    'the first line of such an import',
    'typescript',
    "import {\n  a,\n} from './a';\n|",
    'import {',
  ],
  ['code in a document', 'markdown', "import a from 'a';\n|", "import a from 'a';"],
  [
    'an import of a module inside another',
    'rust',
    'use super::*;\n\nmod a {\n    |',
    'use super::*;',
  ],
  [
    'an overload',
    'typescript',
    'export function f<T>(\n  a: T,\n): T;\n|',
    'export function f<T>(\n  a: T[],\n): T;',
  ],
  ['one of several functions of Go', 'go', 'func init() {\n}\n\n|', 'func init() {\n\ta()\n}'],
  [
    'a sentence in a comment',
    'cpp',
    '/*\na is the length of all of it (in digits)\n|',
    'a is the length of all of it (in digits)',
  ],
  ['the body of a head that was typed', 'python', 'def f(a):\n    b\n\n\ndef f(|', 'a):\n    c'],
  ['the brace of a head that was typed', 'c', 'struct a {\n};\nstruct a |', '{\n};'],
  [
    'a line too long to be written by hand',
    'python',
    `import ${'a'.repeat(300)}\n|`,
    `import ${'a'.repeat(300)}`,
  ],
];

describe('what is declared already', () => {
  for (const [name, languageId, drawn, text] of declared) {
    it(`is ${name}`, () =>
      assert.equal(isDeclaredAlready(text, cursorIn(drawn, { languageId }).cursor), true));
  }
  for (const [name, languageId, drawn, text] of ordinary) {
    it(`is not ${name}`, () =>
      assert.equal(isDeclaredAlready(text, cursorIn(drawn, { languageId }).cursor), false));
  }

  it('is cut behind what is new', () => {
    const shown = (drawn: string, text: string) =>
      fitTo(text, { cursor: cursorIn(drawn).cursor, maxLines: 12 }).text;
    const [one, other] = ["import a from 'a';", "import b from 'b';"];
    assert.equal(shown(`${one}\nrun();\n|`, `${other}\n${one}`), other);
    const { cursor } = cursorIn(`|\nrun();\n${one}`);
    assert.equal(dropDeclared(`${other}\n\n// Again.\n${one}`, { cursor }), other);
    assert.equal(shown(`|\nrun();`, `${other}\n${other}`), other);
    assert.equal(shown(`|\nrun();`, `${one}\n${other}`), `${one}\n${other}`);
  });

  it('is shown to those who ask', async () => {
    const upstream = 'function total() {\n  return 0;\n}';
    const drawn = `|\n${filler(10)}${upstream}\n`;
    assert.equal(await editor({ upstream }).type(drawn), undefined);
    assert.equal(
      await editor({ upstream, isAvailable: false, workspace: upstream }).type(drawn),
      undefined,
    );
    assert.equal(await editor({ upstream }).type(drawn, { invoked: true }), upstream);
  });
});
