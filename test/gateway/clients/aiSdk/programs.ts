import type { Program } from '../program.ts';
import { errors } from './errors.ts';
import { texts } from './texts.ts';

/** Programs with Vercel's AI SDK and its provider for OpenAI-compatible servers. */
export const programs: readonly Program[] = [...texts, ...errors];
