import { strict as assert } from 'node:assert';
import { statusError } from '../../../server/src/upstream/statusErrors.ts';

describe('statusError', () => {
  const kinds: [number, string][] = [
    [400, 'rejected'],
    [401, 'unauthorized'],
    [402, 'rejected'],
    [403, 'unauthorized'],
    [404, 'rejected'],
    [408, 'server'],
    [410, 'retired'],
    [413, 'rejected'],
    [422, 'rejected'],
    [429, 'rateLimited'],
    [500, 'server'],
    [503, 'server'],
  ];
  for (const [status, kind] of kinds) {
    it(`takes ${status} for ${kind}`, () =>
      assert.equal(statusError('e', status, undefined).kind, kind));
  }

  it('lets the provider know better, and keeps the wait', () => {
    const error = statusError('e', 403, 5, 'retired');
    assert.deepEqual([error.kind, error.status, error.retryAfterMs], ['retired', 403, 5]);
  });
});
