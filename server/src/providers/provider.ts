import type { Canonical } from '../base/digest.ts';
import type { HttpResponse } from '../base/httpCall.ts';
import type { CompletionApi, Endpoint } from '../domain/endpoint.ts';
import type { EndpointErrorKind } from '../domain/endpointError.ts';
import type { GenerationRequest, Usage } from '../domain/generation.ts';

/** A request in the form in which it is sent. Pure in the request and the endpoint: the cache key hashes the body. */
export interface PreparedRequest {
  /** Appended to the endpoint's base URL. */
  readonly path: string;
  readonly body: { readonly [member: string]: Canonical };
}

/** The contents of one event of an answer. Absent members say nothing. */
export interface AnswerPart {
  readonly text?: string;
  /** `stop` for a proper end, `length` for any other that the server names. */
  readonly finish?: 'stop' | 'length';
  readonly usage?: Usage;
  /** The server reports a failure inside an answer that began with HTTP 200. */
  readonly failed?: boolean;
}

/** An answer that is an error: its head, and its body as far as it was read. */
type Refusal = Pick<HttpResponse, 'status' | 'headers'> & { readonly body: string };

/** How a server of a provider is found on this machine: by asking its default URL, and nothing that holds code. */
export interface LocalServer {
  /** The server's name in the question whether to use it. */
  readonly label: string;
  /** Asked by `GET` behind the default URL: a list of models, or properties that only such a server has. */
  readonly path: string;
  /** Reads the answer; `undefined` if it is from something else, or of a server without a model. */
  readonly serverIn: (answer: unknown) => { readonly model?: string } | undefined;
}

/** How one family of model servers is spoken to. */
export interface Provider {
  /** Its name in the setting `endpoints[].provider`. */
  readonly name: string;
  /** For people, in the settings editor and the README: a remark on its URL, and how completions are asked for. */
  readonly about: { readonly url?: string; readonly completions: string };
  /** Where such a server usually is; absent where every user has another, and must name it. Ends without a slash. */
  readonly defaultUrl?: string;
  /** The base URL where people may name another, as such servers have an API of their own beside `/v1`. */
  baseUrl?(url: string): string;
  /** False where a server has one model, or chooses it itself. */
  readonly needsModel: boolean;
  /** The APIs for completions that the settings may choose from. */
  readonly completionApis: readonly CompletionApi[];
  /** How completions are asked for unless the settings say. */
  defaultApi(model: string): CompletionApi;
  /** Whether we write the prompt of the model's family because the server takes no suffix. */
  readonly writesFimPrompts: boolean;
  /** How such a server is found on this machine; absent where it is not looked for. */
  readonly local?: LocalServer;
  prepare(request: GenerationRequest, endpoint: Endpoint): PreparedRequest;
  headers(endpoint: Endpoint, apiKey: string | undefined): Record<string, string>;
  /** Reads one parsed event, or the whole body of an answer that was not streamed. */
  read(event: unknown): AnswerPart;
  /** Returns an error's kind if it differs from the one that its status says; `now` is epoch milliseconds. */
  kindOf?(refusal: Refusal, now: number): EndpointErrorKind | undefined;
}
