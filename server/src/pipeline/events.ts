/** What the stages announce. */
export type PipelineEvent =
  /** A request shared a call that was already running. */
  | { readonly kind: 'joined' }
  /** A request was answered from the cache. */
  | { readonly kind: 'reused' }
  /** An answer past its soft time to live was fetched again behind the one that was served. */
  | { readonly kind: 'refreshed' }
  /** An endpoint failed and the next one was asked. */
  | { readonly kind: 'failedOver' }
  /** The same endpoint was asked again. */
  | { readonly kind: 'retried' };
