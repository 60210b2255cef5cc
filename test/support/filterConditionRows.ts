/** Texts that a filter changes at the place that is drawn with `▮`, each of them by another part of its condition. */
export interface FilterConditionRow {
  readonly filter: string;
  readonly drawn: string;
  readonly languageId: string;
  readonly texts: readonly string[];
}

const row = (
  filter: string,
  drawn: string,
  texts: readonly string[],
  languageId = 'typescript',
): FilterConditionRow => ({ filter, drawn, languageId, texts });

/** A place in a line, and one where a line begins. */
const CALL = 'const total = ▮\nuse(total);\n';
const BLANK = 'function f() {\n  ▮\n}\n';
/** Places with a line below that says something. */
const ABOVE_LINE = 'f();\n▮\nconst total = sum(a);\nuse(total);\n';
const BESIDE_LINE = 'if (a) {▮\nuse(total);\n}\n';

export const filterConditionRows: readonly FilterConditionRow[] = [
  row('alignStart', 'const a = compute(b);\n▮\n', [
    'const a = compute(b);\nuse(a);',
    '\nFrom a.ts:\nb',
  ]),
  row('alignStart', CALL, [
    'const total = 1;',
    '  const total = 1;',
    'total = 1;',
    'a;\n// From a.ts:\nb',
  ]),
  row('alignStart', '  x▮\n', ['  x.y']),
  row('alignStart', 'const a = "▮"\n', ['"b"']),
  row('alignStart', 'a = """▮', ['"""Says it.'], 'python'),
  row('trimStart', BLANK, ['  a();', '\n  a();', '\ta();', '\n\na();']),
  row('trimStart', 'const a = ▮\n', [' 1;', '\t1;', '  ']),
  row('trimStart', 'f(▮\n', [' a']),
  row('matchIndentation', 'function f() {\n\tg();\n\tif (a) {▮\n', ['\n    b();\n  }'], 'go'),
  row('matchIndentation', 'if (b) {\n  g();\n}\nif (a) {▮\n', ['\n\tb();\n}', '\n    b();\n}']),
  row('dropRepetition', CALL, ['a;\n'.repeat(5), 'a;\nb;\n'.repeat(3), `b;\n${'a;\n'.repeat(6)}`]),
  row('dropRepetition', CALL, [`${'a;\nb;\nc;\nd;\ne;\nf;\n'.repeat(2)}a;\nb;\nc;\nd;\ne;\nf;`]),
  row('dropRepetition', CALL, [`x = [${'1, 2, '.repeat(12)}`, `${'a, '.repeat(21)}a,`]),
  row('dropRepetition', CALL, [`"${'ab'.repeat(129)}";\nb`, `a;\n"${'ab'.repeat(129)}";\nb`]),
  row('dropBlank', CALL, ['a;\n\n', 'a;\n', 'a;\nb;\n\n', ' ', 'a;\u00a0\n']),
  row('dropEchoOfNextLine', ABOVE_LINE, ['const total = sum(a);', 'a();\nconst total = sum(a);']),
  row('dropEchoOfNextLine', ABOVE_LINE, ['const total = sum(b);\nuse(total);']),
  row('dropEchoOfNextLine', 'f(▮);\ng(b);\n', ['a);\ng(b);']),
  row('dropEchoOfNextLine', 'f(▮);\n\n\n\n\n\n\n\n\n\ng(b);\n', ['a);\n\n\n\n\n\n\n\n\n\ng(b);']),
  row('dropEchoOfNextLine', 'f();\nco▮\nconst total = sum(a);\nuse(total);\n', [
    'nst total = sum(a);',
    'nst total = sum(b);\nuse(total);',
  ]),
  row('dropEchoOfNextLine', 'f();\n▮\n \n  use(total);\n', ['use(total);']),
  row('dropEchoAtEnd', BESIDE_LINE, ['\n  g();\nuse(total);\n}']),
  row('dropEchoAtEnd', 'if (a) {▮\n}\n', ['\n  g();\n}', '\n  g();\n}\n']),
  row('dropDeclared', 'import a from "a";\nclass B {}\n▮\n', ['f();\nimport a from "a";']),
  ...[
    ['typescript', 'import a from "a";'],
    ['python', 'from a import b'],
    ['c', '#include <a.h>'],
    ['c', '# include <a.h>'],
    ['css', '@import "a.css";'],
    ['rust', 'use a::b;'],
    ['csharp', 'using A.B;'],
    ['ruby', "require 'a'"],
    ['ruby', "require_relative 'a'"],
    ['rust', 'extern crate a;'],
    ['typescript', 'export * from "a";'],
    ['javascript', 'const a = require("a");'],
    ['python', 'def f(a):'],
    ['elixir', 'defp f(a) do'],
    ['elixir', 'defmodule A do'],
    ['typescript', 'export default async function f() {'],
    ['javascript', 'function* f() {'],
    ['javascript', 'const f = function() {'],
    ['typescript', 'const f = (a: A) => {'],
    ['typescript', 'class A {'],
    ['typescript', 'interface A {'],
    ['typescript', 'type A = B;'],
    ['rust', 'pub(crate) fn f() {'],
    ['rust', 'struct A {'],
    ['rust', 'enum A {'],
    ['rust', 'trait A {'],
    ['go', 'func f() {'],
    ['kotlin', 'fun f() {'],
    ['csharp', 'public record A {'],
    ['perl', 'sub f {'],
    ['nim', 'proc f(a: int) ='],
    ['typescript', 'async f(a) {'],
    ['shellscript', 'f() {'],
    ['java', 'public int f(int a) {'],
    ['java', 'public int f(int a) throws A, B {'],
    ['c', 'int f(int a)'],
    ['cpp', 'int f(int a) const'],
  ].map(([languageId = '', line = '']) =>
    row('dropDeclared', `${line}\nother\n▮\n`, [`g\n${line}`, `g\n${line}\nh`], languageId),
  ),
  row('dropClosersBelow', 'if (a) {\n  if (b) {\n    ▮\n  }\n}\n', ['c();\n  }', 'c();\n  }\n}']),
  row('dropClosersBelow', 'f([\n  a,\n  ▮\n]);\n', ['b,\n]);', 'b,\n]);  ']),
  row('dropClosersBelow', 'if a\n  if b\n    ▮\n  end\nend\n', ['c\n  end'], 'ruby'),
  row('dropLoneClosers', BLANK, ['}', '  }\n']),
  row('dropLoneClosers', 'const a = [\n  ▮\n];\n', ['];', ' \n ]']),
];
