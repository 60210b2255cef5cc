import { checkLines } from '../../../support/lineAfter.ts';

describe('a right answer leaves every bracket', () => {
  checkLines([
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
  checkLines([
    // A line that the one below resembles, a line that ends as the cursor's does, a line that goes on.
    [
      'typescript',
      '  return operate(¦);\n}\n',
      '(a) => {\n    b.add(c(a));\n  }',
      '  return operate((a) => {\n    b.add(c(a));\n  });',
    ],
    [
      'json',
      '  "a": {¦},\n  "default": "b"\n',
      '\n    "c": {\n      "default": "b"\n    }\n  ',
      '  "a": {\n    "c": {\n      "default": "b"\n    }\n  },',
    ],
    [
      'shellscript',
      '  [¦] &&\n    b',
      '[ $a == c && \\\n  $d =~ e ]',
      '  [[ $a == c && \\\n  $d =~ e ]] &&',
    ],
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
    ['html', '<ol>¦</ol>', '\n  <li>a</li>\n</ol>', '<ol>\n  <li>a</li>\n</ol>'],
    ['html', '  <p class="a">¦</p>', '\n    b\n', '  <p class="a">\n    b\n  </p>'],
    ['typescriptreact', '  <b>¦</b>', '\n    {x}\n  ', '  <b>\n    {x}\n  </b>'],
    ['ruby', 'def add(a, b)¦', '\n  a + b\nend', 'def add(a, b)\n  a + b\nend'],
    ['lua', '  if a then¦', '\n    b()\n  end\nend', '  if a then\n    b()\n  end'],
    ['shellscript', 'for f in *; do¦', '\n  cat "$f"\ndone', 'for f in *; do\n  cat "$f"\ndone'],
    ['shellscript', 'if [ -f "¦" ]; then', 'a', 'if [ -f "a" ]; then'],
    ['shellscript', 'if a; ¦', 'then\n  b\nfi\nc', 'if a; then\n  b\nfi'],
    ['typescript', 'a = b¦', '\n  + c\ndone();', 'a = b\n  + c'],
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
      'javascript',
      'a(() => {\n  ¦\n});',
      'b("x", () => {\n    c(); // d\n  });',
      '  b("x", () => {\n    c(); // d\n  });',
    ],
    [
      'javascript',
      'if (a) {\n  ¦\n} else {\n}',
      'if (b) {\n    c(); // d\n  } else {\n    e();\n  }',
      '  if (b) {\n    c(); // d\n  } else {\n    e();\n  }',
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
  checkLines([
    ['shellscript', '  [[¦]] && a', ' $b == c  ', '  [[ $b == c ]] && a'],
    [
      'php',
      '    /**\n     * A.\n     */\n    ¦',
      ' public function a()',
      '    public function a()',
    ],
    ['go', '\ta(¦)', ' 1, B{\n\t\tC:   2,\n\t}', '\ta(1, B{\n\t\tC:   2,\n\t})'],
    ['python', 'def f():\n    ¦', '    return x', '    return x'],
    ['typescript', 'const a = ¦', ' 42;', 'const a = 42;'],
    ['python', 'def f():\n    ¦', '\n    return x', '    return x'],
    ['go', 'func f() {\n\t¦\n}', '    return x', '\treturn x'],
    ['typescript', 'foo(¦)', ' x', 'foo(x)'],
    ['shellscript', 'if [[¦]]; then', ' -f x ', 'if [[ -f x ]]; then'],
    ['shellscript', 'if [¦]; then', ' [ -f x ]', 'if [[ -f x ]]; then'],
    ['shellscript', 'if [[ -f x ]]; then\n  y=$' + '{z[¦]}', ' i + 1', '  y=$' + '{z[i + 1]}'],
    ['typescript', 'const a = {¦}', ' b: 1 ', 'const a = { b: 1 }'],
    // An editor does not step in behind a key: the answer does, as its next line tells.
    ['yaml', 'on:\n  push:\n  ¦', '  tags: x\n    paths: y', '    tags: x\n    paths: y'],
    ['yaml', 'on:\n  push:\n  ¦', '    tags: x\n    paths: y', '    tags: x\n    paths: y'],
    [
      'yaml',
      '  on:\n    push:\n    ¦',
      '  tags: x\n      paths: y',
      '      tags: x\n      paths: y',
    ],
    ['yaml', 'on:\n  push:\n  ¦', '  pull:\n    tags: x', '  pull:\n    tags: x'],
    ['yaml', 'on:\n  push:\n  ¦', '  pull: x\n  call: y', '  pull: x\n  call: y'],
  ]);
  checkLines([
    // A comment's marks alone are where the closer stands, whatever comes behind them.
    [
      'javascript',
      '/**\n * const a = b(¦);\n */',
      '\n *   c,\n *   d\n * \n\n',
      ' * const a = b(\n *   c,\n *   d\n * );',
    ],
    // A closer stands behind the last word where all above do.
    ['python', 'a(\n    b)\nc(\n    d)\nx = 1\ng = e(¦)', '\n    f\n\n', 'g = e(\n    f)'],
    ['python', 'a(\n    b)\nc(\n    d\n)\ne(¦)', '\n    f\n\n', 'e(\n    f\n)'],
    // Two blanks stay where others stand behind the same sign.
    ['python', "  'a'  #  b\n  'c'  #  d\n  'e'  # ¦", ' f', "  'e'  #  f"],
    ['python', "  'a'  # b\n  'e'  # ¦", ' f', "  'e'  # f"],
    // A parenthesis of the shell's own, and a set of blanks.
    ['shellscript', '[ \\(¦\\) ]', ' -f a ', '[ \\( -f a \\) ]'],
    ['shellscript', "awk '/^[¦]a/'", ' \\t', "awk '/^[ \\t]a/'"],
    // The closer stays on the line where a blank stands before it.
    ['c', '/*\n * a ::= {¦}\n */', '\n *   b 1 ', ' * a ::= {\n *   b 1 }'],
    // A paragraph's third statement is one more, also where its name closes blocks elsewhere.
    ['typescript', 'function f() {\n  ¦\n}', 'a();\n  b();\n  end = 1;\n  d();', '  a();\n  b();'],
  ]);
});
