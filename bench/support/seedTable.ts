import type { Score } from '../../server/src/metrics/judge/score.ts';
import { duration } from '../../server/src/protocol/wording.ts';

/** A model server as people know it: median 350 ms, p99 1.8 s. */
export const MEDIAN_MS = 350;
export const SIGMA = Math.log(1_800 / MEDIAN_MS) / 2.326;
/** The questions: their number, the skew toward popular ones, the draws, and the rate a second from a cold start. */
export const QUESTIONS = 2_000;
export const SKEW = 0.9;
export const DRAWS = 5_000;
export const PER_SECOND = 30;
/** The saturated run: so many callers, answers of so many tokens. */
export const CALLERS = 1_000;
export const ROUNDS = 10;
export const TOKENS = 20;

/** The ratio of the row that is furthest from its target. */
export const worstRatio = ({ rows }: Score): number => Math.min(...rows.map(({ ratio }) => ratio));

const NAMES: Readonly<Record<string, string>> = {
  p50: 'Response time, p50',
  p95: 'Response time, p95',
  p99: 'Response time, p99',
  requestsPerSecond: 'Requests a second, saturated',
  tokensPerSecond: 'Tokens a second, saturated',
  hitRate: 'Answered without a model call',
  missLatency: 'Cache lookup without a hit, p95',
  cpu: 'Processor, saturated',
  memory: 'Memory, saturated',
};

/** The rows of the design's table, as it is shown. */
export function rowsOf({ rows }: Score): string[][] {
  const shown = (value: number, unit: string) => {
    if (unit === 's') return duration(value * 1000);
    return unit === '/s' ? `${Math.round(value)}/s` : `${(100 * value).toFixed(1)} %`;
  };
  return rows.map(({ figure, target, unit, measured, ratio }) => [
    NAMES[figure] ?? figure,
    `${figure === 'hitRate' || unit === '/s' ? '≥' : '≤'} ${shown(target, unit)}`,
    shown(measured, unit),
    ratio.toFixed(2),
  ]);
}
