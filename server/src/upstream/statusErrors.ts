import { EndpointError, type EndpointErrorKind } from '../domain/endpointError.ts';

/** The error that a status other than 200 stands for; `kind` where the provider knows better. */
export const statusError = (
  endpointId: string,
  status: number,
  retryAfterMs: number | undefined,
  kind: EndpointErrorKind = kindOf(status),
): EndpointError =>
  new EndpointError(endpointId, kind, {
    status,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });

function kindOf(status: number): EndpointErrorKind {
  if (status === 429) return 'rateLimited';
  if (status === 401 || status === 403) return 'unauthorized';
  if (status === 410) return 'retired';
  if (status === 408 || status >= 500) return 'server';
  return 'rejected';
}
