import { holdsSecret } from '../base/secretScan.ts';
import { type Generation, type GenerationRequest, isWhole, textsOf } from '../domain/generation.ts';

const MAX_BYTES = 256 * 1024;
/** Above it an answer is one of many that were meant to differ. */
const MAX_TEMPERATURE = 0.3;

/** Only what is proven whole, of a sane size, and without anything that looks like a credential. */
export const isStorable = (
  { input, temperature }: GenerationRequest,
  generation: Generation,
): boolean =>
  temperature <= MAX_TEMPERATURE &&
  generation.source === 'upstream' &&
  generation.fault === undefined &&
  isWhole(generation) &&
  Buffer.byteLength(generation.text) <= MAX_BYTES &&
  ![generation.text, ...textsOf(input)].some(holdsSecret);
