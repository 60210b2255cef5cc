import type { EndpointErrorKind } from '../domain/endpointError.ts';
import type { Task, Usage } from '../domain/generation.ts';

/** What the request path announces. Durations are in milliseconds. */
export type UpstreamEvent =
  | { readonly kind: 'sent'; readonly endpointId: string; readonly task: Task }
  | { readonly kind: 'firstText'; readonly endpointId: string; readonly ms: number }
  | {
      readonly kind: 'answered';
      readonly endpointId: string;
      readonly ms: number;
      readonly usage: Usage;
    }
  | { readonly kind: 'failed'; readonly endpointId: string; readonly error: EndpointErrorKind }
  | { readonly kind: 'cancelled'; readonly endpointId: string };
