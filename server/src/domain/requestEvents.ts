import type { EndpointErrorKind } from './endpointError.ts';
import type { Task, Usage } from './generation.ts';

/** The events of one call to a model: which model of which endpoint, and how it went. Durations are in milliseconds. */
export type UpstreamEvent = {
  readonly endpointId: string;
  readonly model: string;
} & (
  | { readonly kind: 'sent'; readonly task: Task }
  | { readonly kind: 'firstText'; readonly ms: number }
  | { readonly kind: 'answered'; readonly ms: number; readonly usage: Usage }
  | { readonly kind: 'failed'; readonly error: EndpointErrorKind }
  | { readonly kind: 'cancelled' }
);

/** The events of a request that is answered without a call of its own, or needs more than one. */
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
