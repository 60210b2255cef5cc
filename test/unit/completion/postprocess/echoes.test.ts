import { strict as assert } from 'node:assert';
import { checkLines, lineAfter } from '../../../support/lineAfter.ts';

describe('what stands already is not said again', () => {
  it('however often it is, and without end', () => {
    const line = 'assert';
    assert.equal(lineAfter('typescript', `${line}¦`, `${line}${line}.ok(1);`), 'assert.ok(1);');
    assert.equal(lineAfter('typescript', `${line}¦`, `${line}${'assert '.repeat(20_000)}`), line);
  });
  checkLines([
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
    // The whole line, however little of it stands in front.
    ['markdown', '[¦]: https://a.b/c', '[d]: https://a.b/c', '[d]: https://a.b/c'],
    ['rust', 'mat!(¦);', 'mat!(a, b);', 'mat!(a, b);'],
    ['rust', 'mat!(¦);', 'mat!(a, b)', 'mat!(mat!(a, b));'],
    // The beginning of an assignment, of a string of three quotes, and of a block that is balanced without it.
    ['go', '\tsa :¦', 'sa := a.B{}', '\tsa := a.B{}'],
    ['rust', '    _ =¦', '_ = a;', '    _ = a;'],
    ['python', '    """¦"""', '"""Says `a`.', '    """Says `a`."""'],
    ['python', '  (¦),', "('a',\n   'b'", "  ('a',\n   'b'),"],
    // What follows, whatever quotes are in it.
    ['python', '    """¦"""', 'Says a."""', '    """Says a."""'],
    ['markdown', 'a (¦) to avoid', "b, c'd) to avoid", "a (b, c'd) to avoid"],
    ['python', '    If `¦` is b', 'a` is b', '    If `a` is b'],
    ['typescript', 'a(¦, options)', 'b(c, options)', 'a(b(c, options), options)'],
    // Lines nearby begin with it twice.
    [
      'javascript',
      '  Kind[Kind["a"] = 0] = "a";\n  Kind[¦] = "b";',
      'Kind["b"] = 1',
      '  Kind[Kind["b"] = 1] = "b";',
    ],
    // Its end, as the lines below are.
    ['go', '\t¦\n\t} else {\n\t\tc()', 'if a {\n\t\tb()\n\t} else {', '\tif a {\n\t\tb()'],
    ['php', '¦\n{\n    private $a;', 'class A\n{', 'class A'],
    ['php', '¦\n{\n    private $a;', 'class A\n{\n    private $a;', 'class A'],
    ['javascript', ' * A ¦\n *\n * B', 'b.\n *', ' * A b.'],
    ['javascript', 'if (a) {\n  ¦\n}', 'if (b) {\n    c();\n  }', '  if (b) {\n    c();\n  }'],
    ['shellscript', '¦\n  ;;\n  bcd)\n  e', 'a)\n  d\n  ;;\n  bcd)', 'a)\n  d'],
  ]);
});
