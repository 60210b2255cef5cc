import { strict as assert } from 'node:assert';
import { standAlike } from '../../../client/src/cursors.ts';

describe('several cursors', () => {
  const at = (before: string, after = '', isEmpty = true) => ({ before, after, isEmpty });

  it('get a suggestion where they stand at the same code', () => {
    assert.equal(standAlike([at('  a = ', ';'), at('a = ', ';')]), true);
    assert.equal(standAlike([at('a')]), true);
  });

  it('get none where they do not, or something is selected', () => {
    assert.equal(standAlike([at('a = '), at('b = ')]), false);
    assert.equal(standAlike([at('a', ')'), at('a')]), false);
    assert.equal(standAlike([at('a'), at('a', '', false)]), false);
  });
});
