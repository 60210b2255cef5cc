import { strict as assert } from 'node:assert';
import { END_TOKENS, FRONT_TOKENS } from '../../../../bench/text/completions/shapes/wrapping.ts';
import { unwrap } from '../../../../server/src/domain/wrapping/unwrap.ts';
import { fimTemplates } from '../../../../server/src/providers/templates/index.ts';
import { processorMs } from '../../../support/processorTime.ts';
import { answerAt, check, LINE, STATEMENT } from '../../../support/unwrapping.ts';

describe('control tokens', () => {
  for (const token of END_TOKENS) {
    it(`end an answer: ${token}`, () => assert.equal(answerAt(LINE, `sum(a);${token}`), 'sum(a);'));
  }
  for (const token of FRONT_TOKENS) {
    it(`are passed over in front: ${JSON.stringify(token)}`, () =>
      assert.equal(answerAt(LINE, `${token}sum(a);`), 'sum(a);'));
  }
  it('are known of every family that is asked', () => {
    const input = {
      kind: 'infill',
      prefix: '',
      suffix: '',
      snippets: [{ name: 'a', text: 'b' }],
    } as const;
    for (const { prompt, stop } of Object.values(fimTemplates)) {
      const written = [prompt(input, 'typescript'), ...stop].join(' ');
      const tokens = written.match(/<[^<>\s]+>|\[[A-Z]+\]/g) ?? [];
      for (const token of tokens) assert.equal(answerAt(LINE, `sum(a);${token}`), 'sum(a);', token);
    }
  });
  check([
    ['cut in half', LINE, 'sum(a);<|endof', 'sum(a);'],
    ['cut in half, of full width', LINE, 'sum(a);<｜end▁of', 'sum(a);'],
    ['one behind another', LINE, 'sum(a);</s> <|im_end|>\n</s>', 'sum(a);'],
    ['blanks of SentencePiece', LINE, '▁sum(a,▁b);', 'sum(a, b);'],
    ['blanks of bytes', STATEMENT, 'returnĠsum(xs)ĊĠĠĠĠ', 'return sum(xs)', 'python'],
    ['bars that are a picture', STATEMENT, 'draw("▁▂▃")', 'draw("▁▂▃")', 'python'],
    ['letters of Maltese', "const a = '▮'", 'Ġużeppi u Ċensu', 'Ġużeppi u Ċensu'],
    ['strings of code', 'xs = ["<unk>", ▮]', '"<s>", "</s>"', '"<s>", "</s>"', 'python'],
    ['a string that stood open', "const CURSOR = '▮", "<|cursor|>';", "<|cursor|>';"],
    [
      'an end in a string that stood open',
      'echo "▮"',
      'hello<|endoftext|>',
      'hello',
      'shellscript',
    ],
    ['elements of HTML', '<p>▮</p>', '<s>10 €</s> 9 €', '<s>10 €</s> 9 €', 'html'],
    ['elements of HTML in a string', 'el.innerHTML = "▮', '<s>10 €</s>";', '<s>10 €</s>";'],
    ['a section', '[A]\na=1\n▮', '[PREFIX]\nb=2', '[PREFIX]\nb=2', 'ini'],
    ['a list of a constant', 'PREFIX = 1\nxs = ▮', '[PREFIX] + ys', '[PREFIX] + ys', 'python'],
    ['an index', 'xs▮', '[PREFIX];', '[PREFIX];', 'c'],
    ['operators of F#', 'let a = ▮', 'xs |> f <| g', 'xs |> f <| g', 'fsharp'],
    ['operators of Haskell', 'p = ▮', 'a <|> b <|> c', 'a <|> b <|> c', 'haskell'],
    ['types of C++', 'std::▮', 'vector<filename> xs;', 'vector<filename> xs;', 'cpp'],
    ['types of TypeScript', 'const a: ▮', 'Map<Model, pad> = b;', 'Map<Model, pad> = b;'],
    [
      'a document that holds the token',
      '<|user|>\nHi\n▮',
      '<|assistant|>\nHello',
      '<|assistant|>\nHello',
      'plaintext',
    ],
    ['a comparison', 'if (a ▮', '< b) {', '< b) {'],
  ]);
});

describe('limits', () => {
  const fences = (depth: number) =>
    `${Array.from({ length: depth }, (_, at) => '`'.repeat(20 - at)).join('\n')}\na;`;
  check([
    ['five wrappers in one another', LINE, fences(5), 'a;'],
    ['no more than that', LINE, fences(8), ''],
    ['tokens in front', LINE, `${'<|a|>'.repeat(31)}a;`, 'a;'],
    ['no more than that, either', LINE, `${'<|a|>'.repeat(200)}a;`, ''],
    ['halves of tokens', LINE, `a;${'<|a'.repeat(8)}`, ''],
    ['halves of tokens, fewer', LINE, `a;${'<|a'.repeat(7)}`, 'a;'],
    ['an object not too deep', 'f();\n▮', '[[[{"code": "a;"}]]]', 'a;'],
    ['an object too deep', 'f();\n▮', '[[[[{"code": "a;"}]]]]', '[[[[{"code": "a;"}]]]]'],
    [
      'quotations before the answer',
      LINE,
      `${'```\nconst total =\n```\n'.repeat(3)}\`\`\`\nsum(a);\n\`\`\``,
      'sum(a);',
    ],
  ]);
});

describe('characters that nobody sees', () => {
  check([
    ['NUL', LINE, 'sum(\0a);', 'sum(a);'],
    ['sequences of terminals', LINE, '\x1b[1;32msum(a)\x1b[0m;\x1b]8;;http://a\x07', 'sum(a);'],
    ['other controls', LINE, 'sum(\x08a\x7f\x85);', 'sum(a);'],
    ['a mark of byte order', LINE, '\ufeffsum(a);', 'sum(a);'],
    ['marks without width', LINE, 'su\u200bm(a\u2060\u200e);', 'sum(a);'],
    ['what turns the direction', LINE, 'a; /* \u202e } if */', 'a; /*'],
    ['halves of characters', LINE, "'\ud83d' + '\ude00'", "'' + ''"],
    [
      'joiners in letters and pictures',
      LINE,
      "'क्\u200dष می\u200cخواهم 👨\u200d👩'",
      "'क्\u200dष می\u200cخواهم 👨\u200d👩'",
    ],
    ['joiners elsewhere', LINE, 'su\u200dm(a);', 'sum(a);'],
    ['hidden letters', LINE, 'a\u{e0041}\u{e0042};', 'a;'],
    ['flags', LINE, "'🏴\u{e0067}\u{e0062}\u{e007f}'", "'🏴\u{e0067}\u{e0062}\u{e007f}'"],
    ['what the document holds', "const a = '\u200b▮", "\u200b';", "\u200b';"],
    ['line ends of Windows and old Macs', LINE, 'a;\r\nb;\rc;', 'a;\nb;\nc;'],
    ['separators that end no line', LINE, "'a\u2028b'", "'a\u2028b'"],
  ]);
});

describe('a long text', () => {
  const LENGTH = 100_000;
  /** Far more than a slow machine needs, far less than the square of the length does. */
  const MAX_MS = 3_000;
  for (const piece of [
    '<',
    '`',
    '[',
    '<think>',
    '</think>',
    '<|a',
    '</s>',
    '<s>',
    'a<EOT>',
    '<code>',
    '```ts\n',
    '{"code":',
    'Here is it.\n',
    '\x1b]',
    '▁',
    'Ġ',
    '\n',
    'a\u200d',
    '(/[',
    '/**/',
    '// a',
    ' ',
    '"',
    '\\',
  ]) {
    it(`takes no time that grows with its square: ${JSON.stringify(piece)}`, () => {
      const text = piece.repeat(LENGTH / piece.length);
      for (const isOver of [true, false]) {
        const ms = processorMs(() => {
          for (const before of ['const a = ', '/// ', '"', text]) {
            unwrap({ text, isOver }, { before, after: '', languageId: 'typescript' });
          }
        });
        assert.ok(ms < MAX_MS, `${ms} ms`);
      }
    });
  }
});
