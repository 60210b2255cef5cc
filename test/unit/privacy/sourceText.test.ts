import { strict as assert } from 'node:assert';
import { sourceText } from '../../../server/src/privacy/sourceText.ts';

const source = 'let größe = "日本";\n';

describe('sourceText', () => {
  it('takes UTF-8, without its mark', () => {
    assert.equal(sourceText(Buffer.from(source)), source);
    assert.equal(sourceText(Buffer.from(`\ufeff${source}`)), source);
    assert.equal(sourceText(Buffer.alloc(0)), '');
  });

  it('leaves every other encoding alone', () => {
    const utf16 = Buffer.from('я = 1\n', 'utf16le');
    const others = {
      latin1: Buffer.from('// Schöne Grüße\n', 'latin1'),
      windows1252: Buffer.from([0x22, 0x93, 0x61, 0x94, 0x22, 0x0a]),
      shiftJis: Buffer.from([0x23, 0x93, 0xfa, 0x96, 0x7b, 0x0a]),
      utf16: utf16,
      utf16Big: Buffer.from(utf16).swap16(),
      utf16Marked: Buffer.concat([Buffer.from([0xff, 0xfe]), utf16]),
      utf32: Buffer.from([0x61, 0, 0, 0, 0x0a, 0, 0, 0]),
      iso2022: Buffer.from('# \x1b$B8l\x1b(B\n'),
      surrogates: Buffer.from([0xed, 0xa0, 0x80]),
      overlong: Buffer.from([0xc0, 0xaf]),
      cut: Buffer.from('// grö').subarray(0, 6),
    };
    for (const [name, bytes] of Object.entries(others))
      assert.equal(sourceText(bytes), undefined, name);
  });

  it('leaves alone what is damaged already, and what holds a NUL wherever it stands', () => {
    assert.equal(sourceText(Buffer.from('// Sch\ufffdne\n')), undefined);
    assert.equal(sourceText(Buffer.from(`${'a\n'.repeat(9_000)}\0\n`)), undefined);
  });

  it('takes an escape that shifts nothing', () => {
    const colored = 'print("\x1b[31mred\x1b[0m")\n';
    assert.equal(sourceText(Buffer.from(colored)), colored);
  });
});
