import type { Generation } from '../domain/generation.ts';

/** What the code-action feature announces. */
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
