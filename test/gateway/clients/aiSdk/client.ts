import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { APICallError, RetryError } from 'ai';
import type { Outcome, Place } from '../program.ts';

export const open = (place: Place, more: object = {}) =>
  createOpenAICompatible({ name: 'gateway', ...place, includeUsage: true, ...more });

/** All that a program can tell an error by. */
export async function refused(work: PromiseLike<unknown>): Promise<Outcome> {
  try {
    return { answered: await work };
  } catch (error) {
    return describe(error);
  }
}

export function describe(error: unknown): Outcome {
  if (RetryError.isInstance(error)) {
    const { reason, errors } = error;
    return { reason, attempts: errors.length, last: describe(error.lastError) };
  }
  if (!APICallError.isInstance(error))
    return { thrown: error instanceof Error ? error.name : error };
  const { statusCode, isRetryable, data } = error;
  const { code, param } = (data as { error?: { code?: unknown; param?: unknown } })?.error ?? {};
  return { statusCode, isRetryable, code, param };
}
