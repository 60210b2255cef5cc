import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { testFileOf } from '../../../server/src/actions/testFile.ts';

describe('the usual file of tests', () => {
  it('stands beside the file, under the name that is usual for the language', () => {
    const names = [
      ['ledger.ts', 'ledger.test.ts'],
      ['ledger.tsx', 'ledger.test.tsx'],
      ['ledger.js', 'ledger.test.js'],
      ['ledger.py', 'test_ledger.py'],
      ['ledger.go', 'ledger_test.go'],
      ['ledger.rs', 'ledger_test.rs'],
      ['Ledger.java', 'LedgerTest.java'],
      ['Ledger.kt', 'LedgerTest.kt'],
      ['Ledger.cs', 'LedgerTests.cs'],
      ['ledger.rb', 'ledger_test.rb'],
      ['Ledger.php', 'LedgerTest.php'],
      ['ledger.cpp', 'ledger_test.cpp'],
      ['ledger.lua', 'ledger_spec.lua'],
      ['a.b.ts', 'a.b.test.ts'],
      ['Makefile', 'Makefile.test'],
      ['.bashrc', '.bashrc.test'],
      ['$&.py', 'test_$&.py'],
      ['x.constructor', 'x.test.constructor'],
    ];
    for (const [name, test] of names) {
      assert.equal(testFileOf(`file:///project/src/${name}`), `file:///project/src/${test}`);
    }
    assert.equal(testFileOf('untitled:Untitled-1'), 'untitled:Untitled-1.test');
  });

  it('is in the same folder, and never the file itself', () => {
    fc.assert(
      fc.property(fc.webPath(), (path) => {
        const uri = `file:///project${path}`;
        const test = testFileOf(uri);
        const folder = (of: string) => of.slice(0, of.lastIndexOf('/') + 1);
        assert.equal(folder(test), folder(uri));
        assert.notEqual(test, uri);
      }),
    );
  });
});
