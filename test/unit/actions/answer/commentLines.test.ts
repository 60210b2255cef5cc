import { strict as assert } from 'node:assert';
import { commentLines } from '../../../../server/src/actions/answer/commentLines.ts';

/** Lines, each behind `#` where it is a comment and `.` where it is code. */
function check(languageId: string, marked: string): void {
  const rows = marked.replace(/^\n/, '').replace(/\n *$/, '').split('\n');
  const lines = rows.map((row) => row.slice(2));
  const expected = rows.map((row) => row.startsWith('#'));
  assert.deepEqual(commentLines(lines, languageId), expected, languageId);
}

describe('comments', () => {
  it('are told from code line by line', () => {
    check(
      'typescript',
      "# // a\n# /* b */\n. f(); // c\n. /* d */ g();\n# /**\n#  * e\n#  */\n. '/*';\n. h();",
    );
    check('python', '# # a\n. f()  # b\n#\n. g()');
    check('go', '# // a\n. f()\n# /* b\n# c */\n. g()');
    check('rust', "# /// a\n# //! b\n. #[derive(Debug)]\n. let c: &'a str = x;");
    check('java', '# /** a */\n. @Override\n. f();');
    check('csharp', '# /// <summary>a</summary>\n. #region b\n. f();');
    check('ruby', '# # a\n# =begin\n# b\n# =end\n. "#{c}"');
    check('php', '# // a\n# # b\n. #[Attribute]\n. f();');
    check('cpp', '# // a\n. #include <b>\n. --count;\n. *pointer = 1;');
    check('kotlin', '# /** a\n#  */\n. f()');
    check('lua', '# -- a\n# --[[ b\n# c ]]\n. f()');
    check('sql', '# -- a\n# /* b */\n. select 1');
    check('haskell', '# -- a\n# {- b\n# -}\n. f = 1');
    check('html', '# <!-- a\n# b -->\n. <p>');
    check('shellscript', '. #!/bin/sh\n# # a\n. echo "$#"');
    check('elixir', '# @doc """\n# a\n# """\n. def b do');
    check('julia', '# #= a\n# =#\n# """\n# b\n# """\n. f()');
    check('powershell', '# <# a\n# #>\n. f');
    check('ocaml', '# (* a\n# *)\n. let b = 1');
    check('erlang', '# % a\n. f() -> 1.');
    check('clojure', '# ; a\n. (f)');
    check('css', '# /* a */\n. #b { }');
    check('vb', "# ' a\n. f()");
  });

  it('are none in languages where the sign is code', () => {
    check('typescript', '. --index;\n. # a');
    check('typescript', '. const a = b\n. * c;\n. % d;\n. ;');
    check('python', '. x = (a\n. % b)\n. // c');
    check('unknown', '. // a\n. # b');
  });

  it('are none inside strings', () => {
    check('typescript', '. const a = `\n. // b\n. # c\n. /* d`;\n# // e');
    check('python', '. a = """\n. # b\n. """\n# # c');
    check('python', '. run(\n.     """\n.     # b\n.     """\n. )\n# # c');
    check('kotlin', '. val a = """\n. // b\n. """\n# // c');
    check('go', '. a := `\n. // b\\\n. `\n# // c');
    check('rust', '. let a = "\n. // b\n. ";\n# // c');
    check('shellscript', '. cat <<EOF\n. # b\n. EOF\n# # c');
    check('php', '. $a = <<<SQL\n. # b\n. SQL;\n# # c');
    check('typescript', ". f('//', \"/*\"); g('\\'/*');\n. h();");
  });

  it('are not begun by an expression that looks so', () => {
    check('typescript', '. const a = /[/*]/;\n. f();\n. return /\\/*/.test(b);\n. g();');
    check('ruby', '. a =~ /#/\n. b');
  });

  it('are documentation strings where nothing is made of them', () => {
    check('python', '. def a():\n#     """b"""\n.     f()');
    check('python', '. def a():\n#     """b\n#     # c\n#     """\n.     f()');
    check('python', '. def a():\n.     """b""".format(c)');
    check('python', '. def a():\n.     f"""{b()}"""');
    check('python', ". class A:\n.     b = 1\n#     r'''c'''\n.     d = 2");
    check('python', '. a = \\\n. """b"""');
    check('typescript', '. """a"""');
  });
});
