import type { AskedFor } from '../../server/src/http/openai/admission.ts';
import { ApiError } from '../../server/src/http/openai/apiError.ts';
import { keyHash } from '../../server/src/virtualKeys/createKey.ts';
import type { VirtualKey } from '../../server/src/virtualKeys/virtualKey.ts';

export const aKey = (name: string, more: Partial<VirtualKey> = {}): VirtualKey => ({
  name,
  hash: keyHash(`ak-${name}`),
  cacheScope: 'own',
  ...more,
});

export const aRequest = (more: Partial<AskedFor> = {}): AskedFor => ({
  model: 'gpt',
  priority: 'interactive',
  inputTokens: 10,
  outputTokens: 10,
  ...more,
});

/** A signal that never aborts. */
export const noSignal = new AbortController().signal;

/** The refusal in which a promise ends. */
export async function refusalOf(asked: Promise<unknown>): Promise<ApiError> {
  try {
    await asked;
  } catch (error) {
    if (error instanceof ApiError) return error;
    throw error;
  }
  throw new Error('it was not refused');
}
