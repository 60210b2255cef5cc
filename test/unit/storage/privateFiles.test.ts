import { strict as assert } from 'node:assert';
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { SqliteBudget } from '../../../server/src/limits/sqliteBudget.ts';
import { AskedOnce } from '../../../server/src/storage/askedOnce.ts';
import { MetricsHistory } from '../../../server/src/storage/metricsHistory.ts';
import {
  privateFile,
  privateFolder,
  readSmallFile,
  UnusableFileError,
  writeSmallFile,
} from '../../../server/src/storage/privateFiles.ts';
import { openOrAnew, sqliteDriver } from '../../../server/src/storage/sqliteDriver.ts';

const modeOf = (path: string) => (statSync(path).mode & 0o7777).toString(8);

describe('files of the server', () => {
  if (process.platform === 'win32') return;
  let root: string;
  let folder: string;
  let umask: number;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'aurelis-private-'));
    folder = join(root, 'one', 'two');
    umask = process.umask(0);
  });
  afterEach(() => {
    process.umask(umask);
    rmSync(root, { recursive: true, force: true });
  });

  /** Opens every kind of file, writes to it, and closes it. */
  const useAll = async () => {
    const answers = await sqliteDriver([]).connect({ filename: join(folder, 'answers.sqlite') });
    await answers.query('CREATE TABLE IF NOT EXISTS a (b)');
    const history = new MetricsHistory(join(folder, 'metrics.sqlite'), 'me');
    history.save([{ spanMs: 60, start: 0, tally: {} }]);
    const budget = new SqliteBudget(join(folder, 'budgets.sqlite'), () => 0);
    await budget.take('a', [{ name: 'minute', limit: 2, periodMs: 60_000 }]);
    new AskedOnce(join(folder, 'asked.json')).add('a');
    const modes = new Map(readdirSync(folder).map((name) => [name, modeOf(join(folder, name))]));
    await answers.close();
    history.dispose();
    budget.dispose();
    return modes;
  };

  it('are open to their owner only, in a folder of the kind, whatever the umask', async () => {
    const modes = await useAll();
    const bases = ['answers', 'budgets', 'metrics'].flatMap((name) =>
      ['', '-shm', '-wal'].map((part) => `${name}.sqlite${part}`),
    );
    assert.deepEqual([...modes.keys()].sort(), [...bases, 'asked.json'].sort());
    assert.deepEqual(new Set(modes.values()), new Set(['600']));
    assert.deepEqual([modeOf(folder), modeOf(join(root, 'one'))], ['700', '700']);
  });

  it('are closed to others where a former version left them open, their folder, too', async () => {
    await useAll();
    const corrupt = join(folder, 'answers.sqlite.corrupt');
    writeFileSync(corrupt, '');
    for (const name of readdirSync(folder)) chmodSync(join(folder, name), 0o644);
    chmodSync(folder, 0o755);
    assert.deepEqual(new Set((await useAll()).values()), new Set(['600']));
    assert.deepEqual([modeOf(folder), modeOf(corrupt)], ['700', '600']);
  });

  it('leave the permissions of a folder that holds anything else, or is shared on purpose', () => {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'theirs'), '');
    chmodSync(folder, 0o755);
    privateFolder(folder);
    assert.equal(modeOf(folder), '755');
    rmSync(join(folder, 'theirs'));
    chmodSync(folder, 0o1777);
    privateFolder(folder);
    assert.equal(modeOf(folder), '1777');
    chmodSync(folder, 0o777);
    privateFolder(folder);
    assert.equal(modeOf(folder), '700');
  });

  it('are not written through links', () => {
    mkdirSync(folder, { recursive: true });
    const theirs = join(root, 'theirs');
    for (const name of ['answers.sqlite', 'answers.sqlite-wal', 'asked.json']) {
      writeFileSync(theirs, 'theirs');
      chmodSync(theirs, 0o644);
      const path = join(folder, name);
      symlinkSync(theirs, path);
      assert.throws(() => privateFile(path, 1_000), UnusableFileError, name);
      assert.equal(writeSmallFile(path, 'ours'), false);
      assert.equal(readSmallFile(path, 1_000), undefined);
      assert.deepEqual([readFileSync(theirs, 'utf8'), modeOf(theirs)], ['theirs', '644']);
    }
    symlinkSync(join(root, 'nowhere'), join(folder, 'new'));
    assert.throws(() => privateFile(join(folder, 'new'), 1_000));
    assert.equal(existsSync(join(root, 'nowhere')), false);
    const open = () => new SqliteBudget(join(folder, 'answers.sqlite'), () => 0);
    assert.throws(open, UnusableFileError);
  });

  it('are refused at once where a pipe, a folder, a device or something huge is in their place', () => {
    mkdirSync(folder, { recursive: true });
    const places = ['pipe', 'folder', 'huge', 'beside', 'device'].map((name) => join(folder, name));
    const [pipe = '', directory = '', huge = '', beside = '', device = ''] = places;
    execFileSync('mkfifo', [pipe, `${beside}-wal`]);
    mkdirSync(directory);
    writeFileSync(huge, '');
    truncateSync(huge, 1e12);
    symlinkSync('/dev/zero', device);
    for (const path of places) {
      assert.throws(() => new MetricsHistory(path, 'me'), UnusableFileError, path);
      const asked = new AskedOnce(path);
      asked.add('a');
      // A file is replaced, whatever its size.
      assert.equal(asked.has('a'), path === beside || path === huge, path);
    }
  });

  it('are written in place of what was there, and read as far as they may be long', () => {
    mkdirSync(folder, { recursive: true });
    const path = join(folder, 'asked.json');
    assert.equal(writeSmallFile(path, 'something long'), true);
    assert.equal(writeSmallFile(path, 'short'), true);
    assert.equal(readFileSync(path, 'utf8'), 'short');
    assert.deepEqual([readSmallFile(path, 5), readSmallFile(path, 4)], ['short', undefined]);
    assert.equal(readSmallFile(join(folder, 'nowhere'), 5), undefined);
    const other = join(folder, 'cache.key');
    linkSync(path, other);
    privateFile(other, 5);
    assert.equal(modeOf(other), '600');
  });

  it('are set aside where they hold what is not ours: other tables, views, triggers', () => {
    const endless = 'WITH RECURSIVE n(a) AS (SELECT 1 UNION ALL SELECT a FROM n) SELECT a FROM n';
    const planted = [
      'CREATE TABLE windows (x)',
      `CREATE VIEW windows AS ${endless}`,
      `CREATE TABLE b (c); CREATE TRIGGER d AFTER INSERT ON b BEGIN DELETE FROM b; END`,
    ];
    mkdirSync(folder, { recursive: true });
    for (const sql of planted) {
      const path = join(folder, 'metrics.sqlite');
      const database = new DatabaseSync(path);
      database.exec(sql);
      database.close();
      const history = openOrAnew(path, () => new MetricsHistory(path, 'me'));
      history.save([{ spanMs: 60, start: 0, tally: {} }]);
      assert.equal(history.all(60, 0, undefined).length, 1, sql);
      history.dispose();
      assert.ok(existsSync(`${path}.corrupt`), sql);
      rmSync(folder, { recursive: true });
      mkdirSync(folder);
    }
  });
});
