import { type Clock, systemClock } from '../../server/src/base/clock.ts';

/**
 * The system's time, so many times slower: deadlines are that much longer, and everything seems to be that much faster. For
 * suites with real servers, in which no answer may come too late because the machine is busy.
 */
export const slowClock = (times: number): Clock => ({
  ...systemClock,
  monotonic: () => systemClock.monotonic() / times,
  after: (delayMs, callback) => systemClock.after(delayMs * times, callback),
});
