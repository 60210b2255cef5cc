import { strict as assert } from 'node:assert';
import { bounded } from '../../../server/src/base/bounded.ts';

describe('bounded', () => {
  it('matches no text that is too long', () => {
    const letters = bounded(3, /^a+$/);
    assert.deepEqual(['a', 'aaa', 'aaaa', 'b'].map(letters.test), [true, true, false, false]);
  });
});
