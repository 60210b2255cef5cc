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
  | { readonly kind: 'actionApplied' };
