import { systemClock } from '../../server/src/base/clock.ts';
import { sqliteDriver } from '../../server/src/storage/sqliteDriver.ts';
import { SqliteWriter } from '../../server/src/storage/sqliteWriter.ts';
import { anEntry } from '../../tools/testing/entries.ts';
import { plainDiskTier } from './plainDiskTier.ts';

/** Run as a process of its own: sets two entries in the file that its first argument names, the last one as it leaves. */
const [, , path = '', thread = ''] = process.argv;
const driver = (ours: readonly string[]) =>
  sqliteDriver(ours, (of) => new SqliteWriter(new URL(thread), of));
const tier = plainDiskTier(path, () => undefined, { clock: systemClock, driver });
await tier.set('first', anEntry('1'));
await tier.flush();
await tier.set('last', anEntry('1'));
tier.dispose();
