import { strict as assert } from 'node:assert';
import { foreignImports } from '../support/bundleImports.ts';
import { type UnpackedPackage, unpackPackage } from '../support/unpackedPackage.ts';

describe('the bundles of the package', () => {
  let unpacked: UnpackedPackage;
  before(() => {
    unpacked = unpackPackage();
  });
  after(() => unpacked?.remove());

  it('import nothing but Node, the editor and each other', async () => {
    const { bundles, foreign, count } = await foreignImports(unpacked.dist('.'), ['vscode']);
    assert.ok(bundles.length >= 7, bundles.join());
    assert.ok(count > 100, `${count} imports seen`);
    assert.deepEqual(foreign, []);
  });
});
