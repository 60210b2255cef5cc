/** The kinds of errors between us and an endpoint. Also the `type` label of the error metrics. */
export type EndpointErrorKind =
  | 'unreachable'
  /** Its certificate does not hold. */
  | 'untrusted'
  /** It speaks no TLS as new as we want. */
  | 'oldTls'
  | 'timeout'
  | 'server'
  | 'rateLimited'
  | 'unauthorized'
  | 'retired'
  | 'rejected'
  | 'malformed'
  /** The request is longer than the settings let it be there, even without all that may be left out. */
  | 'tooLong'
  | 'noEndpoint';

export interface EndpointErrorDetails {
  readonly status?: number;
  /** How long the endpoint asked us to stay away. */
  readonly retryAfterMs?: number;
  readonly cause?: unknown;
}

/** A request that an endpoint did not answer. The message names no text, key or path. */
export class EndpointError extends Error {
  readonly endpointId: string;
  readonly kind: EndpointErrorKind;
  readonly status: number | undefined;
  readonly retryAfterMs: number | undefined;

  constructor(endpointId: string, kind: EndpointErrorKind, details: EndpointErrorDetails = {}) {
    const status = details.status === undefined ? '' : ` (HTTP ${details.status})`;
    super(`Endpoint "${endpointId}": ${kind}${status}`, { cause: details.cause });
    this.name = 'EndpointError';
    this.endpointId = endpointId;
    this.kind = kind;
    this.status = details.status;
    this.retryAfterMs = details.retryAfterMs;
  }
}
