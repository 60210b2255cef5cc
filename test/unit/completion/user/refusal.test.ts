import { strict as assert } from 'node:assert';
import {
  isRefused,
  isWritten,
  type Refusal,
} from '../../../../server/src/completion/user/refusal.ts';

const PLACE = { above: 'first();', line: 3, at: 0 };

/** `refused` and `offered` are drawn as lines, with the cursor in them; the offer is so many lines further down. */
function check(
  why: Refusal['why'],
  refused: string,
  offered: string,
  { down = 0, above = 'first();', own = '' } = {},
): boolean {
  const [linePrefix = '', text = ''] = refused.split('|');
  const [typed = '', offer = ''] = offered.split('|');
  const refusal = { ...PLACE, why, linePrefix, text };
  return isRefused(refusal, { above, line: 3 + down, typed, text: offer, own }, 1_000);
}

const NEXT = { down: 1, above: 'other();' };

type Case = readonly [why: Refusal['why'], refused: string, offered: string, is: boolean];

describe('an offer at a place where something was refused', () => {
  const cases: readonly Case[] = [
    ['dismissed', 'a = |sum(items);', 'a = |sum(items);', true],
    ['dismissed', 'a = |sum(items);', 'a = su|m(items);', true],
    ['dismissed', 'a = |sum(items);', '|a = sum(items);', true],
    ['dismissed', 'a = |sum(items);', '    a = |sum(items);', true],
    ['dismissed', 'a = |sum(item);', 'a = |som(item);', true],
    ['dismissed', 'a = |sum(items);', 'a = |none(page);', false],
    ['dismissed', 'a = |sum(items);', 'a = ne|sum(items);', true],
    ['dismissed', 'a = |sum(items);', 'a = new|sum(items);', false],
    ['dismissed', 'const total = |a;', 'const total = |b;', false],
    ['dismissed', 'a = |sum(items);\nreturn total(1, 2);', 'a = |sum(items);\nother(page);', true],
    ['dismissed', 'a = |{\n  first(a);\n}', 'a = |{\n  none: page,\n}', false],
    [
      'dismissed',
      '|x();\nsecond(items);\nthird(items);',
      '|y();\nsecond(items);\nthird(items);',
      true,
    ],
    ['dismissed', 'a = |sum(items);', 'a = |', false],
    ['deleted', 'a|.id', 'a|.id;', true],
    ['deleted', 'a|.id', 'a|.identity', false],
    ['deleted', 'a|.id', 'a.|id', true],
    ['deleted', 'a|.id', 'a.i|d', false],
    ['deleted', 'a.|d', 'a.|d', true],
    ['deleted', 'a|.name', 'a.n|ame', true],
    ['deleted', 'a|.name', 'a.na|me', false],
    ['deleted', 'a = |calculate(items);', 'a = |calc', true],
    ['deleted', 'a = |calculate(items);', 'a = |', false],
    ['deleted', '|first(items);\nsecond(items);', '|second(items);', true],
    ['untyped', 'a = |sum(itx', 'a = |sum(items);', false],
    ['untyped', 'a = |sum', 'a = |sum(items);', true],
  ];
  for (const [why, refused, offered, is] of cases) {
    it(`${why} ${JSON.stringify(refused)}: ${JSON.stringify(offered)}`, () =>
      assert.equal(check(why, refused, offered), is));
  }

  it('is what was deleted where it begins with words that stood there when it was asked for', () => {
    assert.equal(check('untyped', 'a|.id', 'a|.i.name', { own: '.i' }), true);
    assert.equal(check('untyped', 'a| = b', 'a| = sum', { own: ' = ' }), false);
  });

  it('is found by the line above where the line has gone elsewhere', () => {
    assert.equal(check('dismissed', 'a = |sum(items);', 'a = |sum(items);', { down: 40 }), true);
    assert.equal(check('dismissed', 'a = |x;', 'a = |x;', { down: 40, above: 'b();' }), false);
  });
});

describe('an offer on a line around', () => {
  const cases: readonly Case[] = [
    ['dismissed', 'a = |sum(items);', 'other = |sum(items);', true],
    ['dismissed', 'const total = |sum(items);', '|const total = sum(items);', true],
    ['dismissed', 'a = |sum(items);', '|a = sum(items);', true],
    ['dismissed', 'a = |sum(items);', '|\n  sum(items);', true],
    ['dismissed', 'a = |sum(items);', 'su|m(items);', true],
    ['dismissed', 'a = |sum(items);', 'sum|(items);', false],
    ['dismissed', 'const total = |a;', '|const total = b;', false],
    ['dismissed', 'a = |sum(items);\nreturn total;', '|return total;', false],
    ['deleted', 'a = |sum(items);\nreturn total;', '|return total;', true],
    ['untyped', '|render(itx', '|render(items);', false],
    ['untyped', '|render(items);', '|render(items);', true],
    ['dismissed', 'a|.id', 'b|.id', true],
    ['dismissed', 'a|.x', 'b|.x', false],
    ['dismissed', 'a|();x', 'b|();x', true],
    ['dismissed', 'a|=x;', 'b|=x;', false],
    ['dismissed', 'a|)});', 'b|)});', false],
  ];
  for (const [why, refused, offered, is] of cases) {
    it(`${why} ${JSON.stringify(refused)}: ${JSON.stringify(offered)}`, () =>
      assert.equal(check(why, refused, offered, NEXT), is));
  }
});

describe('a line that was written', () => {
  const written = (refused: string, line: string) => {
    const [linePrefix = '', text = ''] = refused.split('|');
    return isWritten({ ...PLACE, why: 'dismissed', linePrefix, text }, line);
  };

  it('lifts what it ends with', () => {
    assert.equal(written('call(|);', '  call();'), true);
    assert.equal(written('call(|);', 'other();'), false);
    assert.equal(written('a = |sum(items);', 'other = sum(items);'), true);
    assert.equal(written('a = |sum(items);', 'other = sum(items)'), false);
  });
});
