import { strict as assert } from 'node:assert';
import { toItem } from '../../../server/src/completion/item.ts';
import {
  closesSuffix,
  fitTo,
  toCanonical,
} from '../../../server/src/completion/postprocess/index.ts';
import { cursorIn } from '../../support/caret.ts';

/** The cursor's line, or lines, once what is shown for an answer is taken. `¦` is the cursor. */
function lineAfter(languageId: string, drawn: string, answer: string): string {
  const { cursor, document } = cursorIn(drawn.replace('¦', '|'), { languageId });
  const fitted = fitTo(toCanonical(answer, cursor), { cursor, maxLines: 12 });
  const { line } = cursor.position;
  if (fitted.text === '') return document.lineAt(line);
  const { insertText, range } = toItem('1', cursor, fitted);
  return insertText + document.lineAt(line).slice(range.end.character);
}

const check = (cases: readonly (readonly string[])[]): void => {
  for (const [languageId = '', drawn = '', answer = '', expected = ''] of cases) {
    it(`${languageId}: ${JSON.stringify(drawn)} + ${JSON.stringify(answer)}`, () =>
      assert.equal(lineAfter(languageId, drawn, answer), expected));
  }
};

describe('a right answer leaves every bracket', () => {
  check([
    [
      'typescript',
      'console.log(¦)',
      'items.map((x) => x.id)',
      'console.log(items.map((x) => x.id))',
    ],
    ['python', 'print(¦)', 'len(xs)', 'print(len(xs))'],
    ['typescript', 'if (¦) {', 'isOpen(door)', 'if (isOpen(door)) {'],
    ['typescript', 'const xs = [¦];', '[1, 2], [3, 4]', 'const xs = [[1, 2], [3, 4]];'],
    ['json', '{"a": {¦}}', '"b": {"c": 1}', '{"a": {"b": {"c": 1}}}'],
    ['css', 'width: calc(¦);', '100% - var(--x)', 'width: calc(100% - var(--x));'],
    ['shellscript', 'echo "¦"', '$(basename "$1")', 'echo "$(basename "$1")"'],
    ['markdown', 'See [x](¦)', 'https://a.b/c_(d)', 'See [x](https://a.b/c_(d))'],
    ['typescript', 'expect(¦).toBe(3)', 'add(1, 2)', 'expect(add(1, 2)).toBe(3)'],
    ['typescript', 'const s = `a $' + '{¦}`;', 'b(`c`)', 'const s = `a $' + '{b(`c`)}`;'],
    ['html', '<div>¦</div>', '<b>x</b>', '<div><b>x</b></div>'],
    ['html', '<div>¦</div>', 'text</div>', '<div>text</div>'],
    [
      'typescriptreact',
      'return <Foo bar={¦} />',
      '() => <Bar />',
      'return <Foo bar={() => <Bar />} />',
    ],
    ['typescript', 'const s = `a $' + '{¦}`;', 'b} c', 'const s = `a $' + '{b} c`;'],
    ['typescript', 'const s = `a $' + '{f(¦)}`;', 'b)} c', 'const s = `a $' + '{f(b)} c`;'],
    ['shellscript', 'x="$(¦)"', 'basename "$1")', 'x="$(basename "$1")"'],
    ['ruby', 'puts "#{¦}"', 'a}', 'puts "#{a}"'],
    ['rust', 'let x: Vec<¦>', 'Option<u8>', 'let x: Vec<Option<u8>>'],
    ['ruby', 'puts "#{¦}"', 'h["a"]', 'puts "#{h["a"]}"'],
    ['php', '$x = "¦";', 'a {$b["c"]} d', '$x = "a {$b["c"]} d";'],
    ['python', 'f"{¦}"', "d['a']", 'f"{d[\'a\']}"'],
    ['typescript', 'foo(bar(¦)', 'x)', 'foo(bar(x))'],
    ['typescript', 'foo(¦);', 'a);\nbar();', 'foo(a);'],
    ['typescript', 'foo(¦)', 'a // note', 'foo(a)'],
    ['typescript', 'const a = { b¦ };', ': 1', 'const a = { b: 1 };'],
  ]);
});

describe('several lines behind an opener come whole', () => {
  check([
    ['typescript', 'function f() {¦}', '\n  return 1;\n', 'function f() {\n  return 1;\n}'],
    [
      'typescript',
      '  if (ok) {¦}',
      '\n    run();\n    stop();\n  ',
      '  if (ok) {\n    run();\n    stop();\n  }',
    ],
    ['python', 'foo(¦)', '\n    a=1,\n    b=2,\n', 'foo(\n    a=1,\n    b=2,\n)'],
    ['python', 'foo(¦)', 'a,\n    b', 'foo(a,\n    b)'],
    ['go', 'x := T{¦}', '\n\tA: 1,\n\tB: 2,\n', 'x := T{\n\tA: 1,\n\tB: 2,\n}'],
    ['css', 'a {¦}', '\n  color: red;\n', 'a {\n  color: red;\n}'],
    ['typescript', 'run(() => {¦});', '\n  go();\n', 'run(() => {\n  go();\n});'],
    [
      'typescript',
      'useEffect(() => {¦}, [])',
      '\n  run();\n',
      'useEffect(() => {\n  run();\n}, [])',
    ],
    ['typescript', 'if (a) {¦} else {', '\n  b();\n', 'if (a) {\n  b();\n} else {'],
    ['typescript', 'f(¦)', '\n  a, // one\n  b // two\n', 'f(\n  a, // one\n  b // two\n)'],
    ['rust', '/// f(¦)', '\n///   a,\n/// ', '/// f(\n///   a,\n/// )'],
    // Their last line closes a block of their own, though the line below looks the same.
    [
      'typescript',
      'function f() {\n  return g(¦);\n}',
      '(x) => {\n    h(x);\n  }',
      '  return g((x) => {\n    h(x);\n  });',
    ],
    [
      'javascript',
      'a(() => {\n  ¦\n});',
      'b("x", () => {\n    c();\n  });',
      '  b("x", () => {\n    c();\n  });',
    ],
    [
      'shellscript',
      'f() {¦}',
      '\n  case "$1" in\n    -h | --help) a ;;\n    *)\n      b\n      ;;\n  esac\n',
      'f() {\n  case "$1" in\n    -h | --help) a ;;\n    *)\n      b\n      ;;\n  esac\n}',
    ],
    // Where they have more lines than are shown at once, those that are leave nothing open.
    [
      'typescript',
      'it("a", () => {¦});',
      `\n  b();\n  c();\n  d(() => {\n${[...'efghijklmnop'].map((name) => `    ${name}();\n`).join('')}  });\n`,
      'it("a", () => {\n  b();\n  c();\n});',
    ],
  ]);
});

describe('white space is there once', () => {
  check([
    ['python', 'def f():\n    ¦', '    return x', '    return x'],
    ['typescript', 'const a = ¦', ' 42;', 'const a = 42;'],
    ['python', 'def f():\n    ¦', '\n    return x', '    return x'],
    ['go', 'func f() {\n\t¦\n}', '    return x', '\treturn x'],
    ['typescript', 'foo(¦)', ' x', 'foo(x)'],
    ['shellscript', 'if [[¦]]; then', ' -f x ', 'if [[ -f x ]]; then'],
    ['typescript', 'const a = {¦}', ' b: 1 ', 'const a = { b: 1 }'],
  ]);
});

describe('indentation is that of the file', () => {
  const TWO = 'if (x) {\n  a();\n}\nfunction f() {\n  if (y) {\n    b();\n  }\n}\n';
  const FOUR = TWO.replaceAll('  ', '    ');
  check([
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
    // A block of code that tells nothing itself is indented as the others of the page.
    [
      'markdown',
      '```js\nif (a) {\n  b();\n}\n```\n\n```js\nc({¦})\n```\n',
      '\n    d: 1,\n',
      'c({\n  d: 1,\n})',
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

describe('what stands already is not said again', () => {
  it('however often it is, and without end', () => {
    const line = 'assert';
    assert.equal(lineAfter('typescript', `${line}¦`, `${line}${line}.ok(1);`), 'assert.ok(1);');
    assert.equal(lineAfter('typescript', `${line}¦`, `${line}${'assert '.repeat(20_000)}`), line);
  });
  check([
    ['typescript', 'x = ¦', 'x = 1', 'x = 1'],
    ['typescript', 'user.na¦', 'name;', 'user.name;'],
    ['typescript', '  const total = ¦', '  const total = sum(xs);', '  const total = sum(xs);'],
    [
      'typescript',
      'const a = load();\nconst b = ¦',
      'const a = load();\nconst b = save();',
      'const b = save();',
    ],
    ['python', '# Reads the file.\n¦', '# Reads the file.\ndef read():', 'def read():'],
    ['typescript', 'const a = ¦', '// From orders.ts:\nexport const b = 1;', 'const a = '],
    ['go', '\t"¦"', '"fmt"', '\t"fmt"'],
    ['typescript', 'assertEqual(¦);', 'assertEqual(a, b);', 'assertEqual(a, b);'],
    ['cpp', 'A() noexcept(¦)', 'noexcept(B())', 'A() noexcept(noexcept(B()))'],
    ['typescript', 'max(¦)', 'max(a, b), c', 'max(max(a, b), c)'],
    // What a statement, a call in a chain or a test of the shell begins with stands in none of their parts.
    ['typescript', '  if (¦', 'if (a !== null) {', '  if (a !== null) {'],
    ['typescript', 'read()\n  .on(¦)', ".on('data', f)", "  .on('data', f)"],
    ['shellscript', '  [[¦]] && a=b', '[[ $a == *#* ', '  [[ $a == *#* ]] && a=b'],
    ['json', '  "a": "¦"', '"a": "^1.0.0', '  "a": "^1.0.0"'],
    ['ruby', '  410 =¦', "410 => 'Gone',", "  410 => 'Gone',"],
    ['ruby', '  /\\.#{¦}\\z/', '/\\.#{union', '  /\\.#{union}\\z/'],
    ['javascript', ' * (¦).', '* (a or b', ' * (a or b).'],
    [
      'typescript',
      'if (a) {¦} else {\n  b();\n}',
      '\n  c();\n} else {\n  b();\n}',
      'if (a) {\n  c();\n} else {',
    ],
  ]);
});

describe('an odd answer is fitted in no time', () => {
  const ODD = [' ', '\t', '\n', ' \n', '\n ', '\r', '\u2581', '(', '<', '|', '"', '`', '// ', '- '];
  for (const drawn of ['foo(¦);\nbar();', 'const a = "¦";', 'if (a) {\n  ¦\n}']) {
    for (const odd of ODD) {
      it(`${JSON.stringify(odd)} again and again at ${JSON.stringify(drawn)}`, () => {
        const start = performance.now();
        lineAfter('typescript', drawn, `${odd.repeat(20_000 / odd.length)}x`);
        const { cursor } = cursorIn(drawn.replace('¦', '|'));
        closesSuffix(`${odd.repeat(20_000 / odd.length)}x`, cursor);
        assert.ok(performance.now() - start < 400);
      });
    }
  }
});
