import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import {
  isSure,
  PYTHON,
  PYTHON_SHORT,
  python,
  RUBY,
  read,
  result,
  ruby,
  SHORT,
  SUM,
} from '../../../support/rewritten.ts';

describe('a rewrite', () => {
  it('has the layout of the answer, not of like lines of the block', () => {
    const flat = [
      '  total(items) {',
      '    let sum = 0;',
      '    for (const item of items) {',
      '      if (!item.isPaid) continue;',
      '      // Paid ones alone.',
      '      sum = sum + item.price;',
      '    }',
      '    return sum;',
      '  }',
    ];
    assert.deepEqual(result(SUM, flat), flat);
    assert.equal(isSure(read(SUM, flat)), true);
  });

  it('stands as deep as the block, however deep the answer does', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(SHORT, SUM.with(1, '    let sum = 1;')),
        fc.nat(6),
        (right, more) => {
          const least = right.map((line) => line.slice(2));
          assert.deepEqual(
            result(
              SUM,
              least.map((line) => ' '.repeat(2 * more) + line),
            ),
            right,
          );
        },
      ),
    );
    assert.deepEqual(result(SUM, [SHORT[0]?.trim() ?? '', ...SHORT.slice(1)]), SHORT);
    const trimmed = [PYTHON_SHORT[0]?.trim() ?? '', ...PYTHON_SHORT.slice(1)];
    assert.deepEqual(result(PYTHON, trimmed, python), PYTHON_SHORT);
    assert.deepEqual(
      result(
        PYTHON,
        PYTHON_SHORT.map((line) => line.slice(4)),
        python,
      ),
      PYTHON_SHORT,
    );
    const byTabs = SHORT.map((line) => line.replaceAll('  ', '\t'));
    assert.deepEqual(result(SUM, byTabs), SHORT);
  });

  it('keeps no blanks at the ends of lines', () => {
    assert.deepEqual(
      result(
        SUM,
        SHORT.map((line) => `${line}  `),
      ),
      SHORT,
    );
  });

  it('is taken out of the lines around it, though little of it is like the block', () => {
    const above = ['class Cart {', '  has(item) {', '    return item;', '  }', ''];
    const below = ['', '  clear() {', '    this.items = [];', '  }', '}'];
    const where = { above, below };
    assert.deepEqual(result(SUM, [...above, ...SHORT, ...below], where), SHORT);
    assert.deepEqual(
      result(SUM, [...above.slice(-3), ...SHORT, ...below.slice(0, 3)], where),
      SHORT,
    );
  });

  it('is refused where it is another function of the file, or one of another name', () => {
    const other = [
      '  paid(items) {',
      '    return items.filter((item) => item.isPaid && this.total([item]));',
      '  }',
    ];
    const where = { above: ['class Cart {', ...other, ''] };
    assert.equal(result(SUM, other, where), 'elsewhere');
    assert.equal(result(SUM, SHORT.with(0, '  average(items) {')), 'elsewhere');
    const renamed = SUM.with(0, '  totalOf(items) {');
    assert.deepEqual(result(SUM, renamed), renamed);
    assert.equal(isSure(read(SUM, renamed)), false);
  });

  it('is refused where the block stands in it twice, old and new', () => {
    assert.equal(result(SUM, [...SUM, '', ...SHORT]), 'elsewhere');
    assert.equal(result(SUM, [...SHORT, '', ...SHORT]), 'elsewhere');
    assert.equal(
      result(SUM, [...SUM, '', ...SHORT.with(0, '  total(items, from) {')]),
      'elsewhere',
    );
  });

  it('is refused without its first line', () => {
    const more = SUM.with(8, '    return Math.round(sum);');
    assert.deepEqual(result(SUM, more), more);
    assert.equal(read(SUM, more.slice(1)).kind, 'refused');
    assert.equal(read(PYTHON, PYTHON.slice(1), python).kind, 'refused');
  });

  it('is refused in another language, though no fence names one', () => {
    const java = [
      '  public double total(List<Item> items) {',
      '    double sum = 0;',
      '    for (Item item : items) {',
      '      if (item.isPaid()) sum += item.price();',
      '    }',
      '    return sum;',
      '  }',
    ];
    assert.equal(result(SUM, java), 'otherLanguage');
    assert.equal(result(SUM, PYTHON_SHORT), 'otherLanguage');
    assert.equal(result(PYTHON, RUBY, python), 'otherLanguage');
    assert.equal(result(RUBY, PYTHON, ruby), 'otherLanguage');
    const swift = ['  func total(items: [Item]) -> Int {', ...SHORT.slice(1)];
    assert.equal(result(SUM, swift), 'otherLanguage');
    const blocks = ['  def total(items)', '    items.select { |item| item.paid }', '  end'];
    assert.deepEqual(result(RUBY, blocks, ruby), blocks);
  });

  it('is refused where a comment stands for code, whatever else is new', () => {
    for (const words of [
      'existing code',
      'The rest of the code stays as it is',
      'rest unchanged',
    ]) {
      const longer = [
        '    if (items.length > 9) {',
        '      return this.many;',
        '    }',
        '    this.seen = 1;',
      ];
      const answer = [SUM[0] ?? '', ...longer, `    // ${words}`, ...SUM.slice(3)];
      assert.equal(result(SUM, answer), 'elided', words);
    }
    const said = SUM.with(4, '        // Items that the existing customers have paid for.');
    assert.deepEqual(result(SUM, said), said);
  });

  it('is to be looked at where it ends deeper than the block does', () => {
    const block = [
      'fun total(items: List<Item>): Int {',
      '    var sum = 0',
      '    for (item in items) {',
      '        sum += item.price',
      '    }',
      '    return sum',
      '}',
    ];
    const answer = [
      'fun total(items: List<Item>): Int =',
      '    items.map { it.price }',
      '        .sum()',
    ];
    const reading = read(block, answer, { languageId: 'kotlin', above: [], below: [] });
    assert.equal(isSure(reading), false);
  });

  it('of some statements is to be looked at, and keeps most of their words', () => {
    const block = ['    let sum = 0;', '    for (const item of items) sum += item.price;'];
    const answer = ['    const sum = items.reduce((all, item) => all + item.price, 0);'];
    assert.deepEqual(result(block, answer), answer);
    assert.equal(isSure(read(block, answer)), false);
    assert.equal(
      result(block, ['    const text = readFile(name, "utf8");', '    print(text);']),
      'elsewhere',
    );
  });
});
