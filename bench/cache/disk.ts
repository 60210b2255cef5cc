import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { systemClock } from '../../server/src/base/clock.ts';
import { Codec } from '../../server/src/cache/codec/codec.ts';
import { DiskTier } from '../../server/src/cache/disk/diskTier.ts';
import { GuardedTier } from '../../server/src/cache/guardedTier.ts';
import { MemoryTier } from '../../server/src/cache/memory/memoryTier.ts';
import { TieredCache } from '../../server/src/cache/tieredCache.ts';
import { TierIncident } from '../../server/src/cache/tierIncident.ts';
import {
  isCorruption,
  isGone,
  setAside,
  sqliteDriver,
} from '../../server/src/storage/sqliteDriver.ts';
import { seededRandom } from '../../tools/random.ts';
import { sourcesOf } from '../../tools/sources.ts';
import { anEntry } from '../../tools/testing/entries.ts';
import type { Measured } from '../support/bench.ts';
import { printTable, quantile } from '../support/table.ts';

const ROWS = 100_000;
const VALUE_LENGTH = 4_000;
const CALLS = 10_000;

/** A hit on disk among 100,000 rows, through guard and walk, beside the parts it cannot do without. */
export async function disk(): Promise<Measured[]> {
  const folder = mkdtempSync(join(tmpdir(), 'aurelis-bench-'));
  const path = join(folder, 'answers.sqlite');
  const codec = new Codec('secret');
  const quiet = () => undefined;
  const incident = new TierIncident('disk', quiet);
  const tier = new DiskTier<string>(
    { path, maxBytes: 4e9, ttlMs: 86_400_000 },
    {
      codec,
      clock: systemClock,
      driver: sqliteDriver,
      isCorruption,
      isGone,
      setAside,
      holder: 'bench',
      incident,
      onTrouble: (trouble) => console.error(trouble),
    },
  );
  const guard = { deadlineMs: 50, maxWrites: 256 };
  const guarded = new GuardedTier(tier, guard, systemClock, incident);
  const options = { maxEntries: 10, maxBytes: 1e6, ttlMs: 1e6, eviction: 'lru' } as const;
  const near = new MemoryTier<string>(options, systemClock);
  const cache = new TieredCache(near, [[guarded]], systemClock, quiet);

  const text = sourcesOf('effect', 'src/**/*.ts')
    .map((file) => file.text)
    .join('\n');
  const started = performance.now();
  for (let row = 0; row < ROWS; row++) {
    const at = (row * 997) % (text.length - VALUE_LENGTH);
    await tier.set(`model_request:${row}`, anEntry(text.slice(at, at + VALUE_LENGTH)));
  }
  await tier.flush();
  const fillMs = performance.now() - started;

  const bare = new DatabaseSync(path, { readOnly: true });
  const select = bare.prepare('SELECT value FROM answers WHERE key = ? AND namespace = ?');
  const times: Record<'read' | 'decode' | 'ours', number[]> = { read: [], decode: [], ours: [] };
  const random = seededRandom(1);
  for (let call = 0; call < CALLS; call++) {
    const key = `model_request:${Math.floor(random() * ROWS)}`;
    const start = performance.now();
    const row = select.get(key, '');
    const read = performance.now();
    await codec.open(key, Buffer.from(String(row?.value), 'base64'));
    const decoded = performance.now();
    // Another row, as cold in SQLite's page cache as the first was.
    const other = `model_request:${Math.floor(random() * ROWS)}`;
    const begun = performance.now();
    const hit = await cache.get(other, ['disk']);
    times.ours.push((performance.now() - begun) * 1000);
    times.read.push((read - start) * 1000);
    times.decode.push((decoded - read) * 1000);
    if (hit === undefined) throw new Error('The bench lost an entry');
  }
  bare.close();
  const megabytes = statSync(path).size / 1e6;
  cache.dispose();
  await new Promise((resolve) => setTimeout(resolve, 100));
  rmSync(folder, { recursive: true });

  const of = (values: readonly number[], share: number) => quantile(values.slice(CALLS / 5), share);
  const row = (name: string, values: readonly number[]) => [
    name,
    `${of(values, 0.5).toFixed(0)} µs`,
    `${of(values, 0.99).toFixed(0)} µs`,
  ];
  printTable(
    [
      `disk, ${ROWS} rows, ${megabytes.toFixed(0)} MB (SQLite ${process.versions.sqlite})`,
      'p50',
      'p99',
    ],
    [
      row('bare prepared read', times.read),
      row('base64, decrypt, decompress, parse', times.decode),
      row('ours: walk, guard, read, decode', times.ours),
    ],
  );
  console.log(`filled at ${((fillMs * 1000) / ROWS).toFixed(0)} µs a row, encoding included`);
  return [
    {
      name: 'disk hit beside its bare parts, p50',
      unit: '×',
      value: of(times.ours, 0.5) / (of(times.read, 0.5) + of(times.decode, 0.5)),
      bar: { is: 'atMost', value: 2 },
    },
    {
      name: 'disk hit, p99',
      unit: 'ms',
      value: of(times.ours, 0.99) / 1000,
      bar: { is: 'atMost', value: 2 },
    },
  ];
}
