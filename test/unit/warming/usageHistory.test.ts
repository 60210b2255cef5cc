import { strict as assert } from 'node:assert';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import type { Use } from '../../../server/src/warming/usage.ts';
import { MAX_KEYS, MAX_VISITS, UsageFile } from '../../../server/src/warming/usageFile.ts';
import { UsageHistory } from '../../../server/src/warming/usageHistory.ts';
import { FakeClock } from '../../../tools/testing/fakeClock.ts';

const DAY = 86_400_000;
const digits = (number: number, length = 32) => number.toString(16).padStart(length, '0');

describe('the history of use', () => {
  let folder: string;
  let clock: FakeClock;
  let opened: UsageHistory[];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'aurelis-usage-'));
    [clock, opened] = [new FakeClock(), []];
  });
  afterEach(() => {
    for (const history of opened) history.dispose();
    rmSync(folder, { recursive: true });
  });

  const path = () => join(folder, 'usage.sqlite');
  const history = () => {
    const made = new UsageHistory(folder, clock);
    opened.push(made);
    return made;
  };
  const use = (key: number, changes: Partial<Use> = {}): Use => ({
    at: clock.now(),
    file: digits(1),
    kind: 'completion',
    place: digits(7, 16),
    key: digits(key),
    ...changes,
  });
  const keysIn = (rows: readonly { readonly key: string }[]) =>
    rows.map(({ key }) => Number.parseInt(key, 16));

  it('tells what is asked most, over restarts, what was asked lately before what was asked long ago', async () => {
    const first = history();
    for (let time = 0; time < 3; time++) first.used(use(1));
    await clock.pass(9 * DAY);
    for (let time = 0; time < 2; time++) first.used(use(2));
    first.used(use(3, { file: digits(2), kind: 'fix' }));
    first.dispose();
    const second = history();
    assert.deepEqual(keysIn(second.most(10, 1)), [2, 3, 1]);
    assert.deepEqual(keysIn(second.most(10, 2)), [2, 1]);
    assert.deepEqual(keysIn(second.most(1, 1)), [2]);
    assert.deepEqual(keysIn(second.ofFile(digits(1), 10)), [2, 1]);
    const [fix] = second.ofFile(digits(2), 10);
    const { rank, ...rest } = fix ?? assert.fail();
    assert.deepEqual(rest, {
      key: digits(3),
      kind: 'fix',
      place: digits(7, 16),
      times: 1,
      last: clock.now(),
    });
    assert.equal(rank, clock.now());
  });

  it('keeps visits in their order, and forgets everything after 30 days', async () => {
    const kept = history();
    kept.visited({ at: clock.now(), file: digits(1), kind: 'completion' });
    kept.used(use(1));
    await clock.pass(29 * DAY);
    kept.visited({ at: clock.now(), file: digits(2), kind: 'fix' });
    assert.deepEqual(
      kept.visits(99).map(({ file, kind }) => [file, kind]),
      [
        [digits(1), 'completion'],
        [digits(2), 'fix'],
      ],
    );
    await clock.pass(2 * DAY);
    kept.visited({ at: clock.now(), file: digits(3), kind: 'fix' });
    assert.deepEqual(
      kept.visits(99).map(({ file }) => file),
      [digits(2), digits(3)],
    );
    assert.deepEqual(kept.most(10, 1), []);
  });

  it('writes in batches, and nothing while somebody waits', async () => {
    const kept = history();
    kept.visits(99);
    const rows = () => {
      const database = new DatabaseSync(path());
      const [row] = database.prepare('SELECT count(*) AS count FROM asked').all();
      database.close();
      return row?.count;
    };
    kept.used(use(1));
    await clock.pass(4_999);
    kept.used(use(2));
    assert.equal(rows(), 0);
    await clock.pass(1);
    assert.equal(rows(), 2);
    assert.equal(clock.pending, 0);
  });

  it('is of all windows of the editor together', () => {
    const [one, other] = [history(), history()];
    one.used(use(1));
    other.used(use(1));
    one.flush();
    assert.equal(other.most(1, 1)[0]?.times, 2);
  });

  it('holds a bounded number of rows, the most used and the newest', () => {
    const file = new UsageFile(path());
    const uses = Array.from({ length: MAX_KEYS + 3 }, (_, key) =>
      use(key, { at: clock.now() + key }),
    );
    const visits = Array.from({ length: MAX_VISITS + 3 }, (_, at) => {
      return { at: clock.now() + at, file: digits(at), kind: 'fix' };
    });
    file.add(uses, visits, clock.now());
    assert.equal(file.most(2 * MAX_KEYS, 1).length, MAX_KEYS);
    assert.equal(file.visits(2 * MAX_VISITS, clock.now()).length, MAX_VISITS);
    assert.equal(file.visits(MAX_VISITS, clock.now())[0]?.file, digits(3));
    assert.equal(file.most(2 * MAX_KEYS, 1).at(-1)?.key, digits(3));
    file.close();
  });

  it('forgets moments of a clock that was ahead', () => {
    const kept = history();
    kept.used(use(1, { at: clock.now() + 400 * DAY }));
    kept.used(use(2));
    assert.deepEqual(keysIn(kept.most(10, 1)), [2]);
  });

  it('is gone where the user wants it gone, in the bytes, too', async () => {
    const kept = history();
    const verdict = { at: 5, reason: 'unused', precision: 0 } as const;
    kept.used(use(0xabcdef));
    kept.flush();
    kept.judge(verdict);
    assert.deepEqual(kept.verdict(), verdict);
    kept.used(use(2));
    assert.equal(kept.forget(), true);
    await clock.pass(10_000);
    assert.deepEqual([kept.most(9, 1), kept.visits(99), kept.verdict()], [[], [], undefined]);
    kept.dispose();
    for (const name of readdirSync(folder)) {
      const bytes = readFileSync(join(folder, name));
      assert.equal(bytes.includes(Buffer.from(digits(0xabcdef), 'hex')), false, name);
    }
  });

  it('takes nothing of before from another window that was open when all was forgotten', async () => {
    const one = history();
    let told = 0;
    const other = new UsageHistory(folder, clock, () => told++);
    opened.push(other);
    other.used(use(1));
    other.flush();
    other.used(use(2));
    other.visited({ at: clock.now(), file: digits(1), kind: 'completion' });
    assert.equal(one.forget(), true);
    other.judge({ at: 5, reason: 'unused', precision: 0 });
    await clock.pass(5_000);
    assert.deepEqual([one.most(9, 1), one.visits(9), told], [[], [], 1]);
    assert.equal(one.forget(), true);
    other.judge({ at: 5, reason: 'unused', precision: 0 });
    assert.equal(one.verdict(), undefined);
    other.used(use(3));
    await clock.pass(5_000);
    assert.deepEqual([keysIn(one.most(9, 1)), told], [[3], 2]);
  });

  it('begins anew where its file is no database, or turns into none, and sets that aside', async () => {
    writeFileSync(path(), 'This is no database. '.repeat(500));
    const kept = history();
    kept.used(use(1));
    assert.deepEqual(keysIn(kept.most(9, 1)), [1]);
    assert.ok(existsSync(`${path()}.corrupt`));
    kept.dispose();
    const database = new DatabaseSync(path());
    database.exec('DROP TABLE asked; CREATE TABLE asked (other TEXT)');
    database.close();
    const again = history();
    again.used(use(2));
    await clock.pass(10_000);
    assert.deepEqual(keysIn(again.most(9, 1)), [2]);
  });

  it('goes without a file where there can be none, keeps little meanwhile, and opens it again later', async () => {
    rmSync(folder, { recursive: true });
    writeFileSync(folder, '');
    const kept = history();
    for (let key = 0; key < 1_500; key++) kept.used(use(key));
    assert.deepEqual([kept.most(9, 1), kept.forget()], [[], false]);
    for (let key = 0; key < 1_500; key++) kept.used(use(key));
    rmSync(folder);
    await clock.pass(120_000);
    kept.used(use(1_499));
    assert.equal(kept.most(9_999, 1).length, 1_000);
  });

  it('reads rows that others wrote only where they are as ours', () => {
    history().visits(99);
    const database = new DatabaseSync(path());
    const key = Buffer.alloc(16);
    const rows: [string, unknown[]][] = [
      ['asked', [key, key, 'fix', Buffer.alloc(8), 'high', 1, 1]],
      ['asked', [Buffer.alloc(9), key, 'fix', Buffer.alloc(8), 1.5, 1, 1]],
      ['asked', [Buffer.alloc(16, 1), key, 'k'.repeat(99), Buffer.alloc(8), 1.5, 1, 1]],
      ['visits', ['soon', key, 'fix']],
      ['visits', [1, 'path', 'fix']],
      ['visits', [clock.now() + 9e14, key, 'fix']],
      ['verdict', [1, 2, 'unused', 7.5]],
    ];
    for (const [table, values] of rows) {
      const marks = values.map(() => '?').join();
      database.prepare(`INSERT INTO ${table} VALUES (${marks})`).run(...(values as string[]));
    }
    database.close();
    const kept = history();
    assert.deepEqual([kept.most(9, 0), kept.visits(99), kept.verdict()], [[], [], undefined]);
  });

  it('counts anew what was used more often than can be', () => {
    const kept = history();
    kept.used(use(1));
    kept.flush();
    const database = new DatabaseSync(path());
    database.exec('UPDATE asked SET times = 1 << 60');
    database.close();
    kept.used(use(1));
    kept.used(use(2));
    assert.deepEqual(keysIn(kept.most(9, 1)).sort(), [1, 2]);
  });

  it('never holds more than it may, nor a rank beyond what uses give, whatever is used', () => {
    let files = 0;
    const step = fc.record({ key: fc.nat(9), after: fc.integer({ min: 0, max: 3 * DAY }) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const file = new UsageFile(join(folder, `${++files}.sqlite`));
        let at = clock.now();
        for (const { key, after } of steps) {
          at += after;
          file.add([use(key, { at })], [], at);
        }
        for (const { rank, times, last } of file.most(99, 1)) {
          assert.ok(rank >= last && rank <= last + 3 * DAY * Math.log2(times) + 1);
          assert.ok(last >= at - 30 * DAY);
        }
        file.close();
      }),
      { numRuns: 15 },
    );
  });
});
