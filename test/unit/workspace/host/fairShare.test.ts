import { strict as assert } from 'node:assert';
import {
  type Costly,
  FairShare,
  type Part,
} from '../../../../server/src/workspace/host/fairShare.ts';

interface Item extends Costly {
  readonly of: string;
}

function part(of: string, count: number, cost = 1): Part<Item> {
  let left = count;
  return { next: () => (left-- > 0 ? { of, cost } : undefined) };
}

function take(share: FairShare<Item>, count: number): Record<string, number> {
  const taken: Record<string, number> = {};
  for (let at = 0; at < count; at++) {
    const item = share.next();
    if (item !== undefined) taken[item.of] = (taken[item.of] ?? 0) + 1;
  }
  return taken;
}

describe('FairShare', () => {
  it('gives each part as much, and what one does not need to the others', () => {
    const share = new FairShare<Item>();
    share.add(part('many', 1_000));
    share.add(part('few', 10));
    share.add(part('more', 1_000));
    assert.deepEqual(take(share, 90), { many: 40, few: 10, more: 40 });
  });

  it('counts what items cost, and divides by weight', () => {
    const share = new FairShare<Item>();
    share.add(part('dear', 1_000, 3));
    share.add(part('cheap', 1_000));
    share.add(part('light', 1_000), 1 / 4);
    assert.deepEqual(take(share, 190), { dear: 40, cheap: 120, light: 30 });
  });

  it('divides at each branch, and ends with its parts', () => {
    const share = new FairShare<Item>();
    const branch = new FairShare<Item>();
    for (let index = 0; index < 50; index++) branch.add(part('branch', 10));
    share.add(branch);
    share.add(part('leaf', 30));
    assert.deepEqual(take(share, 60), { branch: 30, leaf: 30 });
    assert.deepEqual(take(share, 1_000), { branch: 470 });
    assert.equal(share.next(), undefined);
  });

  it('is the same each time: equal parts take turns in their order', () => {
    const share = new FairShare<Item>();
    for (const name of 'dacb') share.add(part(name, 2));
    const order = Array.from({ length: 8 }, () => share.next()?.of).join('');
    assert.deepEqual([...order.slice(0, 4)].sort().join(''), 'abcd');
    assert.deepEqual([...order.slice(4)].sort().join(''), 'abcd');
    assert.equal(order[0], 'd');
  });
});
