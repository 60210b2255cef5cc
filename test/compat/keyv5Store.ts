import type { Clock } from '../../server/src/base/clock.ts';
import { KeyvTieredStore } from '../../server/src/cache/keyvTieredStore.ts';

/**
 * The adapter as Keyv 5 talks to one: a time to live in place of the moment of expiry, and one answer for many
 * deletions. What Keyv 6 does for older adapters, the other way round.
 */
export function keyv5Store(
  cache: ConstructorParameters<typeof KeyvTieredStore>[0],
  clock: Clock,
  options: ConstructorParameters<typeof KeyvTieredStore>[2],
) {
  const store = new KeyvTieredStore(cache, clock, options);
  const set = store.set.bind(store);
  const deleteMany = store.deleteMany.bind(store);
  return Object.assign(store, {
    opts: {},
    set: (key: string, value: unknown, ttl?: number) =>
      set(key, value, ttl === undefined ? undefined : clock.now() + ttl),
    deleteMany: async (keys: string[]) => (await deleteMany(keys)).some(Boolean),
  });
}
