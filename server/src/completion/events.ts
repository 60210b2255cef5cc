import type { Generation } from '../domain/generation.ts';
import type { Gate } from './gates.ts';

/** The events that inline completion announces. */
export type CompletionEvent =
  | { readonly kind: 'completionRequested' }
  | { readonly kind: 'completionGated'; readonly gate: Gate }
  | {
      /** A request was answered with a suggestion. */
      readonly kind: 'completionServed';
      readonly from: 'trie' | Generation['source'];
      readonly model: string;
      /** From the request's arrival. */
      readonly ms: number;
      /** The first time that this suggestion is shown. */
      readonly isNew: boolean;
    }
  /** The model is known to have nothing for this place. */
  | { readonly kind: 'completionKnownEmpty' }
  | { readonly kind: 'completionAccepted' }
  /** Asked ahead for what follows the suggestion shown; and: an answer asked for in this way was shown. */
  | { readonly kind: 'speculated' | 'speculationUsed' };
