import { CancelledError } from '../../server/src/base/errors.ts';
import type {
  Generation,
  GenerationContext,
  SharedAnswer,
} from '../../server/src/domain/generation.ts';
import { withSharedFlights } from '../../server/src/pipeline/withSharedFlights.ts';
import { FakeClock } from '../../tools/testing/fakeClock.ts';
import { aContext, aRequest } from '../../tools/testing/requests.ts';
import { SharedLeases } from '../../tools/testing/sharedLeases.ts';

interface Call {
  readonly process: number;
  readonly context: GenerationContext;
  readonly resolve: (generation: Generation) => void;
  readonly reject: (error: unknown) => void;
}

/** Processes that share leases and one place for answers; what they ask for is answered by the test. */
export function processes(isStored = true) {
  const clock = new FakeClock();
  const leases = new SharedLeases(clock);
  const calls: Call[] = [];
  let stored: Generation | undefined;
  let looked = 0;
  const stale: number[] = [];
  const stage = (process: number) =>
    withSharedFlights(
      {
        leases,
        clock,
        random: () => process / 10,
        nameOf: () => 'name',
        mayShare: async ({ temperature }) => temperature === 0,
        peek: async () => {
          looked++;
          return stored && { ...stored, source: 'redis' };
        },
      },
      (_, context) =>
        new Promise((resolve, reject) => {
          const cancel = () => reject(new CancelledError());
          context.signal.addEventListener('abort', cancel, { once: true });
          calls.push({ process, context, resolve, reject });
        }),
    );
  const stages = [0, 1, 2, 3, 4, 5].map(stage);
  /** Asks as the cache does, which stores what it may. */
  const ask = async (
    process: number,
    changes: Partial<GenerationContext> = {},
    temperature = 0,
  ) => {
    let shared: SharedAnswer | undefined;
    const context = aContext({
      onShared: (answer) => {
        shared = answer;
      },
      ...changes,
    });
    const generation = await stages[process]?.(aRequest({ temperature }), context);
    if (shared === undefined) return generation;
    const mayStore = await shared.mayStore();
    if (!mayStore) stale.push(process);
    if (mayStore && isStored) stored = generation;
    shared.done(mayStore && isStored);
    return generation;
  };
  return { clock, leases, calls, stages, ask, stale, looked: () => looked, stored: () => stored };
}
