import type { Usage } from '../domain/generation.ts';

/** The events of the pipeline's stages. */
export type PipelineEvent =
  /** A request shared a call that was already running. */
  | { readonly kind: 'joined' }
  /** A request was answered from the cache: what that call cost when it was made, in time and tokens. */
  | {
      readonly kind: 'reused';
      readonly endpointId: string;
      readonly model: string;
      readonly ms: number;
      readonly usage?: Usage;
    }
  /** An answer past its soft time to live was fetched again behind the one that was served. */
  | { readonly kind: 'refreshed' }
  /** An endpoint failed and the next one was asked. */
  | { readonly kind: 'failedOver' }
  /** The same endpoint was asked again. */
  | { readonly kind: 'retried' };
