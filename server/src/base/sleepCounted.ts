import type { Clock } from './clock.ts';

/** The machine's uptime is read no more often than this: it costs some microseconds. */
const LOOK_MS = 1_000;
/** Both clocks are read one after the other, and uptime may be in whole seconds: smaller differences are no sleep. */
const LEAST_SLEEP_MS = 5_000;

/**
 * A clock whose `monotonic` goes on while the machine sleeps, for what a server counts meanwhile: rests and budgets. Linux's own stands
 * still then (clock_gettime(2), CLOCK_MONOTONIC), and the machine's uptime does not (CLOCK_BOOTTIME, which `os.uptime` reads);
 * the wall clock would not do, since a user or NTP may set it. Timers are those of `clock`. `uptimeMs` is in milliseconds.
 */
export function sleepCounted(clock: Clock, uptimeMs: () => number): Clock {
  const lead = () => uptimeMs() - clock.monotonic();
  let lookedAt = clock.monotonic();
  let known = lead();
  let slept = 0;
  return {
    now: () => clock.now(),
    monotonic: () => {
      const now = clock.monotonic();
      if (now - lookedAt >= LOOK_MS) {
        lookedAt = now;
        const gained = lead() - known;
        if (gained >= LEAST_SLEEP_MS) slept += gained;
        // Small differences add up to none: the two may run a little apart.
        known += gained;
      }
      return now + slept;
    },
    after: (delayMs, callback) => clock.after(delayMs, callback),
    soon: (callback) => clock.soon(callback),
  };
}
