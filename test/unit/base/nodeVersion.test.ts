import { strict as assert } from 'node:assert';
import { nodeTooOld } from '../../../server/src/base/nodeVersion.ts';

describe('the oldest Node', () => {
  it('is 22.13', () => {
    for (const version of ['22.13.0', '22.14.1', '23.0.0', '100.0.0']) {
      assert.equal(nodeTooOld(version, 'take another'), undefined, version);
    }
    for (const version of ['22.12.9', '20.20.2', '9.99.0']) {
      assert.equal(
        nodeTooOld(version, 'take another'),
        `Aurelis needs Node 22.13 or newer, and this is Node ${version}: take another.`,
      );
    }
  });
});
