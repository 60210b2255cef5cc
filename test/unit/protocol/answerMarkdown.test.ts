import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { type MarkedToken, marked, type Token } from 'marked';
import { answerMarkdown } from '../../../server/src/protocol/answerMarkdown.ts';
import { HOSTILE_TEXTS } from '../../../tools/testing/hostileTexts.ts';
import { processorMs } from '../../support/processorTime.ts';

/** All elements that a reader may make of an answer, each with the only attributes that it may have. */
const HARMLESS =
  /^<\/?(?:h[1-6]|p|ul|ol|li|em|strong|del|code|pre|blockquote|hr|table|thead|tbody|tr|th|td|br)(?: (?:class="language-\w+"|start="\d+"|align="\w+"))*>$/;

/** Everything in the page of an answer that is more than the structure of a text. */
function harmIn(answer: string): string[] {
  const page = answerMarkdown(answer);
  const found: string[] = [];
  void marked.walkTokens(marked.lexer(page), (token: Token) => {
    const { type, raw } = token as MarkedToken;
    if (['link', 'image', 'html', 'def', 'checkbox'].includes(type)) found.push(raw);
  });
  const elements = marked.parse(page, { async: false }).match(/<[^>]*>?/g) ?? [];
  found.push(...elements.filter((element) => !HARMLESS.test(element)));
  if (/^(?:---|\+\+\+)/.test(page)) found.push('front matter');
  return found;
}

/** The code of all blocks, with the languages that are told. */
function codeIn(answer: string): [language: string, text: string][] {
  return marked
    .lexer(answerMarkdown(answer))
    .flatMap((token) => (token.type === 'code' ? [[token.lang ?? '', token.text] as const] : []))
    .map(([language, text]) => [language, text]);
}

describe('an answer as Markdown', () => {
  it('keeps headings, lists, quotes, emphasis, code and tables', () => {
    const answer = [
      '# What `add` does',
      '',
      'It returns **the sum** of *two* ~~or more~~ numbers.',
      '',
      '1. First',
      '   - nested `Map<string, number>`',
      '   and more',
      '2. Then',
      '',
      '> A quote',
      '',
      '| name | sum |',
      '| --- | --: |',
      '| `a` | 1 |',
      '',
      '```ts',
      'const a = [b](c);',
      '```',
      '',
    ].join('\n');
    assert.equal(answerMarkdown(answer), answer);
    assert.deepEqual(harmIn(answer), []);
  });

  const rows: readonly [answer: string, shown: string][] = [
    ['See [the docs](https://e.x/a "t").', 'See the docs (`https://e.x/a`).'],
    ['[https://e.x](https://e.x)', '`https://e.x`'],
    ['![alt](https://e.x/p.png)', 'alt (`https://e.x/p.png`)'],
    ['![](<command:x y>) [a]()', '`command:x` y a'],
    ['[a](command:workbench.action.quit)', 'a (`command:workbench.action.quit`)'],
    ['[a](<vscode://x>)', 'a (`vscode://x`)'],
    ['[a](java\\script:x)', 'a (java\\\\script:x)'],
    ['[a](javascript&colon;x)', 'a (javascript\\&colon;x)'],
    ['[a][b] [^1]', '\\[a\\]\\[b\\] \\[^1\\]'],
    ['[a]: https://e.x "t"', '\\[a\\]: `https://e.x` "t"'],
    ['(https://e.x/a), <https://e.x>.', '(`https://e.x/a`), \\<`https://e.x`\\>.'],
    ['**https://e.x** www.e.x a@e.x', '**`https://e.x`** `www.e.x` `a@e.x`'],
    ['http:\\/\\/e.x http:/\\/e.x', '`http://e.x` `http://e.x`'],
    ['http:\u200b//e.x', '`http://e.x`'],
    ['<b onclick=x>a</b> &lt;i&gt;', '\\<b onclick=x\\>a\\</b\\> \\&lt;i\\&gt;'],
    ['costs $5, $(error) and $$x$$', 'costs \\$5, \\$(error) and \\$\\$x\\$\\$'],
    ['C:\\dir\\[x] \\* a\\', 'C:\\\\dir\\[x\\] \\* a\\\\'],
    ['`a` ``b`c`` `` ` `` `d', '`a` ``b`c`` `` ` `` \\`d'],
    ['`x|y`', '`x|y`'],
    ['- [ ] todo', '\n- \\[ \\] todo'],
    ['1986\\. was', '1986\\. was'],
    ['text\n===\n:-', 'text\n\\===\n\\:-'],
    ['a\n---\nb', 'a\n\n***\n\nb'],
    ['---\ntitle: x\n---', '***\n\ntitle: x\n\n***\n'],
    ['a\n-\n*\nb', 'a\nb'],
    ['+++ a', '\\+++ a'],
    ['1. * ~~~a', '1. \\* ~~~a'],
    ['- ~~~', '```\n```\n'],
    ['a****b', 'a\\*\\*\\*\\*b'],
    ['sa\u202efe \ud800', 'safe'],
  ];
  for (const [answer, shown] of rows) {
    it(`is shown without harm: ${JSON.stringify(answer)}`, () => {
      assert.equal(answerMarkdown(answer), shown);
      assert.deepEqual(harmIn(answer), []);
    });
  }

  it('keeps the very code, wherever it stands, and closes what is open', () => {
    const code = '<a href="x">\n  [b](c) `d` $e$\n\n\tf';
    const plain: readonly string[] = [
      `\`\`\`ts\n${code}\n\`\`\``,
      `text\n~~~ts title=x\n${code}\n~~~ \nmore`,
      `\`\`\`TS\n${code}`,
      `- a\n  \`\`\`ts\n${code.replace(/^(?!$)/gm, '  ')}\n  \`\`\``,
      `1. \`\`\`ts\n${code.replace(/^(?!$)/gm, '   ')}\n   \`\`\``,
      `> \`\`\`ts\n${code.replace(/^/gm, '> ')}\n> \`\`\``,
      `> \`\`\`ts\n${code.replace(/^/gm, '> ')}\nno quote`,
    ];
    for (const answer of plain) assert.deepEqual(codeIn(answer), [['ts', code]], answer);
    assert.deepEqual(codeIn('~~~\n```\n````\n~~~\n```'), [
      ['', '```\n````'],
      ['', ''],
    ]);
    assert.deepEqual(codeIn('a\n\n    b\n\n      c\n\nd'), [['', 'b\n\n  c']]);
    assert.deepEqual(codeIn('````\n```\n```'), [['', '```\n```']]);
    assert.deepEqual(codeIn('```\na\u202eb\u0000c\n```'), [['', 'abc']]);
  });

  it('tells only languages that editors color: others may become more than code', () => {
    for (const info of ['mermaid', 'math', 'plantuml', 'vega', '{.ts}', 'ts"><img>', 'ts`']) {
      assert.ok(!/ts|mer|math|uml|veg/.test(answerMarkdown(`~~~${info}\nx\n~~~`)), info);
    }
    assert.deepEqual(codeIn('~~~ Python {1}\nx\n~~~'), [['python', 'x']]);
  });

  it('ends the cells of a table where their pipes say, in code, too', () => {
    const answer = 'a | b\n:-- | ---\n`x || y` | [l](command:x)\n`\\|` | `c\\\\|d` | more\n';
    assert.equal(
      answerMarkdown(answer),
      '| a | b |\n| :-- | --- |\n| \\`x |  |\n| `\\|` | `c\\|d` |\n',
    );
    assert.deepEqual(harmIn(answer), []);
    assert.equal(answerMarkdown('a | b\n--- |'), 'a \\| b\n\\--- \\|');
  });

  it('is bounded', () => {
    const page = answerMarkdown(`\`\`\`\n${'x'.repeat(300_000)}`);
    assert.ok(page.length < 200_100);
    assert.match(page, /x\n\n…\n```\n$/);
    const deep = answerMarkdown(`${'>'.repeat(1_000)} a\n\n- a\n${' '.repeat(1_000)}- b`);
    assert.ok(deep.startsWith(`${'> '.repeat(5)}a\n`));
    assert.ok(deep.endsWith(`\n${' '.repeat(20)}- b`));
  });

  it('does no harm, whatever it is made of', () => {
    for (const one of HOSTILE_TEXTS) {
      for (const other of ['', 'a ', '- ', '> ', '`', '```\n', '| a | b |\n|---|---|\n| ']) {
        assert.deepEqual(harmIn(other + one), [], other + one);
        assert.deepEqual(harmIn(`${one}\n${other}${one}`), [], other + one);
      }
    }
  });

  it('does no harm by chance, nor when it is cut anywhere', () => {
    const part = fc.constantFrom(...PARTS);
    const answer = fc.array(part, { maxLength: 30 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(answer, (text) => assert.deepEqual(harmIn(text), [], text)),
      { numRuns: 3_000 },
    );
  });

  it('takes time in proportion to its length', () => {
    const cost = (unit: string) => {
      const answer = unit.repeat(Math.ceil(200_000 / unit.length));
      const tries = [0, 1, 2].map(() => processorMs(() => answerMarkdown(answer)));
      return Math.min(...tries);
    };
    // What is not linear takes some ten seconds.
    for (const unit of UNITS)
      assert.ok(cost(unit) < 1_500, `${JSON.stringify(unit)}: ${cost(unit)}`);
  });
});

const UNITS = [
  ...['[', '`', '``` ', '`a', '\\', '*', '* ', '>', '> ', '|', '- a\n', '//', 'a@', '[a](', '~'],
  ...[' ', '\t', '\n', '- ', '1', '#', '```\n', '|a|b|\n|-|-|\n', 'http:', ':-|', '<', '&', '$'],
];

const PARTS = [
  ...['[', ']', '(', ')', '<', '>', '!', '`', '``', '```', '````', '~~~', '*', '**', '_', '~', '|'],
  ...['\\', '&', ';', ':', '//', 'http:', 'https://e.x', 'www.', '.', '@', 'a', 'b c', ' ', '  '],
  ...['    ', '\n', '\n\n', '\t', '#', '# ', '- ', '+ ', '1. ', '> ', '>', 'command:x', '](', '$'],
  ...['(command:y)', '$$', '=', '===', '---', '| a | b |\n', '|---|---|\n', '|:-|-:|\n', '<!--'],
  ...['<a href=x>', '<img src=x>', '-->', '[a]: http://e.x', '[^1]', '\u200b', '\u202e', '&lt;'],
  ...['&#91;', '&colon;', 'mailto:a@b.co', '~~~js\n', '```js\n', '```\n', '> ```\n', '- ```\n'],
  ...['\\(', '\\[', '\\begin{x}', 'javascript:', '<script>', '\r', '\u2028', '- [ ] ', 'x | y'],
  ...['||', '\\|', '`|`', '![i](x)', '[l](y)', '[l][m]', '***\n', '"', "'", 'ftp://e.x/', '1) '],
];
