import type { Evaluation } from '../domain/evaluation.ts';
import { isRecord } from './answerParts.ts';

/** Nobody waits longer for a prompt; in milliseconds. */
const MAX_MS = 3_600_000;
const MAX_TOKENS = 100_000_000;
const NANOSECONDS_PER_MS = 1e6;

/**
 * Reads what an event says of the evaluation of the prompt: llama.cpp's progress once it is done (`prompt_progress`, asked for by
 * `return_progress`) and its `timings`, both without the tokens that it reused; Ollama's `prompt_eval_*`, which count them, too.
 * `undefined` where it says nothing, or no numbers that can be.
 */
export function evaluationOf(event: unknown): Evaluation | undefined {
  if (!isRecord(event)) return undefined;
  const { prompt_progress: progress, timings } = event;
  if (isRecord(progress)) {
    const { total, cache, processed, time_ms: ms } = progress;
    const known = cache ?? 0;
    if (processed !== total || !isCount(processed) || !isCount(known)) return undefined;
    return withReused(measured(processed - known, ms, false), cache);
  }
  if (isRecord(timings)) {
    return withReused(measured(timings.prompt_n, timings.prompt_ms, false), timings.cache_n);
  }
  const { prompt_eval_count: tokens, prompt_eval_duration: duration } = event;
  if (typeof duration !== 'number') return undefined;
  return measured(tokens, duration / NANOSECONDS_PER_MS, true);
}

/** Old servers do not say what they had evaluated before. */
const withReused = (evaluation: Evaluation | undefined, count: unknown): Evaluation | undefined =>
  evaluation !== undefined && isCount(count) ? { ...evaluation, reused: count } : evaluation;

const isCount = (count: unknown): count is number =>
  Number.isInteger(count) && Number(count) >= 0 && Number(count) <= MAX_TOKENS;

function measured(tokens: unknown, ms: unknown, holdsKnown: boolean): Evaluation | undefined {
  const isCount = Number.isInteger(tokens) && Number(tokens) > 0 && Number(tokens) <= MAX_TOKENS;
  const isTime = typeof ms === 'number' && ms > 0 && ms <= MAX_MS;
  return isCount && isTime ? { tokens: Number(tokens), ms, holdsKnown } : undefined;
}
