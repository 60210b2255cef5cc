import { strict as assert } from 'node:assert';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LiveDocument } from '../../../server/src/documents/liveDocument.ts';
import { SharingPolicy } from '../../../server/src/privacy/sharingPolicy.ts';
import { shownPaths } from '../../../server/src/privacy/shownPaths.ts';
import { FakeClock } from '../../../tools/testing/fakeClock.ts';
import { processorMs } from '../../support/processorTime.ts';

const query = (value: unknown) => encodeURIComponent(JSON.stringify(value));
const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64');
const hex = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('hex');
const escaped = (text: string, times: number): string =>
  times === 0 ? text : escaped(encodeURIComponent(text), times - 1);

describe('the paths that a document is a view of', () => {
  let root: string;
  let policy: SharingPolicy;

  before(() => {
    root = mkdtempSync(join(tmpdir(), 'aurelis-'));
    const lists = 'private/\n/top/x.ts\n*~\n*.class\nbuild\nsrc/exact.ts\n';
    writeFileSync(join(root, '.aurelisignore'), lists);
    policy = new SharingPolicy([root], new FakeClock(), { exclude: ['**/kept/**'], hidden: [] });
  });

  after(() => rmSync(root, { recursive: true }));

  const exclusion = (uri: string, languageId = 'typescript') =>
    policy.exclusionOfShown(LiveDocument.create(uri, languageId, 0, 'x'));

  it('are those of its address, and those that its query names', () => {
    const { absolute, relative, words, isClear } = shownPaths(
      `git:/p/b.ts?${query({ path: '/p/a.ts', more: ['src/c.ts'], ref: '~' })}`,
    );
    assert.deepEqual(absolute, ['/p/b.ts', '/p/a.ts']);
    assert.equal(relative.at(-1), 'src/c.ts');
    assert.deepEqual(words, ['~']);
    assert.ok(isClear);
    assert.deepEqual(shownPaths('git:/p/a.env.git').absolute, ['/p/a.env.git', '/p/a.env']);
  });

  const hidden: [name: string, uri: (path: string, folder: string) => string][] = [
    ['its path', (path) => `git:${path}`],
    ['a scheme in capitals, and a second extension', (path) => `GIT:${path}.git`],
    ['a blank in front', (path) => ` git:${path}`],
    ['a scheme with a stroke', (path) => `my_git:${path}`],
    ['a path without a scheme', (path) => path],
    ['a scheme in a scheme', (path) => `diff:git:${path}`],
    ['an address in a path', (path) => `jar:file://${path}`],
    ['a path in an archive', (path) => `jar:file:///x.jar!${path}`],
    ['a path that is escaped', (path) => `git:${escaped(path, 5)}`],
    ['a path with backslashes', (path) => `git:${path.replaceAll('/', '\\')}`],
    ['a member', (path) => `git:/a.ts?${query({ path })}`],
    ['a member by another name', (filePath) => `svn:/a.ts?${query({ filePath })}`],
    ['a member deep down', (a) => `x:/a.ts?${query({ b: [{ c: { ref: a } }] })}`],
    ["a member's name", (path) => `x:/a.ts?${query({ [path]: 1 })}`],
    ['JSON in JSON', (path) => `x:/a.ts?${query({ data: JSON.stringify({ path }) })}`],
    ['Base64', (path) => `git-graph:/a.ts?${base64({ path })}`],
    ['Base64 for addresses', (path) => `x:/a?${Buffer.from(`¿¿${path}`).toString('base64url')}`],
    ['Base64 in a parameter', (path) => `x:/a.ts?v=1&data=${base64({ path })}`],
    ['Base64 in the path', (path) => `x:/${base64({ path })}/a.ts`],
    ['digits', (path) => `gitlens://${hex({ path })}/a.ts?`],
    ['digits behind a name', (path) => `vscode-vfs://github%2B${hex({ path })}/a.ts`],
    ['a parameter', (path) => `x:/a.ts?ref=1&path=${encodeURIComponent(path)}`],
    ['a query that is escaped twice', (path) => `git:/a.ts?${escaped(query({ path }), 1)}`],
    ['an address in a member', (path) => `git:/a.ts?${query({ path: `file://${path}` })}`],
    ['an escaped path in a member', (path) => `x:/a?${query({ path: escaped(path, 1) })}`],
    ['a raw query', (path) => `git:/a.ts?{"ref":"#1?","path":"${path}"}`],
    ['a fragment', (path) => `git:/a.ts#?${query({ path })}`],
    ['a fragment behind a query', (path) => `git:/a.ts?v#${path}`],
    ['a relative path', (path, base) => `x:/a?${query({ path: path.slice(base.length + 1) })}`],
    [
      'a relative path and its folder',
      (path) => `x:/a.ts?${query({ path: path.split('/').slice(2).join('/'), rootPath: '/tmp' })}`,
    ],
    ['a relative head', (path, folder) => `diff:${path.slice(folder.length + 1)}`],
    ['a revision in front', (path, folder) => `x:/a?HEAD:${path.slice(folder.length + 1)}`],
    ['a file on a host', (path) => `FILE://host${path}`],
    ['an address that cannot be read', (path) => `FILE://${path.replace(/[^/]*$/, '%E9/$&')}`],
  ];
  for (const [name, uri] of hidden) {
    it(`are found in ${name}`, () => {
      for (const file of ['private/x.ts', 'kept/x.ts', 'private/kept.ts'])
        assert.notEqual(exclusion(uri(`${root}/${file}`, root)), undefined);
      assert.notEqual(exclusion(uri(`${root}/.env`, root)), undefined, '.env');
      assert.equal(exclusion(uri(`${root}/src/open.ts`, root)), undefined);
    });
  }

  it('are found in relative names of folders, and in odd letters', () => {
    assert.equal(exclusion(`x:/a?${query({ path: 'top/x.ts' })}`), '.aurelisignore');
    assert.equal(exclusion(`x:/a.ts?${base64({ filePath: '.env' })}`), 'secret');
    assert.equal(exclusion(`x:/a.ts?${query({ path: 'id_rsa' })}`), 'secret');
    assert.equal(exclusion('git:/p/%EF%BC%8Eenv'), 'secret');
    assert.equal(exclusion('git:/p/%E2%80%8E.env'), 'secret');
    assert.equal(exclusion('output:', 'dotenv'), 'secret');
    assert.equal(exclusion('git:/p/.env.example?{"ref":"~"}', 'dotenv'), undefined);
  });

  it('keep no other view back', () => {
    for (const uri of [
      `git:${root}/a.ts?${query({ path: `${root}/a.ts`, ref: '~' })}`,
      `git:${root}/a.ts?{"path":"${root}/a.ts","ref":"build"}`,
      `git:${root}/a.ts?${query({ path: `${root}/a.ts`, ref: 'build/1' })}`,
      `x:${root}/a.ts?ref=build/1&path=a.ts`,
      `git:${root}/a.ts.git?x`,
      'vscode-vfs://github/o/r/src/a.ts',
      'jdt://contents/rt.jar/java.util/List.class?=project/%5C/usr%5C/lib%5C/jrt-fs.jar=/true=/%3Cjava.util(List.class',
      `gitlens://${hex({ ref: 'a'.repeat(40) })}/src/a.ts`,
      'output:some',
      'x:/a.ts?9a0364b9e99bb480dd25e1f0284c8555',
      `x:/a.ts?${'9a0364b9'.repeat(8)}#L10`,
    ])
      assert.equal(exclusion(uri), undefined, uri);
    assert.equal(
      policy.exclusionOf(LiveDocument.create('git:/p/a.ts', 'typescript', 0, 'x')),
      'virtual',
    );
  });

  it('are found where Java shows a class', () => {
    const java = (path: string) =>
      `jdt://contents/a.jar/b/C.class?=p/${path.replaceAll('/', '%5C/')}=/true=/%3Cb(C.class`;
    assert.equal(exclusion(java(`${root}/private/a.jar`)), '.aurelisignore');
    assert.equal(exclusion(java('private/a.jar')), '.aurelisignore');
    assert.equal(exclusion(java('/kept/a.jar')), 'excluded');
  });

  it('may be in what cannot be read', () => {
    for (const uri of [
      'git:/p/a.ts?{broken',
      'git:/p/a.ts?x#{broken',
      `git:/p/${escaped(' ', 9)}`,
      `git:/p/a.ts?${escaped(' ', 9)}`,
      'x:/a.ts?%00%01',
      `x:/a.ts?${Buffer.from(Array.from({ length: 150 }, (_, at) => (at * 89) % 256))
        .toString('base64')
        .replaceAll('/', 'a')}`,
      `git:/p/a.ts?${'a '.repeat(10_001)}`,
      `x:/a?${query(Array.from({ length: 61 }, (_, at) => `/p/${at}`))}`,
      `x:/a?${query(Array.from({ length: 501 }, () => 'a'))}`,
      `x:/a?${'['.repeat(9)}${']'.repeat(9)}`,
      `x:/a?path=${'a/'.repeat(2_100)}`,
    ])
      assert.equal(exclusion(uri), 'virtual', uri.slice(0, 80));
  });

  it('are read in bounded time', () => {
    for (const part of ['a:', '/', '%25', '&a=', '[', '"', 'a ', '!', '#', '?', 'ab+/', '=/', '4a'])
      for (const head of ['', 'git:/a?', 'jdt://a?', 'git://']) {
        const uri = `${head}${part.repeat(19_000 / part.length)}`;
        assert.ok(processorMs(() => shownPaths(uri)) < 300, `${head}${part}`);
      }
  });
});
