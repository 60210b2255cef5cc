import { strict as assert } from 'node:assert';
import { FIX_ALL_COLUMNS, fixAllRows } from '../../../bench/actions/fixAll.ts';

describe('the bench of "Fix all"', () => {
  it('loses nothing, and asks nothing twice that was answered', async () => {
    const rows = await fixAllRows();
    assert.deepEqual(rows, [
      ['cancelled in the middle', '50', '0', 'yes', '5', '41', '0.9'],
      ['resumed', '59', '0', 'yes', '5', '90', '1.2'],
      ['tried again', '10', '0', 'yes', '5', '100', '0.2'],
    ]);
    assert.equal(FIX_ALL_COLUMNS.length, rows[0]?.length);
  });
});
