import { type GenerationContext, type GenerationRequest, isRelay } from '../domain/generation.ts';
import type { Provider } from '../providers/provider.ts';
import type { DeadlineOptions } from './deadlines.ts';
import { firstWordLimitMs } from './firstWordLimit.ts';
import type { SendTools } from './sendTools.ts';
import { estimate } from './usageEstimate.ts';

/** From the design: after the first sign of life never 20 s of silence. */
const IDLE_MS = 20_000;

/**
 * True for what another program asks: an answer as a whole begins when all of it is there, models think in silence, and the program
 * knows how long it waits.
 */
export const mayBeSilent = (request: GenerationRequest): boolean => isRelay(request);

/** How long the first sign of an answer, and each further one, may take. */
export function answerWaits(
  request: GenerationRequest,
  { priority }: GenerationContext,
  { local }: Pick<Provider, 'local'>,
  { firstWordMs, times, speed, totalMs }: SendTools,
): DeadlineOptions {
  if (mayBeSilent(request)) return { firstMs: totalMs, idleMs: totalMs, totalMs };
  const { msPerToken } = speed;
  const tokens = estimate(request, '').inputTokens;
  const firstMs = firstWordLimitMs({
    priority,
    settingMs: firstWordMs,
    usualMs: times.firstWordMs,
    isWellKnown: times.isWellKnown,
    evaluationMs: msPerToken === undefined ? undefined : msPerToken * tokens,
    isLocal: local !== undefined,
    totalMs,
  });
  return { firstMs, idleMs: IDLE_MS, totalMs };
}
