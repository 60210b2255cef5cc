import { strict as assert } from 'node:assert';
import { END_TOKENS, FRONT_TOKENS } from '../../../../bench/text/completions/shapes/wrapping.ts';
import { soFar } from '../../../../server/src/completion/postprocess/index.ts';
import { cursorIn } from '../../../support/caret.ts';
import { checkGrowing, LINE, type UnwrapRow } from '../../../support/unwrapping.ts';

const FENCED = '```\nx\n```';
const same = (name: string, drawn: string, said: string, languageId = 'typescript'): UnwrapRow => [
  name,
  drawn,
  said,
  said,
  languageId,
];

describe('backticks that are content', () => {
  checkGrowing([
    same('of a template', LINE, '`x`;'),
    same('of a template alone', LINE, '`x`'),
    same('of a tagged template', 'const q = sql▮;', '`select 1`'),
    same('in a raw string', 'let a = ▮;', 'r#"`x`"#', 'rust'),
    same('a fence in a raw string', 'let a = ▮;', `r#"\n${FENCED}\n"#`, 'rust'),
    same('a fence in a raw string of C++', 'auto a = ▮;', `R"x(\n${FENCED}\n)x"`, 'cpp'),
    same('a fence in a verbatim string', 'var a = ▮;', `@"\n${FENCED}\n"`, 'csharp'),
    same('a fence in a raw string that stood open', 'let a = r#"\n▮\n"#;', FENCED, 'rust'),
    same('behind a quote in it', 'let a = r#"\n"b" ▮\n"#;', '`c`', 'rust'),
    same('a command of PHP', '$a = ▮;', '`ls`', 'php'),
    same('a name of Kotlin', 'fun ▮() {', '`a b`', 'kotlin'),
  ]);
});

describe('a wrapper all the same', () => {
  checkGrowing([
    ['around code of Rust', 'let a = ▮;', '`b(c)`', 'b(c)', 'rust'],
    ['below a raw string', 'let a = r"\\";\nlet b = ▮;', '```rust\nc("d")\n```', 'c("d")', 'rust'],
    ['below one of C++', 'auto a = R"(")";\nauto b = ▮;', '```cpp\nc("d")\n```', 'c("d")', 'cpp'],
  ]);
});

describe('the beginning of a control token', () => {
  const { cursor } = cursorIn('const total = |');
  for (const token of [...END_TOKENS, '<|a|>', '<｜User｜>']) {
    it(`is held back while it streams: ${token}`, () => {
      for (let length = 1; length <= token.length; length++) {
        assert.equal(soFar(`sum(a);${token.slice(0, length)}`, cursor).trim(), 'sum(a);');
      }
    });
  }
  for (const token of FRONT_TOKENS) {
    it(`is held back in front: ${JSON.stringify(token)}`, () => {
      for (let length = 1; length <= token.length; length++) {
        assert.equal(soFar(token.slice(0, length), cursor).trim(), '');
      }
    });
  }
  it('is shown once it is code', () => {
    assert.equal(soFar('a < b', cursor), 'a < b');
    assert.equal(soFar('xs[INDEX] + 1', cursor), 'xs[INDEX] + 1');
  });
});
