import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { type LimitSignals, readLimits } from '../../../server/src/limits/limitHeaders.ts';
import { target } from '../fuzzTarget.ts';
import { anyLength } from '../texts.ts';

const NOW = Date.parse('2026-11-23T12:00:20.250Z');
const DAY_MS = 86_400_000;

/** A header that says something, and what it says. */
interface Said {
  readonly headers: Record<string, string>;
  readonly says: LimitSignals;
}

const whole = (most: number) => fc.integer({ min: 0, max: most });
const spent = (reset: string) => ({
  'x-ratelimit-remaining-requests': '0',
  'x-ratelimit-reset-requests': reset,
});
/** As Go prints durations: parts that are not zero, from hours on; seconds with a fraction. */
const goDuration = fc
  .tuple(whole(23), whole(59), whole(59), whole(999))
  .filter((parts) => parts.some((part) => part > 0))
  .map(([hours, minutes, seconds, ms]) => ({
    text: `${hours > 0 ? `${hours}h` : ''}${hours + minutes > 0 ? `${minutes}m` : ''}${seconds}${ms > 0 ? `.${String(ms).padStart(3, '0')}` : ''}s`,
    waitMs: ((hours * 60 + minutes) * 60 + seconds) * 1_000 + ms,
  }));

const said: fc.Arbitrary<Said> = fc.oneof(
  whole(86_400).map((seconds) => ({
    headers: { 'retry-after': String(seconds) },
    says: { waitMs: seconds * 1_000 },
  })),
  whole(DAY_MS).map((ms) => ({ headers: { 'retry-after-ms': String(ms) }, says: { waitMs: ms } })),
  whole(DAY_MS).map((ms) => ({
    headers: { 'x-ms-retry-after-ms': String(ms) },
    says: { waitMs: ms },
  })),
  fc
    .integer({ min: 1, max: 86_000 })
    .map((seconds) => {
      const date = new Date(NOW + seconds * 1_000);
      date.setUTCMilliseconds(0);
      return {
        headers: { 'retry-after': date.toUTCString() },
        says: { waitMs: date.getTime() - NOW },
      };
    })
    .filter(({ says }) => says.waitMs >= 0),
  goDuration.map(({ text, waitMs }) => ({
    headers: spent(text),
    says: { waitMs, ...(waitMs <= 60_000 && waitMs > 0 ? { requestsLeft: 0 } : {}) },
  })),
  fc.tuple(whole(1_000), fc.integer({ min: 1, max: 60 })).map(([left, seconds]) => ({
    headers: {
      'x-ratelimit-remaining-requests': String(left),
      'x-ratelimit-reset-requests': `${seconds}s`,
    },
    says: { requestsLeft: left, ...(left === 0 ? { waitMs: seconds * 1_000 } : {}) },
  })),
);

const name = fc.constantFrom(
  'retry-after',
  'retry-after-ms',
  'x-ms-retry-after-ms',
  'x-ratelimit-reset-requests',
  'x-ratelimit-reset-tokens',
  'x-ratelimit-remaining-requests',
  'x-ratelimit-remaining-tokens',
  'x-ratelimit-limit-requests',
  'x-ratelimit-timeremaining',
  'x-ratelimit-remaining-req-minute',
  'date',
);
const odd = fc.oneof(
  { weight: 4, arbitrary: anyLength },
  { weight: 4, arbitrary: fc.double().map(String) },
  { weight: 2, arbitrary: fc.date().map(String) },
  { weight: 2, arbitrary: goDuration.map(({ text }) => text) },
  {
    weight: 2,
    arbitrary: fc.constantFrom('-1', '0', '1e999', '0x10', '١', ' 7 ', '1_000', 'NaN', ''),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom('1h', '9', ' ', '1.'), fc.nat(20_000))
      .map(([part, times]) => part.repeat(times)),
  },
);
const oddValue = fc.oneof(
  { weight: 8, arbitrary: odd },
  { weight: 1, arbitrary: fc.array(odd, { maxLength: 3 }) },
);
const oddHeaders = fc.dictionary(name, oddValue, { maxKeys: 5 });

type HeaderCase =
  | { readonly kind: 'said'; readonly said: Said }
  | {
      readonly kind: 'odd';
      readonly headers: Record<string, string | string[]>;
      readonly isRefusal: boolean;
    };

/** Headers about limits: those that say something are understood, all others do no harm. */
export const headers = target<HeaderCase>({
  name: 'headers',
  share: 150,
  maxMs: 100,
  open: () => ({
    cases: fc.oneof(
      said.map((each) => ({ kind: 'said' as const, said: each })),
      fc.record({
        kind: fc.constant('odd' as const),
        headers: oddHeaders,
        isRefusal: fc.boolean(),
      }),
    ),
    check: (each) => {
      if (each.kind === 'said') {
        const { waitMs, scope: _, ...others } = readLimits(each.said.headers, NOW, 429);
        const { waitMs: wanted, ...rest } = each.said.says;
        assert.deepEqual(others, rest);
        assert.equal(waitMs === undefined ? waitMs : Math.round(waitMs), wanted);
        return;
      }
      const { waitMs = 0, requestsLeft = 0 } = readLimits(
        each.headers,
        NOW,
        each.isRefusal ? 429 : 200,
      );
      assert.ok(waitMs >= 0 && waitMs <= DAY_MS, String(waitMs));
      assert.ok(requestsLeft >= 0 && Number.isFinite(requestsLeft), String(requestsLeft));
    },
  }),
});
