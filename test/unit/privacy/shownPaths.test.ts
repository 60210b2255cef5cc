import { strict as assert } from 'node:assert';
import { LiveDocument } from '../../../server/src/documents/liveDocument.ts';
import { SharingPolicy } from '../../../server/src/privacy/sharingPolicy.ts';
import { shownPaths } from '../../../server/src/privacy/shownPaths.ts';
import { FakeClock } from '../../../tools/testing/fakeClock.ts';

const query = (path: string) => encodeURIComponent(JSON.stringify({ path, ref: 'HEAD' }));

describe('the paths that a document is a view of', () => {
  it('are those of its address, without and with what its query names', () => {
    assert.deepEqual(shownPaths('jdt://contents/rt.jar/java.util/List.class?=x'), [
      '/rt.jar/java.util/List.class',
    ]);
    assert.deepEqual(shownPaths('git:/p/b.ts?{"path":"/p/a.ts"}'), ['/p/b.ts', '/p/a.ts']);
    assert.deepEqual(shownPaths(`git:/p/a.env.git?${query('/p/a.env')}`), [
      '/p/a.env.git',
      '/p/a.env',
    ]);
    assert.deepEqual(shownPaths('output:some'), ['/some']);
    assert.deepEqual(shownPaths('git:/p/a.ts?{broken'), ['/p/a.ts']);
    assert.deepEqual(shownPaths(`git:/p/a.ts?${' '.repeat(20_001)}${query('/p/.env')}`), [
      '/p/a.ts',
    ]);
  });

  it('keep a view of a private file back, and no other', () => {
    const policy = new SharingPolicy(['/p'], new FakeClock(), {
      exclude: ['**/private/**'],
      hidden: [],
    });
    const exclusion = (uri: string) =>
      policy.exclusionOfShown(LiveDocument.create(uri, 'typescript', 0, 'x'));
    assert.equal(exclusion('git:/p/a.ts?x'), undefined);
    assert.equal(exclusion('git:/p/private/a.ts?x'), 'excluded');
    assert.equal(exclusion(`git:/p/a.ts?${query('/p/private/a b.ts')}`), 'excluded');
    assert.equal(exclusion('git:/p/.env?x'), 'secret');
    assert.equal(exclusion(`git:/p/.env.git?${query('/p/.env')}`), 'secret');
    assert.equal(exclusion('vscode-vfs://github/o/r/id_rsa'), 'secret');
    assert.equal(exclusion('file:///p/private/a.ts'), 'excluded');
    assert.equal(exclusion('file:///p/a.ts'), undefined);
    assert.equal(
      policy.exclusionOf(LiveDocument.create('git:/p/a.ts', 'typescript', 0, 'x')),
      'virtual',
    );
  });
});
