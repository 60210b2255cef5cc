import { strict as assert } from 'node:assert';
import {
  PYTHON,
  PYTHON_SHORT,
  python,
  RUBY,
  result,
  ruby,
  SHORT,
  SUM,
} from '../../../support/rewritten.ts';

describe('a rewrite that is cut', () => {
  it('is refused where brackets or blocks are left open, in strings or not', () => {
    for (let length = 1; length < SHORT.length; length++) {
      assert.equal(result(SUM, SHORT.slice(0, length)), 'cut', String(length));
    }
    const text = SHORT.with(3, "      .reduce((sum, { price }) => sum + price + ')', 0);");
    assert.deepEqual(result(SUM, text), text);
    const crossed = [
      '    }',
      '  total(items) {',
      '    if (items.isPaid) {',
      '      return this.sum;',
      '    }',
    ];
    assert.equal(result(SUM, crossed), 'cut');
  });

  it('is refused where words that end blocks are missing', () => {
    const short = [
      '  def total(items)',
      '    items.select { |item| item.paid }.sum do |item|',
      '      item.price',
      '    end',
      '  end',
    ];
    assert.deepEqual(result(RUBY, short, ruby), short);
    assert.equal(result(RUBY, short.slice(0, -1), ruby), 'cut');
    assert.equal(result(RUBY, RUBY.toSpliced(5, 1), ruby), 'cut');
  });

  it('is not refused for words that end blocks in one line, or belong to loops', () => {
    const where = { languageId: 'elixir', above: ['defmodule Cart do'], below: ['end'] };
    const block = [
      '  def total(items) do',
      '    paid = Enum.filter(items, fn item -> item.paid end)',
      '',
      '    if Enum.empty?(paid) do',
      '      0',
      '    else',
      '      Enum.sum(paid)',
      '    end',
      '  end',
    ];
    const short = [
      '  def total(items) do',
      '    for item <- items, item.paid, reduce: 0 do',
      '      paid -> paid + Enum.sum(item)',
      '    end',
      '  end',
    ];
    assert.deepEqual(result(block, short, where), short);
    assert.equal(result(block, short.slice(0, -1), where), 'cut');
    const lua = [
      'function total(items)',
      '  for _, item in ipairs(items) do',
      '    pay(item)',
      '  end',
      'end',
    ];
    const loop = [
      'function total(items)',
      '  local item = 1',
      '  while items[item] do pay(items[item]) item = item + 1 end',
      'end',
    ];
    const there = { languageId: 'lua', above: [], below: [] };
    assert.deepEqual(result(lua, loop, there), loop);
    assert.equal(result(lua, loop.slice(0, -1), there), 'cut');
  });

  it('is refused where indentation tells that something is missing', () => {
    assert.deepEqual(result(PYTHON, PYTHON_SHORT, python), PYTHON_SHORT);
    const open = [...PYTHON.slice(0, 3), '            if item.is_paid and item.price:'];
    assert.equal(result(PYTHON, open, python), 'cut');
    assert.equal(
      result(PYTHON, [...PYTHON_SHORT.slice(0, 2), '            return paid'], python),
      'cut',
    );
    assert.equal(result(PYTHON, PYTHON.slice(0, -1), python), 'cut');
  });
});
