import type { LimitSignals } from './limitHeaders.ts';
import { readLimits } from './limitHeaders.ts';
import { waitIn } from './limitSentence.ts';
import { scopeIn } from './scopeIn.ts';
import { waitOf } from './waits.ts';

/** Members of a body that say when to ask again, the most telling first; names are in lower case, with `-` between words. */
const ASKED: readonly RegExp[] = [
  /^retry-(?:after|in|delay)(?:-\w{1,12})?$/,
  /^(?:wait|cooldown)(?:-(?:time|seconds|ms|for))?$/,
  /^(?:[a-z]{1,20}-)?resets?(?:-(?:at|in|on|after|time|date|seconds|ms))*$/,
];

/** The parts of a refusal's body that may tell of limits. */
export interface LimitBody {
  /** Its words, in lower case. */
  readonly words: string;
  /** Members whose names speak of limits, as headers would be written. */
  readonly members: Readonly<Record<string, string>>;
}

/** Reads a limit out of a refusal's body: members and sentence. `now` is epoch milliseconds. */
export function readLimitBody({ words, members }: LimitBody, now: number): LimitSignals {
  const told = readLimits(members, now, 429);
  const waitMs = askedIn(members, now) ?? told.waitMs ?? waitIn(words, now);
  const scope = { ...told.scope, ...scopeIn(words) };
  return {
    ...(waitMs === undefined ? {} : { waitMs }),
    ...(Object.keys(scope).length === 0 ? {} : { scope }),
  };
}

function askedIn(members: LimitBody['members'], now: number): number | undefined {
  for (const pattern of ASKED) {
    for (const [name, value] of Object.entries(members)) {
      if (!pattern.test(name)) continue;
      const waitMs = waitOf(value, now, /-(?:ms|millis\w{0,8})$/.test(name) ? 1 : 1_000);
      if (waitMs !== undefined && waitMs > 0) return waitMs;
    }
  }
  return undefined;
}
