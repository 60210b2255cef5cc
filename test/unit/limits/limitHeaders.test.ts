import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { readLimits } from '../../../server/src/limits/limitHeaders.ts';
import { processorMs } from '../../support/processorTime.ts';

const NOW = Date.parse('2026-11-23T12:00:20.250Z');

describe('readLimits', () => {
  const waits: [name: string, headers: Record<string, string>, waitMs: number | undefined][] = [
    ['seconds', { 'retry-after': '7' }, 7_000],
    ['none at all', { 'retry-after': '0' }, 0],
    ['parts of a second', { 'retry-after': '0.5' }, 500],
    ['a date', { 'retry-after': 'Mon, 23 Nov 2026 12:00:29 GMT' }, 8_750],
    ['a date gone by', { 'retry-after': 'Mon, 23 Nov 2026 11:59:00 GMT' }, undefined],
    ['a negative number', { 'retry-after': '-1' }, undefined],
    ['a week', { 'retry-after': '604800' }, 86_400_000],
    ['an absurd number', { 'retry-after': '999999999' }, undefined],
    ['the year 9999', { 'retry-after': 'Fri, 31 Dec 9999 23:59:59 GMT' }, undefined],
    ['a word', { 'retry-after': 'soon' }, undefined],
    ['hours', { 'retry-after': '24367' }, 24_367_000],
    ['milliseconds', { 'retry-after-ms': '1250', 'retry-after': '2' }, 1_250],
    ['Azure’s milliseconds', { 'x-ms-retry-after-ms': '40' }, 40],
    [
      'a Go duration',
      { 'x-ratelimit-remaining-requests': '0', 'x-ratelimit-reset-requests': '1m30.5s' },
      90_500,
    ],
    [
      'milliseconds as a Go duration',
      { 'x-ratelimit-remaining-tokens': '0', 'x-ratelimit-reset-tokens': '12ms' },
      12,
    ],
    [
      'Azure’s integer seconds',
      { 'x-ratelimit-remaining-tokens': '0', 'x-ratelimit-reset-tokens': '31' },
      31_000,
    ],
    [
      'seconds since 1970',
      {
        'x-ratelimit-remaining-requests': '0',
        'x-ratelimit-reset-requests': String(NOW / 1_000 + 9),
      },
      9_000,
    ],
    [
      'the longer of two resets',
      {
        'x-ratelimit-remaining-requests': '0',
        'x-ratelimit-reset-requests': '1s',
        'x-ratelimit-remaining-tokens': '0',
        'x-ratelimit-reset-tokens': '6m0s',
      },
      360_000,
    ],
    [
      'nothing while something is left',
      { 'x-ratelimit-remaining-requests': '3', 'x-ratelimit-reset-requests': '9s' },
      undefined,
    ],
    [
      'nothing of a limit that is none',
      {
        'x-ratelimit-limit-requests': '0',
        'x-ratelimit-remaining-requests': '0',
        'x-ratelimit-reset-requests': '9s',
      },
      undefined,
    ],
    ['GitHub’s seconds', { 'x-ratelimit-timeremaining': '55' }, 55_000],
    [
      'the rest of Mistral’s minute, by its clock',
      { 'x-ratelimit-remaining-req-minute': '0', date: 'Mon, 23 Nov 2026 12:00:48 GMT' },
      12_000,
    ],
    ['the rest of Mistral’s minute', { 'x-ratelimit-remaining-req-minute': '0' }, 39_750],
    ['nothing', {}, undefined],
  ];
  for (const [name, headers, waitMs] of waits) {
    it(`reads ${name}`, () => {
      const { waitMs: read } = readLimits(headers, NOW, 429);
      assert.equal(read === undefined ? read : Math.round(read), waitMs);
    });
  }

  it('takes GitHub’s seconds for a wait only where something was refused', () => {
    assert.deepEqual(readLimits({ 'x-ratelimit-timeremaining': '55' }, NOW, 200), {});
  });

  it('knows what is left of a minute, and not of a longer time', () => {
    const left = (remaining: string, reset: string) =>
      readLimits(
        { 'x-ratelimit-remaining-requests': remaining, 'x-ratelimit-reset-requests': reset },
        NOW,
        200,
      ).requestsLeft;
    assert.deepEqual(
      [left('4', '20s'), left('4', '2h'), left('-1', '20s'), left('4', '0')],
      [4, undefined, undefined, undefined],
    );
    assert.equal(readLimits({ 'x-ratelimit-remaining-req-minute': '5' }, NOW, 200).requestsLeft, 5);
  });

  it('takes an endless number for nothing', () => {
    const endless = { 'x-ratelimit-remaining-req-minute': '9'.repeat(400), 'retry-after': '1e999' };
    assert.deepEqual(readLimits(endless, NOW, 429), {});
  });

  it('reads a long row of digits in linear time', () => {
    const long = { 'x-ratelimit-reset-requests': `x${'1'.repeat(50_000)}` };
    assert.ok(processorMs(() => readLimits(long, NOW, 429)) < 200);
  });

  it('never asks for a wait that is negative, endless or longer than a day, whatever is sent', () => {
    const names = fc.constantFrom(
      'retry-after',
      'retry-after-ms',
      'x-ratelimit-reset-requests',
      'x-ratelimit-remaining-requests',
      'x-ratelimit-timeremaining',
      'x-ratelimit-remaining-req-minute',
    );
    const values = fc.oneof(fc.string(), fc.double().map(String), fc.date().map(String));
    fc.assert(
      fc.property(fc.dictionary(names, values), (headers) => {
        const { waitMs = 0, requestsLeft = 0 } = readLimits(headers, NOW, 429);
        assert.ok(waitMs >= 0 && waitMs <= 86_400_000);
        assert.ok(requestsLeft >= 0);
      }),
    );
  });
});
