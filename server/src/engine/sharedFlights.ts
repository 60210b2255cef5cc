import type { Clock } from '../base/clock.ts';
import { keyedDigest } from '../base/digest.ts';
import type { Observer } from '../base/observer.ts';
import { inTurns } from '../base/turns.ts';
import type { TieredCache } from '../cache/tieredCache.ts';
import type { Generate } from '../domain/generation.ts';
import type { PipelineEvent } from '../domain/requestEvents.ts';
import { mayStoreAnswer } from '../pipeline/storePolicy.ts';
import { lookAgain, type StoredGeneration } from '../pipeline/withCache.ts';
import { type CallLeases, withSharedFlights } from '../pipeline/withSharedFlights.ts';
import type { CacheSecrets } from './answerCache.ts';
import type { CacheKeys } from './cacheKeys.ts';

export interface SharedFlightParts {
  /** Absent where every process asks for itself. */
  readonly leases: CallLeases | undefined;
  readonly clock: Clock;
  readonly random: () => number;
  readonly keys: CacheKeys;
  readonly secrets: CacheSecrets;
  readonly cache: TieredCache<StoredGeneration>;
  readonly observe: Observer<PipelineEvent>;
}

const NAME_DIGITS = 32;

/** One call among the processes that find one another's answers: under the same keys, in the same Redis. */
export function sharedFlights(
  { leases, clock, random, keys, secrets, cache, observe }: SharedFlightParts,
  next: Generate,
): Generate {
  if (leases === undefined) return next;
  const secret = secrets.shared ?? secrets.own;
  return withSharedFlights(
    {
      leases,
      clock,
      random,
      nameOf: (request) => keyedDigest(secret, [keys.flight(request)]).slice(0, NAME_DIGITS),
      mayShare: async (request) =>
        keys.exact(request).length > 0 &&
        (await inTurns(mayStoreAnswer(request), (next) => clock.soon(next))),
      peek: (request) => lookAgain(keys.exact(request), { cache, observe }),
    },
    next,
  );
}
