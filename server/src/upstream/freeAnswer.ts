import type { HttpResponse } from '../base/httpCall.ts';
import type { Usage } from '../domain/generation.ts';

/** True for an answer that an Aurelis gateway had in its cache, or shares with somebody else: it is paid for once. */
export function isFreeAnswer({ 'x-aurelis-cache': told }: HttpResponse['headers']): boolean {
  return typeof told === 'string' && /^(?:hit(?:;|$)|joined$)/.test(told);
}

/** The cost of such an answer, whatever the first one has cost. */
export const NO_USAGE: Usage = { inputTokens: 0, outputTokens: 0 };
