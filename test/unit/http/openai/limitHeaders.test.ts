import { strict as assert } from 'node:assert';
import { limitHeaders } from '../../../../server/src/http/openai/limitHeaders.ts';
import { readLimits } from '../../../../server/src/limits/limitHeaders.ts';

const NOON = Date.UTC(2030, 5, 15, 12);
const limit = (of: 'requests' | 'tokens' | 'money', per: 'minute' | 'day' | 'month') => ({
  of,
  per,
  limit: 10,
  remaining: 4,
});

describe('headers about the limits of a key', () => {
  it('are those of OpenAI for requests and tokens, and one for all', () => {
    const limits = [limit('requests', 'minute'), limit('tokens', 'day'), limit('money', 'month')];
    assert.deepEqual(limitHeaders(limits), {
      'x-ratelimit-limit-requests': '10',
      'x-ratelimit-remaining-requests': '4',
      'x-ratelimit-reset-requests': '1m0s',
      'x-ratelimit-limit-tokens': '10',
      'x-ratelimit-remaining-tokens': '4',
      'x-ratelimit-reset-tokens': '24h0m0s',
      'x-aurelis-limits': 'requests/minute=4/10, tokens/day=4/10, money/month=4/10',
    });
  });

  it('tell the limit of which least is left', () => {
    const day = { of: 'requests', per: 'day', limit: 100, remaining: 3 } as const;
    const headers = limitHeaders([limit('requests', 'minute'), day]);
    assert.equal(headers['x-ratelimit-limit-requests'], '100');
    assert.equal(headers['x-ratelimit-remaining-requests'], '3');
    assert.equal(headers['x-ratelimit-reset-requests'], '24h0m0s');
  });

  it('are none without limits', () => {
    assert.deepEqual(limitHeaders([]), {});
  });

  it('are understood by our own limiter, which waits for no longer than it has to', () => {
    const read = (remaining: number) =>
      readLimits(limitHeaders([{ ...limit('requests', 'minute'), remaining }]), NOON, 200);
    assert.equal(read(4).requestsLeft, 4);
    assert.equal(read(4).waitMs, undefined);
    assert.equal(read(0).waitMs, undefined, 'the next refusal says how long');
    assert.deepEqual(read(4).caller, [{ ...limit('requests', 'minute'), remaining: 4 }]);
  });
});
