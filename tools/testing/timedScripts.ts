import type { Clock } from '../../server/src/base/clock.ts';
import type { Scripts } from '../../server/src/redis/redisLink.ts';

/** The scripts of a real server, which go by a clock that the test moves. */
export const timed = (scripts: Scripts, clock: Clock): Scripts => ({
  run: (script, keys, args) =>
    scripts.run(script.replace("redis.call('TIME')", '{ ARGV[#ARGV] / 1000, 0 }'), keys, [
      ...args,
      String(clock.now()),
    ]),
});
