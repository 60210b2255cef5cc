import type { TrueAnswer } from '../../bench/text/completions/shapes/shape.ts';

const in_ = (languageId: string, drawn: string): TrueAnswer => {
  const [prefix = '', middle = '', suffix = ''] = drawn.split('§');
  return { prefix, middle, suffix, languageId };
};

/** Places in code of many languages, and what belongs there: between the two `§`. */
export const trueAnswers: readonly TrueAnswer[] = [
  in_(
    'typescript',
    'function sum(xs: number[]) {\n  const total = §xs.reduce((a, x) => a + x, 0);§\n  return total;\n}\n',
  ),
  in_(
    'typescript',
    'export function f(a: A) {\n  §if (a.b < 3) {\n    return a.c<D>(1);\n  }\n  return [a.e];\n§}\n',
  ),
  in_('javascript', 'if (ok) {§\n  run();\n\n  stop();\n§}\n'),
  in_(
    'python',
    'def mean(xs):\n    §if not xs:\n        return 0.0\n    return sum(xs) / len(xs)\n§\n\nmean([1])\n',
  ),
  in_('python', 'xs = §[x for x in range(3)]§\n'),
  in_('go', 'func Max(a, b int) int {\n\t§if a > b {\n\t\treturn a\n\t}\n\treturn b§\n}\n'),
  in_(
    'rust',
    'fn largest(xs: &[i32]) -> Option<i32> {\n    §let mut best: Option<i32> = None;\n    for &x in xs {\n        best = best.max(Some(x));\n    }\n    best§\n}\n',
  ),
  in_(
    'ruby',
    'class A\n  def each\n    §@items.each do |item|\n      yield item\n    end§\n  end\nend\n',
  ),
  in_(
    'php',
    '<?php\nfunction f(array $a) {\n    §foreach ($a as $k => $v) {\n        g($k, $v);\n    }§\n}\n',
  ),
  in_('lua', 'local function f(t)\n  §for k, v in pairs(t) do\n    g(k, v)\n  end§\nend\n'),
  in_(
    'cpp',
    'template <class T>\nT largest(const std::vector<T>& xs) {\n  §T best = xs.front();\n  for (auto& x : xs) {\n    if (best < x) best = x;\n  }\n  return best;§\n}\n',
  ),
  in_(
    'java',
    'class A {\n  int f(List<Integer> xs) {\n    §int n = 0;\n    for (int x : xs) n += x;\n    return n;§\n  }\n}\n',
  ),
  in_('css', '.a {\n  §color: red;\n  width: calc(100% - 2px);\n§}\n'),
  in_('shellscript', 'set -eu\nfor f in a b; do\n  §test -f $f || continue\n  cat $f§\ndone\n'),
  in_('sql', 'select a\nfrom t\nwhere §a < 3 and b in (1, 2)\norder by a§;\n'),
  in_('yaml', 'a:\n  b: 1\n  §c: 2\n  d:\n    - 1\n    - 2\n§e: 3\n'),
  in_(
    'fsharp',
    'let f xs =\n    xs\n    §|> List.map g\n    |> List.filter (fun x -> x < 3)\n    |> h <| 2§\n',
  ),
  in_('haskell', 'parser :: Parser A\nparser = §a <|> b <|> many c§\n'),
  in_('elixir', 'def f(xs) do\n  xs\n  §|> Enum.map(&g/1)\n  |> Enum.sum()§\nend\n'),
  in_('markdown', '# Title\n\nSome words §and more of them.\n\n```ts\nf(1);\n```\n\nThe end.§\n'),
  in_('html', '<p>§<s>10 €</s> 9 €</p>\n<code>a</code>§\n'),
  in_(
    'typescriptreact',
    'const A = () => (\n  §<ul className="a">\n    {xs.map((x) => <li key={x}>{x}</li>)}\n  </ul>§\n);\n',
  ),
  in_('json', '{\n  "a": §{ "code": "x", "b": [1, 2] }§\n}\n'),
  in_('ini', '[A]\na=1\n\n§[PREFIX]\nb=2§\n'),
];
