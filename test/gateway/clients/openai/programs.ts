import type { Program } from '../program.ts';
import { chat } from './chat.ts';
import { errors } from './errors.ts';
import { others } from './others.ts';
import { toolUse } from './tools.ts';

/** Programs with OpenAI's own client. */
export const programs: readonly Program[] = [...chat, ...toolUse, ...others, ...errors];
