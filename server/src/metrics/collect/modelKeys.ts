import { key } from '../series/tallySeries.ts';

/** Where a model's events are counted; made once, because that takes longer than to count. */
export const keysOf = (endpoint: string, model: string) => {
  const of = { endpoint, model };
  return {
    sent: key('calls', { ...of, status: 'sent' }),
    answered: key('calls', { ...of, status: 'success' }),
    failed: key('calls', { ...of, status: 'error' }),
    cancelled: key('calls', { ...of, status: 'cancelled' }),
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
