import type { HttpResponse } from '../base/httpCall.ts';
import { EndpointError, type EndpointErrorKind } from '../domain/endpointError.ts';

/** Longest wait that a server may ask of us; beyond it the header is taken for a mistake. */
const MAX_RETRY_AFTER_MS = 24 * 3_600_000;

/**
 * The error that a status other than 200 stands for; `kind` where the provider knows better. `now` is epoch
 * milliseconds.
 */
export function statusError(
  endpointId: string,
  { status, headers }: Pick<HttpResponse, 'status' | 'headers'>,
  now: number,
  kind: EndpointErrorKind = kindOf(status),
): EndpointError {
  const retryAfterMs = retryAfter(headers['retry-after'], now);
  return new EndpointError(endpointId, kind, {
    status,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
}

function kindOf(status: number): EndpointErrorKind {
  if (status === 429) return 'rateLimited';
  if (status === 401 || status === 403) return 'unauthorized';
  if (status === 410) return 'retired';
  if (status === 408 || status >= 500) return 'server';
  return 'rejected';
}

/** `retry-after` in seconds or as a date (RFC 9110 §10.2.3); absurd values are ignored. */
function retryAfter(header: string | string[] | undefined, now: number): number | undefined {
  if (typeof header !== 'string') return undefined;
  const seconds = Number(header);
  const waitMs = Number.isNaN(seconds) ? Date.parse(header) - now : seconds * 1000;
  return waitMs >= 0 && waitMs <= MAX_RETRY_AFTER_MS ? waitMs : undefined;
}
