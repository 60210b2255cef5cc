import type { ActionKind } from './action.ts';
import { fix } from './fix.ts';
import { fixLines } from './fixLines.ts';

/** Every code action, in the order in which the editor lists them. */
export const catalogue: readonly ActionKind[] = [fix, fixLines];
