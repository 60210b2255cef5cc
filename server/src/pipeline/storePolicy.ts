import { type Generation, type GenerationRequest, isWhole } from '../domain/generation.ts';
import { credentialsIn } from '../privacy/credentials.ts';
import { isGarbled } from '../privacy/placeholders.ts';

const MAX_BYTES = 256 * 1024;
/** Above it an answer is one of many that were meant to differ. */
const MAX_TEMPERATURE = 0.3;

/**
 * Only what is proven whole, of a sane size, with all placeholders as they were, and without a credential: those of the request are masked
 * here, any other is somebody's.
 */
export const isStorable = (
  { temperature, masked = NOTHING_MASKED }: GenerationRequest,
  generation: Generation,
): boolean =>
  temperature <= MAX_TEMPERATURE &&
  generation.source === 'upstream' &&
  generation.fault === undefined &&
  generation.isContinued === undefined &&
  isWhole(generation) &&
  Buffer.byteLength(generation.text) <= MAX_BYTES &&
  !isGarbled(generation.text, masked) &&
  !credentialsIn(generation.text).some(({ isSure }) => isSure);

const NOTHING_MASKED = { digest: '', placeholders: [], lookalikes: [] };
