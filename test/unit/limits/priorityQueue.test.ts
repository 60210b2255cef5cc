import { strict as assert } from 'node:assert';
import { PriorityQueue, type Waiting } from '../../../server/src/limits/priorityQueue.ts';

describe('PriorityQueue', () => {
  type Named = Waiting & { readonly name: string };
  const order = (now: number, ...items: readonly Named[]): string => {
    const line = new PriorityQueue<Named>();
    for (const item of items) line.add(item);
    const names: string[] = [];
    for (;;) {
      const next = line.take(now, () => true);
      if (next === undefined) return names.join('');
      names.push(next.name);
    }
  };
  const at = (name: string, priority: Waiting['priority'], since = 0): Named => ({
    name,
    priority,
    since,
  });

  it('goes by priority', () => {
    const all = [
      at('6', 'warming'),
      at('5', 'speculative'),
      at('3', 'automatic'),
      at('1', 'invoked'),
      at('4', 'batch'),
      at('2', 'action'),
    ];
    assert.equal(order(0, ...all), '123456');
  });

  it('takes the newest of automatic requests first, of others the oldest', () => {
    const automatic = [at('a', 'automatic', 0), at('b', 'automatic', 1), at('c', 'automatic', 2)];
    assert.equal(order(3, ...automatic), 'cba');
    const batch = [at('a', 'batch', 0), at('b', 'batch', 1), at('c', 'batch', 2)];
    assert.equal(order(3, ...batch), 'abc');
  });

  it('starves nobody', () => {
    const items = [at('w', 'warming', 0), at('i', 'invoked', 26_000)];
    assert.equal(order(26_000, ...items), 'wi');
    assert.equal(order(26_000, at('s', 'speculative', 22_000), at('a', 'automatic', 26_000)), 'as');
  });

  it('passes over those that may not go', () => {
    const line = new PriorityQueue<Named>();
    line.add(at('a', 'invoked'));
    line.add(at('b', 'warming'));
    assert.equal(line.take(0, ({ name }) => name === 'b')?.name, 'b');
    assert.equal(line.size, 1);
  });
});
