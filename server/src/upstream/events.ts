import type { EndpointErrorKind } from '../domain/endpointError.ts';
import type { Task, Usage } from '../domain/generation.ts';

/** Which model of which endpoint was asked. */
interface Asked {
  readonly endpointId: string;
  readonly model: string;
}

/** The events of the request path. Durations are in milliseconds. */
export type UpstreamEvent = Asked &
  (
    | { readonly kind: 'sent'; readonly task: Task }
    | { readonly kind: 'firstText'; readonly ms: number }
    | { readonly kind: 'answered'; readonly ms: number; readonly usage: Usage }
    | { readonly kind: 'failed'; readonly error: EndpointErrorKind }
    | { readonly kind: 'cancelled' }
  );
