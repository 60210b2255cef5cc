import type { HttpResponse } from '../../base/httpCall.ts';

/** The code of errors that a proxy is to blame for. */
export const PROXY = 'ERR_PROXY';

/** A proxy could not be reached, or ended the connection before it led anywhere. */
export class ProxyError extends Error {
  readonly code = PROXY;

  constructor(cause: unknown) {
    super('The proxy cannot be reached, or does not lead on', { cause });
    this.name = 'ProxyError';
  }
}

/** A proxy answered that it does not lead on: its answer, with the first bytes of the body. */
export class ProxyRefusal extends Error {
  readonly status: number;
  readonly headers: HttpResponse['headers'];
  readonly content: Uint8Array;

  constructor(status: number, headers: HttpResponse['headers'], content: Uint8Array) {
    super(`The proxy refuses (${status})`);
    this.name = 'ProxyRefusal';
    this.status = status;
    this.headers = headers;
    this.content = content;
  }
}
