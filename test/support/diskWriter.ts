import { systemClock } from '../../server/src/base/clock.ts';
import { Codec } from '../../server/src/cache/codec.ts';
import { DiskTier } from '../../server/src/cache/diskTier.ts';
import { isCorruption, sqliteDriver } from '../../server/src/storage/sqliteDriver.ts';

/** Run as a process of its own: writes to the file that its argument names until it is killed. */
const tier = new DiskTier<string>(
  { path: process.argv[2] ?? '', maxBytes: 1e9, ttlMs: 1e9 },
  {
    codec: new Codec('secret'),
    clock: systemClock,
    driver: sqliteDriver,
    isCorruption,
    onTrouble: (trouble) => console.log(trouble),
  },
);
for (let index = 0; ; index++) {
  const value = `${process.pid} `.repeat(200);
  await tier.set(`${process.pid}-${index}`, { value, bytes: 1_000, expiresAt: Date.now() + 1e9 });
  if (index % 10 === 9) await tier.flush();
  if (index === 9) console.log('writing');
}
