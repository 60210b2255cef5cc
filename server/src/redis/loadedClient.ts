/** Everything that brings in the client of Redis, which is half a megabyte. */
export type RedisClient = typeof import('./redisClient.ts');

/** Loads the client, once: nobody without Redis should. */
export const loadedClient = (): Promise<RedisClient> => import('./redisClient.ts');
