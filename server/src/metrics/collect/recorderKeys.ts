import type { Generation } from '../../domain/generation.ts';
import { bucketKeys, key } from '../series/tallySeries.ts';

/** Upper bounds of the response-time histogram, in milliseconds (the design's); above the last there is no bound. */
export const RESPONSE_BOUNDS_MS = [100, 250, 500, 1_000, 2_500, 5_000, 10_000] as const;
export type From = 'trie' | Generation['source'];

/** Where a model's events are counted; made once, because that takes longer than to count. */
export const keysOf = (endpoint: string, model: string) => {
  const of = { endpoint, model };
  return {
    sent: key('calls', { ...of, status: 'sent' }),
    answered: key('calls', { ...of, status: 'success' }),
    failed: key('calls', { ...of, status: 'error' }),
    cancelled: key('calls', { ...of, status: 'cancelled' }),
    free: key('freeCalls', of),
    tokensIn: key('tokens', { ...of, direction: 'input' }),
    tokensOut: key('tokens', { ...of, direction: 'output' }),
    saved: key('savedCalls', of),
    savedTokensIn: key('savedTokens', { ...of, direction: 'input' }),
    savedTokensOut: key('savedTokens', { ...of, direction: 'output' }),
    evaluated: key('promptTokens', { ...of, evaluation: 'evaluated' }),
    reused: key('promptTokens', { ...of, evaluation: 'reused' }),
    ahead: key('promptTokens', { ...of, evaluation: 'ahead' }),
    answerMs: key('answerMs', of),
    firstTextMs: key('firstTextMs', of),
  };
};
export type ModelKeys = ReturnType<typeof keysOf>;

/** The places of an answer in the tally; the last bucket has no bound. */
export const responseKeysOf = (task: 'completion' | 'action', from: From, model: string) => {
  const of = { model, task_type: task, cached: from === 'upstream' ? 'false' : 'true' } as const;
  return {
    buckets: bucketKeys('responses', of, RESPONSE_BOUNDS_MS.length + 1),
    ms: key('responseMs', of),
    hit:
      from === 'upstream' || from === 'workspace'
        ? undefined
        : key('hits', { cache_level: from, model }),
  };
};
export type ResponseKeys = ReturnType<typeof responseKeysOf>;

/** Where a cache tier's events are counted; made once, because each request looks there. */
export const tierKeys = (tier: string) => {
  const of = { cache_level: tier };
  return {
    hit: key('tierEvents', { ...of, result: 'hit' }),
    miss: key('tierEvents', { ...of, result: 'miss' }),
    write: key('tierEvents', { ...of, result: 'write' }),
    error: key('tierEvents', { ...of, result: 'error' }),
    ms: key('tierMs', of),
  };
};
export type TierKeys = ReturnType<typeof tierKeys>;
