import { strict as assert } from 'node:assert';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { Codec } from '../../../server/src/cache/codec/codec.ts';
import { DiskTier } from '../../../server/src/cache/disk/diskTier.ts';
import { TierIncident } from '../../../server/src/cache/tierIncident.ts';
import { AskedOnce } from '../../../server/src/storage/askedOnce.ts';
import { keyFile } from '../../../server/src/storage/keyFile.ts';
import { MetricsHistory } from '../../../server/src/storage/metricsHistory.ts';
import {
  isCorruption,
  isGone,
  setAside,
  sqliteDriver,
} from '../../../server/src/storage/sqliteDriver.ts';
import { anEntry } from '../../../tools/testing/entries.ts';
import { FakeClock } from '../../../tools/testing/fakeClock.ts';
import { target } from '../fuzzTarget.ts';
import { anyLength, anyText } from '../texts.ts';

const key = fc.constantFrom('a', 'b', 'c');
const bytes = fc.uint8Array({ maxLength: 80 });
/** Values as SQLite may hold them in any column. */
const cell = fc.oneof(
  anyText,
  bytes,
  fc.double({ noNaN: true }),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.constant(null),
);
const tally = fc.oneof(
  cell,
  fc.json(),
  fc.constantFrom('{"counts":{"a":1e999}}', '[]', '{"__proto__":{"a":1}}'),
);

type RowCase =
  /** A stored answer's bytes are changed, cut or moved to another key. */
  | {
      readonly kind: 'answer';
      readonly values: Readonly<Record<string, string>>;
      readonly key: string;
      readonly from: string;
      readonly changes: readonly (readonly [at: number, byte: number])[];
      readonly length: number;
    }
  | {
      readonly kind: 'row';
      readonly key: unknown;
      readonly value: unknown;
      readonly expires: unknown;
    }
  | { readonly kind: 'window'; readonly cells: readonly unknown[]; readonly tally: unknown }
  | { readonly kind: 'file'; readonly bytes: Uint8Array };

const cases: fc.Arbitrary<RowCase> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('answer' as const),
      values: fc.dictionary(key, anyLength, { minKeys: 1 }),
      key,
      from: key,
      changes: fc.array(fc.tuple(fc.nat(200), fc.nat(255)), { maxLength: 3 }),
      length: fc.oneof(fc.nat(120), fc.constant(Number.MAX_SAFE_INTEGER)),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('row' as const),
      key: fc.oneof(key, cell),
      value: cell,
      expires: cell,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('window' as const),
      cells: fc.tuple(fc.oneof(fc.constant(60_000), cell), fc.oneof(fc.nat(5), cell), anyText),
      tally,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('file' as const),
      bytes: fc.oneof(
        bytes,
        fc.json().map((text) => Buffer.from(text)),
      ),
    }),
  },
);

/** The stores of one folder, and a second connection by which others write into them. */
class Stores {
  readonly #folder = mkdtempSync(join(tmpdir(), 'aurelis-fuzz-'));
  readonly #codec = new Codec('secret');
  readonly #clock = new FakeClock();
  readonly #tier = new DiskTier<string>(
    { path: join(this.#folder, 'answers.sqlite'), maxBytes: 50_000_000, ttlMs: 1_000_000 },
    {
      codec: this.#codec,
      clock: this.#clock,
      driver: sqliteDriver,
      isCorruption,
      isGone,
      setAside,
      holder: 'me',
      incident: new TierIncident('disk', () => undefined),
      onTrouble: (trouble) => assert.fail(trouble),
    },
  );
  readonly #history = new MetricsHistory(join(this.#folder, 'history.sqlite'), 'me');
  readonly #windows = new DatabaseSync(join(this.#folder, 'history.sqlite'));
  #answers: DatabaseSync | undefined;

  async check(each: RowCase): Promise<void> {
    if (each.kind === 'answer') await this.#checkAnswer(each);
    else if (each.kind === 'row') await this.#checkRow(each);
    else if (each.kind === 'window') this.#checkWindow(each);
    else this.#checkFile(each.bytes);
  }

  async #checkAnswer({ values, key: to, from, changes, length }: RowCase & { kind: 'answer' }) {
    const answers = await this.#database();
    await this.#tier.clear();
    for (const [name, value] of Object.entries(values)) await this.#tier.set(name, anEntry(value));
    await this.#tier.flush();
    const row = answers.prepare('SELECT value FROM answers WHERE key = ?').get(from);
    if (row !== undefined) {
      const sealed = Buffer.from(String(row.value), 'base64').subarray(0, length);
      for (const [at, byte] of changes) if (at < sealed.length) sealed[at] = byte;
      answers
        .prepare('INSERT OR REPLACE INTO answers (key, value, expires) VALUES (?, ?, 9e15)')
        .run(to, sealed.toString('base64'));
    }
    for (const name of ['a', 'b', 'c']) {
      const got = (await this.#tier.get(name))?.value;
      assert.ok(got === undefined || got === values[name], `${name}: ${JSON.stringify(got)}`);
      const isTouched = row !== undefined && name === to;
      if (!isTouched) assert.equal(got, values[name], 'an answer that nobody touched');
    }
  }

  async #checkRow({ key: name, value, expires }: RowCase & { kind: 'row' }): Promise<void> {
    const answers = await this.#database();
    await this.#tier.clear();
    const sql = 'INSERT OR REPLACE INTO answers (key, value, expires) VALUES (?, ?, ?)';
    if (!isTaken(answers, sql, [name, value, expires])) return;
    // What a tier throws is a miss to those that ask it.
    const got = await this.#tier.get(String(name)).catch(() => undefined);
    const many = await this.#tier.getMany(['a', String(name)]).catch(() => []);
    assert.ok([got, ...many].every((entry) => entry === undefined));
    for await (const listed of this.#tier.list()) assert.fail(JSON.stringify(listed));
    await this.#tier.sweep();
    answers.exec('DELETE FROM answers');
  }

  #checkWindow({ cells, tally: held }: RowCase & { kind: 'window' }): void {
    const sql = 'INSERT OR REPLACE INTO windows VALUES (?, ?, ?, ?)';
    if (!isTaken(this.#windows, sql, [...cells, held])) return;
    for (const window of this.#history.all(60_000, 0, undefined)) {
      assert.equal(typeof window.tally, 'object');
      assert.notEqual(window.tally, null);
      assert.ok(Number.isSafeInteger(window.start), String(window.start));
    }
    this.#history.compact(60_000, 10, () => ({ sum: 1 }));
    this.#history.keepNewest(60_000, 1);
    this.#windows.exec('DELETE FROM windows');
    this.#history.save([{ spanMs: 60_000, start: 3, tally: { mine: 1 } }]);
    assert.deepEqual(this.#history.own(60_000, 3)?.tally, { mine: 1 });
    this.#windows.exec('DELETE FROM windows');
  }

  #checkFile(held: Uint8Array): void {
    const [asked, secret] = [join(this.#folder, 'asked'), join(this.#folder, 'key')];
    writeFileSync(asked, held);
    writeFileSync(secret, held);
    const once = new AskedOnce(asked);
    const wasThere = once.has('question');
    assert.equal(wasThere, isListWith(held, 'question'));
    once.add('question');
    assert.ok(once.has('question'));
    const kept = keyFile(secret);
    assert.match(kept, /^[0-9a-f]{64}$/);
    assert.equal(keyFile(secret), kept);
  }

  /** The tier makes its table when it is first asked. */
  async #database(): Promise<DatabaseSync> {
    await this.#tier.get('a');
    this.#answers ??= new DatabaseSync(join(this.#folder, 'answers.sqlite'));
    return this.#answers;
  }

  async close(): Promise<void> {
    this.#answers?.close();
    this.#windows.close();
    this.#history.dispose();
    await this.#tier.flush();
    this.#tier.dispose();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** True if a row was written: the table's own rules refuse some. */
function isTaken(database: DatabaseSync, sql: string, cells: readonly unknown[]): boolean {
  try {
    database.prepare(sql).run(...(cells as string[]));
    return true;
  } catch (error) {
    if (!/constraint/.test(String(error))) throw error;
    return false;
  }
}

function isListWith(held: Uint8Array, question: string): boolean {
  try {
    const list: unknown = JSON.parse(Buffer.from(held).toString());
    return Array.isArray(list) && list.includes(question);
  } catch {
    return false;
  }
}

/** Rows as others may write them into our files: under a key there is its own answer, or none. */
export const rows = target<RowCase>({
  name: 'rows',
  share: 15,
  maxMs: 1_000,
  open: () => {
    const stores = new Stores();
    return { cases, check: (each) => stores.check(each), close: () => stores.close() };
  },
});
