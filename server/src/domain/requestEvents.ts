import type { Choice } from './choice.ts';
import type { EndpointErrorKind, Speaker } from './endpointError.ts';
import type { Task, Usage } from './generation.ts';
import type { LimitScope } from './limitScope.ts';
import type { Operation } from './operation.ts';

/** More about a failure than its kind. */
interface FailureDetails {
  readonly status: number | undefined;
  /** The server's own words: see `EndpointError`. */
  readonly sentence: string | undefined;
  readonly speaker: Speaker;
  readonly task: Task;
  /** Milliseconds that the endpoint asked to be left alone for, and the limit that is reached, where that is told. */
  readonly retryAfterMs: number | undefined;
  readonly limit: LimitScope | undefined;
  /** The same request is sent once more, in another form. */
  readonly isToChange: boolean;
}

/** The events of one call to a model: which model of which endpoint, and how it went. Durations are in milliseconds. */
export type UpstreamEvent = {
  readonly endpointId: string;
  readonly model: string;
  /** Of a request that is passed on. */
  readonly operation?: Operation;
} & (
  | { readonly kind: 'sent'; readonly task: Task }
  | { readonly kind: 'firstText'; readonly ms: number }
  /** The tokens of the prompt that the server had to evaluate, and those that it had evaluated before. */
  | { readonly kind: 'evaluated'; readonly evaluated: number; readonly reused: number }
  /** `isFree`: a gateway had the answer, or shares another's, and says that it costs nothing. */
  | {
      readonly kind: 'answered';
      readonly ms: number;
      readonly usage: Usage;
      readonly isFree?: true;
    }
  | ({ readonly kind: 'failed'; readonly error: EndpointErrorKind } & Partial<FailureDetails>)
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
  /** The cache had another request's answer under a key; it was not served. */
  | { readonly kind: 'falseHit' }
  /** An answer past its soft time to live was fetched again behind the one that was served. */
  | { readonly kind: 'refreshed' }
  /** A server was asked to evaluate a prompt that nobody waits for; and: it has done so. */
  | { readonly kind: 'readAhead'; readonly endpointId: string; readonly model: string }
  | {
      readonly kind: 'readAheadDone';
      readonly endpointId: string;
      readonly model: string;
      /** Evaluated for that. */
      readonly tokens: number;
    }
  /** Of several endpoints one is asked. */
  | ({ readonly kind: 'chosen' } & Omit<Choice, 'at'>)
  /** An endpoint failed and the next one was asked. */
  | { readonly kind: 'failedOver' }
  /** An endpoint is asked no more for a while, because it is much slower than the others of its priority; and: it is asked again. */
  | { readonly kind: 'leftSlow'; readonly endpointId: string; readonly isBack: boolean }
  /** The same endpoint was asked again. */
  | { readonly kind: 'retried' };
