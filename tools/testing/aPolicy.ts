import { SharingPolicy } from '../../server/src/privacy/sharingPolicy.ts';
import { FakeClock } from './fakeClock.ts';

/** The policy of a workspace without folders and without settings. */
export const aPolicy = (clock: { monotonic(): number } = new FakeClock()): SharingPolicy =>
  new SharingPolicy([], clock);
