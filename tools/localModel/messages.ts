import type { Counts } from './face.ts';

/** The messages to a model's process. Each is answered with the counts of the moment. */
export type ToModel =
  | { readonly id: number; readonly ask: 'counts' }
  | { readonly id: number; readonly ask: 'answer'; readonly text: string | undefined };

/** The messages from it: one when it listens, then one an answer. */
export type FromModel =
  | { readonly url: string; readonly engine: string }
  | { readonly id: number; readonly counts: Counts };
