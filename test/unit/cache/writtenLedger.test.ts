import { strict as assert } from 'node:assert';
import { WrittenLedger } from '../../../server/src/cache/writtenLedger.ts';

describe('WrittenLedger', () => {
  it('accounts for what was written and not removed, each key once', () => {
    const ledger = new WrittenLedger();
    for (const [key, bytes] of [
      ['a:1', 10],
      ['a:2', 20],
      ['b:1', 40],
      ['b:1', 50],
    ] as const) {
      ledger.add(key, bytes);
    }
    assert.deepEqual(ledger.usage(), { entries: 3, bytes: 80 });
    ledger.remove('a:1');
    ledger.remove('a:1');
    assert.deepEqual(ledger.usage(), { entries: 2, bytes: 70 });
    ledger.clear('b:');
    assert.deepEqual(ledger.usage(), { entries: 1, bytes: 20 });
    ledger.clear();
    assert.deepEqual(ledger.usage(), { entries: 0, bytes: 0 });
  });
});
