import { Codec } from '../../server/src/cache/codec/codec.ts';
import { DiskTier, type DiskTierTools } from '../../server/src/cache/disk/diskTier.ts';
import { TierIncident } from '../../server/src/cache/tierIncident.ts';
import {
  isCorruption,
  isGone,
  setAside,
  sqliteDriver,
} from '../../server/src/storage/sqliteDriver.ts';
import { FakeClock } from '../../tools/testing/fakeClock.ts';

/** A disk tier over a file, large enough for any test, that tells of its troubles. */
export const plainDiskTier = (
  path: string,
  onTrouble: (trouble: string) => unknown,
  tools: Partial<Pick<DiskTierTools, 'clock' | 'driver'>> = {},
) =>
  new DiskTier<string>(
    { path, maxBytes: 10_000_000, ttlMs: 1_000_000 },
    {
      codec: new Codec('secret'),
      clock: new FakeClock(),
      driver: sqliteDriver,
      isCorruption,
      isGone,
      setAside,
      holder: 'me',
      incident: new TierIncident('disk', () => undefined),
      onTrouble: (trouble) => void onTrouble(trouble),
      ...tools,
    },
  );
