import type { Generation } from '../domain/generation.ts';

/** The events of the code-action feature. */
export type ActionEvent =
  | { readonly kind: 'actionRequested' }
  | {
      readonly kind: 'actionAnswered';
      readonly from: Generation['source'];
      readonly model: string;
      /** From the user's choice to the edit. */
      readonly ms: number;
    }
  /** A question was put once more in the other form; `isCured`: that answer could be used. */
  | { readonly kind: 'actionAskedAgain'; readonly isCured: boolean }
  | { readonly kind: 'actionApplied' };
