import { strict as assert } from 'node:assert';
import { statusError } from '../../../server/src/upstream/statusErrors.ts';

const NOW = Date.parse('2026-11-23T12:00:00Z');

const errorOf = (status: number, retryAfter?: string) =>
  statusError('e', { status, headers: { 'retry-after': retryAfter } }, NOW);

describe('statusError', () => {
  const kinds: [number, string][] = [
    [400, 'rejected'],
    [401, 'unauthorized'],
    [403, 'unauthorized'],
    [404, 'rejected'],
    [408, 'server'],
    [410, 'retired'],
    [413, 'rejected'],
    [429, 'rateLimited'],
    [500, 'server'],
    [503, 'server'],
  ];
  for (const [status, kind] of kinds) {
    it(`takes ${status} for ${kind}`, () => assert.equal(errorOf(status).kind, kind));
  }

  const waits: [string | undefined, number | undefined][] = [
    ['7', 7_000],
    ['0', 0],
    ['0.5', 500],
    ['Mon, 23 Nov 2026 12:00:09 GMT', 9_000],
    ['Mon, 23 Nov 2026 11:59:00 GMT', undefined],
    ['-1', undefined],
    ['999999999', undefined],
    ['Fri, 31 Dec 9999 23:59:59 GMT', undefined],
    ['soon', undefined],
    [undefined, undefined],
  ];
  for (const [header, ms] of waits) {
    it(`reads retry-after ${header} as ${ms} ms`, () =>
      assert.equal(errorOf(429, header).retryAfterMs, ms));
  }
});
