import type { Show, Silent } from './decision/decision.ts';

/** The events that inline completion announces. */
export type CompletionEvent =
  /** A request was answered with a suggestion; `ms` from its arrival. */
  | ({ readonly kind: 'completionServed'; readonly ms: number } & Pick<
      Show,
      'from' | 'model' | 'isNew'
    >)
  /** A request was answered with nothing. */
  | ({ readonly kind: 'completionSilent' } & Pick<Silent, 'reason' | 'isKnown'>)
  | { readonly kind: 'completionAccepted' }
  /** Asked ahead for what follows the suggestion shown; and: an answer asked for in this way was shown. */
  | { readonly kind: 'speculated' | 'speculationUsed' }
  /** An answer that was asked for ahead, for another place than the one where its user was, was shown. */
  | { readonly kind: 'warmedShown'; readonly id: string };
