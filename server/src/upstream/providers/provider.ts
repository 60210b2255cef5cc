import type { Canonical } from '../../base/digest.ts';
import type { Endpoint } from '../../domain/endpoint.ts';
import type { GenerationRequest, Usage } from '../../domain/generation.ts';

/** What is sent for a request. Pure in the request and the endpoint: the cache key hashes the body. */
export interface PreparedRequest {
  /** Appended to the endpoint's base URL. */
  readonly path: string;
  readonly body: { readonly [member: string]: Canonical };
}

/** What one event of an answer says. Absent members say nothing. */
export interface AnswerPart {
  readonly text?: string;
  /** `stop` for a proper end, `length` for any other that the server names. */
  readonly finish?: 'stop' | 'length';
  readonly usage?: Usage;
  /** The server reports a failure inside an answer that began with HTTP 200. */
  readonly failed?: boolean;
}

/** How one family of model servers is spoken to. */
export interface Provider {
  prepare(request: GenerationRequest, endpoint: Endpoint): PreparedRequest;
  headers(endpoint: Endpoint, apiKey: string | undefined): Record<string, string>;
  /** Reads one parsed event, or the whole body of an answer that was not streamed. */
  read(event: unknown): AnswerPart;
}
