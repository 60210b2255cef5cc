import * as z from 'zod';

/** One Redis server, or several nodes of a cluster. */
export const redisUrls = z
  .string()
  .refine(
    (text) => text === '' || text.split(',').every((url) => isRedisUrl(url.trim())),
    'must be a redis:// or rediss:// URL, or several separated by commas; in a password write @ as %40, / as %2F and # as %23',
  );

const isRedisUrl = (url: string): boolean =>
  /^rediss?:\/\/\S+$/.test(url) && URL.canParse(url) && new URL(url).hostname !== '';
