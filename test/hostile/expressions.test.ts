import { strict as assert } from 'node:assert';
import { adversarialTexts } from './expressions/adversarialTexts.ts';
import { scanSource } from './expressions/scanSource.ts';
import { MOST_MS, Trials } from './expressions/trial.ts';

const found = (text: string) =>
  scanSource(text).literals.map(({ source, flags, line }) => `${line}/${source}/${flags}`);

describe('the scanner of sources', () => {
  /** Code in templates begins with § here, which stands for a dollar. */
  const cases: [text: string, expected: readonly string[]][] = [
    ['const A = /a/gi;', ['1/a/gi']],
    ['f(/[/]/, /\\//u)', ['1/[/]/', '1/\\//u']],
    ['const x = a / b / c;', []],
    ['const x = (a) / b / c[0] / 2;', []],
    ['return /a/.test(b) ? /b/ : !/c/.test(d) && /d/;', ['1/a/', '1/b/', '1/c/', '1/d/']],
    ['// /a/\n/* /b/ */ const x = "/c/" + \'/d/\';\nf(/e/);', ['3/e/']],
    ['`/a/ §{f(/b/)} /c/ §{`§{/d/.source}`} /e/`; f(/g/)', ['1/b/', '1/d/', '1/g/']],
    ['`§{{ a: { b: /a/ } }} /b/`', ['1/a/']],
    ['\'it\\\'s /a/\'; "\\"/b/"; `\\`/c/`; x = /\'"`/', ['1/\'"`/']],
    ['const f = () => /a/;\nconst g = [/b/];\nconst h = { i: /c/ };', ['1/a/', '2/b/', '3/c/']],
  ];
  for (const [text, expected] of cases) {
    it(JSON.stringify(text), () => assert.deepEqual(found(text.replaceAll('§', '$')), expected));
  }

  it('finds where one is made', () => {
    assert.deepEqual(
      scanSource('const a =\n  new RegExp(\n`b`);\nRegExp("c"); x: RegExp').made,
      [2, 4],
    );
  });

  it('fails for one that has no end', () => {
    assert.throws(() => scanSource('const a = /b\n'), /No end: \/b/);
  });
});

describe('the trial of an expression', function () {
  // The slow ones take some seconds each.
  this.timeout(120_000);
  // Those are slow by far: to wait longer would tell no more.
  const trials = new Trials(100 * MOST_MS);
  after(() => trials.end());

  /** Of each kind that takes the square of a text's length, or worse, and the same without that. */
  const pairs: [slow: string, fast: string, flags?: string][] = [
    ['\\s+$', '(?<!\\s)\\s+$'],
    ['[\\p{L}_]+$', '(?<![\\p{L}_])[\\p{L}_]+$', 'u'],
    ['^(?:a+)+$', '^a+$'],
    ['^\\s*(?:x|[;,]*\\s*)$', '^\\s*(?:x|[;,]+\\s*)?$'],
    ['ab.*cd', 'ab.{0,40}cd'],
    ['(\\d+(?:\\.\\d+)?)(s|m)', '(?<!\\d)(\\d+(?:\\.\\d+)?)(s|m)', 'g'],
    ['^[\\w.]*[.][\\w.]*$', '^(?=[^.]*[.])[\\w.]+$'],
    ['\\n\\s*\\S', '\\n[^\\S\\n]*\\S'],
    ['\\{[^}]*\\}$', '^\\{[^}]*\\}$'],
  ];
  for (const [slow, fast, flags = ''] of pairs) {
    it(`tells /${slow}/${flags} from /${fast}/${flags}`, async () => {
      const msOf = async (source: string) =>
        (await trials.try({ source, flags, isForParts: false, maxLength: undefined })).ms;
      assert.ok((await msOf(slow)) > MOST_MS);
      assert.ok((await msOf(fast)) <= MOST_MS);
    });
  }

  it('feeds each loop behind what leads to it', () => {
    const texts = adversarialTexts('^<b(?: \\w+="[^"]*")*>', '', 60);
    assert.ok(
      texts.some((text) => text.startsWith('<b') && text.includes('" ') && !text.endsWith('>')),
    );
    assert.ok(texts.some((text) => /^<b \w="[^"]{20}/.test(text)));
  });
});
