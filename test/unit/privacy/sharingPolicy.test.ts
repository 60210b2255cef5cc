import { strict as assert } from 'node:assert';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { LiveDocument } from '../../../server/src/documents/liveDocument.ts';
import { IGNORE_LISTS, isNearby } from '../../../server/src/privacy/folderRules.ts';
import { SharingPolicy, type SharingSettings } from '../../../server/src/privacy/sharingPolicy.ts';
import { readSource } from '../../../server/src/privacy/sourceFiles.ts';
import { FakeClock } from '../../../tools/testing/fakeClock.ts';

describe('the sharing policy', () => {
  let root: string;
  let clock: FakeClock;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'aurelis-'));
    clock = new FakeClock();
  });

  afterEach(() => rmSync(root, { recursive: true }));

  const write = (files: Readonly<Record<string, string>>) => {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
  };
  const policyOver = (folder = '.', settings: Partial<SharingSettings> = {}) =>
    new SharingPolicy([join(root, folder)], clock, { exclude: [], hidden: [], ...settings });
  const documentAt = (path: string, text = 'x', languageId = 'typescript') =>
    LiveDocument.create(pathToFileURL(join(root, path)).href, languageId, 1, text);
  const verdict = (policy: SharingPolicy, path: string) => policy.exclusionOf(documentAt(path));

  for (const list of IGNORE_LISTS) {
    it(`obeys ${list} for open documents and files, in every folder above`, () => {
      write({
        [list]: 'top.ts\n',
        [`src/${list}`]: '/inner.ts\nout/\n',
        'top.ts': '',
        'src/inner.ts': '',
      });
      const policy = policyOver();
      assert.equal(verdict(policy, 'deep/down/top.ts'), list);
      assert.equal(verdict(policy, 'src/inner.ts'), list);
      assert.equal(verdict(policy, 'src/out/a.ts'), list);
      assert.equal(verdict(policy, 'inner.ts'), undefined);
      assert.equal(policy.readable(join(root, 'top.ts')), undefined);
      assert.equal(policy.readable(join(root, 'src/inner.ts')), undefined);
    });
  }

  it('does not let one kind of list undo another', () => {
    write({ '.gitignore': 'a.ts\n', '.aiignore': '!a.ts\nb.ts\n', 'src/.gitignore': '!b.ts\n' });
    const policy = policyOver();
    assert.equal(verdict(policy, 'a.ts'), '.gitignore');
    assert.equal(verdict(policy, 'src/b.ts'), '.aiignore');
  });

  it('looks above the workspace folder as far as the repository goes, and no further', () => {
    write({
      '.gitignore': 'a.ts\n',
      'repo/.gitignore': 'b.ts\n',
      'repo/.git/info/exclude': 'c.ts\n',
    });
    const policy = policyOver('repo/packages/one');
    assert.equal(verdict(policy, 'repo/packages/one/a.ts'), undefined);
    assert.equal(verdict(policy, 'repo/packages/one/b.ts'), '.gitignore');
    assert.equal(verdict(policy, 'repo/packages/one/c.ts'), '.gitignore');
  });

  it('finds the list of a repository whose work tree is elsewhere', () => {
    write({
      'main/.git/info/exclude': 'a.ts\n',
      'main/.git/worktrees/two/commondir': '../..\n',
      'two/.git': `gitdir: ${join(root, 'main/.git/worktrees/two')}\n`,
    });
    assert.equal(verdict(policyOver('two'), 'two/a.ts'), '.gitignore');
  });

  it('does not look for a repository elsewhere because a folder names it', () => {
    const near = [
      ['/home/me/main/.git/worktrees/two', '/home/me/two'],
      ['C:\\src\\main', 'c:\\src\\two'],
    ];
    const far = [
      ['/net/evil.example/share', '/home/me/two'],
      ['//evil.example/share', '/home/me/two'],
      ['\\\\evil.example\\share', 'C:\\src\\two'],
      ['\\\\evil.example\\share', '\\\\own.example\\src'],
      ['D:\\x', 'C:\\src\\two'],
    ];
    for (const [path = '', folder = ''] of near) assert.equal(isNearby(path, folder), true, path);
    for (const [path = '', folder = ''] of far) assert.equal(isNearby(path, folder), false, path);
    const elsewhere = mkdtempSync('/dev/shm/aurelis-');
    mkdirSync(join(elsewhere, 'info'));
    writeFileSync(join(elsewhere, 'info/exclude'), 'a.ts\n');
    write({
      'two/.git': `gitdir: ${elsewhere}\n`,
      'three/.git': 'gitdir: common\n',
      'three/common/commondir': elsewhere,
    });
    try {
      assert.equal(verdict(policyOver('two'), 'two/a.ts'), undefined);
      assert.equal(verdict(policyOver('three'), 'three/a.ts'), undefined);
    } finally {
      rmSync(elsewhere, { recursive: true });
    }
  });

  it('obeys the lists for a file that is to be', () => {
    write({ '.gitignore': 'ign/\n', 'priv/a.ts': '', 'ign/a.ts': '' });
    symlinkSync(join(root, 'priv'), join(root, 'way'));
    symlinkSync(join(root, 'ign'), join(root, 'path'));
    const policy = policyOver('.', { exclude: ['priv/**'] });
    const untitled = (path: string) =>
      policy.exclusionOf(
        LiveDocument.create(`untitled:${encodeURI(join(root, path))}`, 'typescript', 1, 'x'),
      );
    assert.equal(verdict(policy, 'way/new.ts'), 'excluded');
    assert.equal(verdict(policy, 'path/deep/new.ts'), '.gitignore');
    assert.equal(untitled('priv/new.ts'), 'excluded');
    assert.equal(untitled('ign/new.ts'), '.gitignore');
    assert.equal(untitled('new.ts'), undefined);
    const unnamed = LiveDocument.create('untitled:Untitled-1', 'typescript', 1, 'x');
    assert.equal(policy.exclusionOf(unnamed), undefined);
  });

  it('takes the nearest repository for a file in no workspace folder, else its own folder', () => {
    write({
      'other/.git/HEAD': '',
      'other/.aiignore': 'a.ts\n',
      '.aiignore': 'b.ts\n',
      'lone/.aiignore': 'c.ts\n',
    });
    const policy = policyOver('project');
    assert.equal(verdict(policy, 'other/src/a.ts'), '.aiignore');
    assert.equal(verdict(policy, 'other/src/b.ts'), undefined);
    assert.equal(verdict(policy, 'lone/c.ts'), '.aiignore');
    assert.equal(verdict(policy, 'lone/b.ts'), undefined);
  });

  it('notices a list that is new, changed or gone within two seconds, and not with every key', async () => {
    const policy = policyOver();
    assert.equal(verdict(policy, 'src/a.ts'), undefined);
    write({ '.aiignore': 'a.ts\n' });
    assert.equal(verdict(policy, 'src/a.ts'), undefined);
    await clock.pass(2_000);
    assert.equal(verdict(policy, 'src/a.ts'), '.aiignore');
    write({ '.aiignore': 'other.ts # longer\n' });
    await clock.pass(2_000);
    assert.equal(verdict(policy, 'src/a.ts'), undefined);
    write({ 'src/.aiignore': '*.ts\n' });
    assert.equal(policy.lookAgain(), true);
    await clock.pass(2_000);
    assert.equal(verdict(policy, 'src/a.ts'), '.aiignore');
    rmSync(join(root, 'src/.aiignore'));
    await clock.pass(2_000);
    assert.equal(verdict(policy, 'src/a.ts'), undefined);
    assert.equal(policy.lookAgain(), false);
  });

  it('excludes everything beside a list that is too large to be read', () => {
    write({ 'src/.gitignore': '#' });
    truncateSync(join(root, 'src/.gitignore'), 3_000_000_000);
    const policy = policyOver();
    assert.equal(verdict(policy, 'src/a.ts'), 'unreadableList');
    assert.equal(verdict(policy, 'a.ts'), undefined);
  });

  it('passes over lists that are pipes, devices, folders, or links that lead out', () => {
    write({
      'outside/list': '*\n',
      'project/one/x': '',
      'project/two/.aiignore/x': '',
      'project/inside': 'a.ts\n',
    });
    execFileSync('mkfifo', [join(root, 'project/.gitignore')]);
    symlinkSync('/dev/zero', join(root, 'project/.aiignore'));
    symlinkSync(join(root, 'outside/list'), join(root, 'project/.cursorignore'));
    symlinkSync('.copilotignore', join(root, 'project/.copilotignore'));
    symlinkSync('inside', join(root, 'project/.aiexclude'));
    const policy = policyOver('project');
    assert.equal(verdict(policy, 'project/two/b.ts'), undefined);
    assert.equal(verdict(policy, 'project/two/a.ts'), '.aiexclude');
  });

  it('obeys globs of the settings, and takes others at once', () => {
    const policy = policyOver('.', { exclude: ['*.dump', 'customers/**', '**/{x,y}/*.ts'] });
    for (const path of [
      'a.dump',
      'deep/B.DUMP',
      'customers/a/b.ts',
      'q/x/a.ts',
      'y/a.ts',
      'x.dump/a.ts',
    ]) {
      assert.equal(verdict(policy, path), 'excluded', path);
    }
    for (const path of ['a.dumps', 'src/customers/a.ts', 'z/a.ts']) {
      assert.equal(verdict(policy, path), undefined, path);
    }
    policy.configure({ exclude: [join(root, 'z')], hidden: [] });
    assert.equal(verdict(policy, 'z/a.ts'), 'excluded');
    assert.equal(verdict(policy, 'a.dump'), undefined);
  });

  it('serves what the editor hides once it is opened, and does not read it', () => {
    write({ 'gen/a.ts': 'x', 'b.ts': 'x' });
    const policy = policyOver('.', { hidden: ['gen'] });
    assert.equal(verdict(policy, 'gen/a.ts'), undefined);
    assert.equal(policy.readable(join(root, 'gen/a.ts')), undefined);
    assert.equal(policy.readable(join(root, 'b.ts')), join(root, 'b.ts'));
  });

  it('goes by where a link leads, too', () => {
    write({
      'project/.env': '',
      'project/private/a.ts': '',
      'project/.aiignore': 'private/\n',
      'outside/b.ts': 'b',
    });
    symlinkSync('.env', join(root, 'project/notes.txt'));
    symlinkSync('private', join(root, 'project/public'));
    symlinkSync(join(root, 'outside'), join(root, 'project/lib'));
    const policy = policyOver('project');
    assert.equal(verdict(policy, 'project/notes.txt'), 'secret');
    assert.equal(verdict(policy, 'project/public/a.ts'), '.aiignore');
    for (const path of ['notes.txt', 'public/a.ts', 'lib/b.ts', 'nowhere.ts']) {
      assert.equal(policy.readable(join(root, 'project', path)), undefined, path);
    }
  });

  it('reads the folder of a workspace that is opened through a link', () => {
    write({ 'real/a.ts': 'a', 'real/.aiignore': 'b.ts\n', 'real/b.ts': 'b' });
    symlinkSync(join(root, 'real'), join(root, 'link'));
    const policy = policyOver('link');
    assert.equal(policy.readable(join(root, 'link/a.ts')), join(root, 'real/a.ts'));
    assert.equal(policy.readable(join(root, 'link/b.ts')), undefined);
  });

  it('reads no pipe, no device, nothing without an end, nothing larger than is wanted', () => {
    write({ 'a.ts': 'a'.repeat(10), 'b.ts': 'b'.repeat(11) });
    execFileSync('mkfifo', [join(root, 'pipe.ts')]);
    const read = (path: string) => readSource({ readable: (each) => each }, path, Buffer.alloc(11));
    assert.equal(read(join(root, 'a.ts')), 'a'.repeat(10));
    assert.equal(read(join(root, 'b.ts')), undefined);
    assert.equal(read(join(root, 'pipe.ts')), undefined);
    assert.equal(read('/dev/zero'), undefined);
    // Its size is 0, and there is more of it than the buffer takes.
    assert.equal(read('/proc/self/environ'), undefined);
    assert.equal(read(root), undefined);
  });

  it('knows documents that are large, binary or virtual, whatever their names', () => {
    const policy = policyOver();
    assert.equal(policy.exclusionOf(documentAt('a.ts', 'x'.repeat(5 * 1024 * 1024 + 1))), 'large');
    assert.equal(policy.exclusionOf(documentAt('a.ts', 'x'.repeat(5 * 1024 * 1024))), undefined);
    assert.equal(policy.exclusionOf(documentAt('a.ts', '\0')), 'binary');
    assert.equal(
      policy.exclusionOf(LiveDocument.create('git:/a.ts', 'typescript', 1, '')),
      'virtual',
    );
    // It has a name before it lies anywhere.
    const unsaved = LiveDocument.create('untitled:.env', 'plaintext', 1, '');
    assert.equal(policy.exclusionOf(unsaved), 'secret');
  });

  it('goes by the ignore files beside a notebook for its cells', () => {
    write({ '.aiignore': '*.ipynb\n' });
    const uri = pathToFileURL(join(root, 'a.ipynb')).href.replace('file:', 'vscode-notebook-cell:');
    const cell = LiveDocument.create(`${uri}#W0`, 'python', 1, '');
    assert.equal(policyOver().exclusionOf(cell), '.aiignore');
  });

  it('excludes what lies too deep', () => {
    assert.equal(verdict(policyOver(), `${'a/'.repeat(100)}a.ts`), 'unreadableList');
    assert.equal(verdict(policyOver(), `${'a/'.repeat(99)}a.ts`), undefined);
  });
});
