/** One HTTP exchange as its users see it; `upstream/` brings the implementation. */
interface HttpRequest {
  readonly url: string;
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  readonly signal: AbortSignal;
  /** A person waits for this very call, and may be asked something. */
  readonly isUserInitiated?: boolean;
  /** Its answer may begin whenever it likes: it is not asked a second time because a connection is silent. */
  readonly mayBeSilent?: boolean;
}

export interface HttpResponse {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Leaving the loop early closes the stream, */
  readonly body: AsyncIterable<Uint8Array>;
  /** unless this was called before: what may still come is of no interest, and the connection goes on to the next. */
  readonly finish?: () => void;
  /** A proxy on the way answered in place of the server. */
  readonly isFromProxy?: boolean;
}

/** Resolves when the headers have arrived; rejects on a connection fault or when the signal aborts. */
export type HttpCall = (request: HttpRequest) => Promise<HttpResponse>;
