import { systemClock } from '../../server/src/base/clock.ts';
import { Codec } from '../../server/src/cache/codec/codec.ts';
import { DiskTier } from '../../server/src/cache/disk/diskTier.ts';
import { TierIncident } from '../../server/src/cache/tierIncident.ts';
import {
  isCorruption,
  isGone,
  setAside,
  sqliteDriver,
} from '../../server/src/storage/sqliteDriver.ts';
import { anEntry } from '../../tools/testing/entries.ts';

/** Run as a process of its own: writes to the file that its argument names until it is killed. */
const tier = new DiskTier<string>(
  { path: process.argv[2] ?? '', maxBytes: 1e9, ttlMs: 1e9 },
  {
    codec: new Codec('secret'),
    clock: systemClock,
    driver: sqliteDriver,
    isCorruption,
    isGone,
    setAside,
    holder: String(process.pid),
    incident: new TierIncident('disk', () => undefined),
    onTrouble: (trouble) => console.log(trouble),
  },
);
for (let index = 0; ; index++) {
  const value = `${process.pid} `.repeat(200);
  await tier.set(`${process.pid}-${index}`, anEntry(value, { expiresAt: Date.now() + 1e9 }));
  if (index % 10 === 9) await tier.flush();
  if (index === 9) console.log('writing');
}
