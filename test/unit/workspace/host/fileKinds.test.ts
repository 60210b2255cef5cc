import { strict as assert } from 'node:assert';
import {
  FILE_KIND,
  isForeign,
  kindOf,
  likenessOf,
} from '../../../../server/src/workspace/host/fileKinds.ts';

describe('kinds of files', () => {
  it('are known by names', () => {
    for (const name of ['a.ts', 'A.PY', 'b.test.tsx', 'Makefile', 'Dockerfile', 'x.vue', 'q.sql'])
      assert.equal(kindOf(name), FILE_KIND.code, name);
    for (const name of ['README.md', 'a.yaml', 'LICENSE', 'x.html', 'a.xml', '.gitignore', 'x.foo'])
      assert.equal(kindOf(name), FILE_KIND.text, name);
    for (const name of ['a.csv', 'b.JSON', 'c.log', 'd.po', 'e.ipynb', 'a.ts.orig'])
      assert.equal(kindOf(name), FILE_KIND.data, name);
  });

  it('tell a dump from a program by its size', () => {
    assert.equal(kindOf('a.sql', 64 * 1024), FILE_KIND.code);
    assert.equal(kindOf('a.sql', 64 * 1024 + 1), FILE_KIND.data);
    assert.equal(kindOf('a.foo', 64 * 1024 + 1), FILE_KIND.data);
    assert.equal(kindOf('a.ts', 500 * 1024), FILE_KIND.code);
  });

  it('know names that differ in numbers alone, and folders of others', () => {
    assert.equal(likenessOf('Case_0012.ts'), likenessOf('case_7.ts'));
    assert.notEqual(likenessOf('case_7.ts'), likenessOf('case_7.js'));
    assert.deepEqual(['Vendor', 'third_party', 'src', 'lib'].map(isForeign), [
      true,
      true,
      false,
      false,
    ]);
  });
});
