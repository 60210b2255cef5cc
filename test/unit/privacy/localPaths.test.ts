import { strict as assert } from 'node:assert';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LiveDocument } from '../../../server/src/documents/liveDocument.ts';
import { unescaped } from '../../../server/src/privacy/localPaths.ts';
import { SharingPolicy } from '../../../server/src/privacy/sharingPolicy.ts';
import { FakeClock } from '../../../tools/testing/fakeClock.ts';

describe('the path of an address', () => {
  let root: string;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'aurelis-'));
  });

  afterEach(() => rmSync(root, { recursive: true }));

  it('obeys lists and settings for addresses that the system could not open', () => {
    writeFileSync(join(root, '.aurelisignore'), 'private/\n/100%.ts\nodd é.ts\n中/\n');
    const lists = new SharingPolicy([root], new FakeClock());
    const exclude = ['**/private/**', '**/*.gen.ts'];
    const policy = new SharingPolicy([root], new FakeClock(), { exclude, hidden: [] });
    const of = (uri: string, own = lists) =>
      own.exclusionOf(LiveDocument.create(uri, 'typescript', 1, 'x'));
    for (const scheme of ['file://', 'untitled:', 'untitled://', 'untitled:file://', 'file://host'])
      for (const name of ['caf%E9.ts', '100%.ts', '%zz', 'a%2Fb.ts', 'x%00.ts', '%']) {
        assert.equal(of(`${scheme}${root}/private/${name}`), '.aurelisignore', scheme + name);
        assert.equal(of(`${scheme}${root}/src/${name}`, policy), undefined, scheme + name);
      }
    assert.equal(of(`file://${root}/100%.ts`), '.aurelisignore');
    assert.equal(of(`file://${root}/odd%20%E9.ts`), '.aurelisignore');
    assert.equal(of(`file://${root}/%E4%B8%AD%2F%E9.ts`), '.aurelisignore');
    assert.equal(of(`file://${root}/private%2Fx.ts`), '.aurelisignore');
    assert.equal(of(`file://${root}/%E9.gen.ts`, policy), 'excluded');
    assert.equal(of(`vscode-remote://host${root}/private/%E9.ts`, policy), 'excluded');
    assert.equal(of('untitled:private/x.ts'), '.aurelisignore');
    assert.equal(of('untitled:src/x.ts'), undefined);
  });

  it('is read however it is escaped', () => {
    assert.equal(unescaped('a%20%C3%A9%E4%B8%AD'), 'a é中');
    assert.equal(unescaped('%E4%B8%AD%2F%E9%'), '中/é%');
    assert.equal(unescaped('100%zz%2'), '100%zz%2');
  });
});
