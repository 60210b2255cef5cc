import type { Canonical } from '../base/digest.ts';
import type { HttpResponse } from '../base/httpCall.ts';
import type { CompletionApi, Endpoint, FimFamily } from '../domain/endpoint.ts';
import type { EndpointErrorKind } from '../domain/endpointError.ts';
import type { FeatureRequest, Usage } from '../domain/generation.ts';
import type { ModelChoices } from '../domain/operation.ts';
import type { AddressRule } from './address/operations.ts';
import type { ServerEnding } from './endings.ts';
import type { SelfDescription } from './selfDescription.ts';

/** A request in the form in which it is sent. Pure in the request and the endpoint: the cache key hashes the body. */
export interface PreparedRequest {
  /** Appended to the endpoint's base URL. */
  readonly path: string;
  readonly body: { readonly [member: string]: Canonical };
}

/** The contents of one event of an answer. Absent members say nothing. */
export interface AnswerPart {
  readonly text?: string;
  /** The end that the server names. */
  readonly finish?: ServerEnding;
  readonly usage?: Usage;
  /** The model thought, and what it thought is no text of the answer. */
  readonly hasThought?: boolean;
  /** The server reports an error inside an answer that began with HTTP 200: the object that says so. */
  readonly refusal?: unknown;
}

/** An answer that is an error: its head, and its body as far as it was read. */
type Refusal = Pick<HttpResponse, 'status' | 'headers'> & { readonly body: string };

/** How a server of a provider is found on this machine: by asking its usual URLs, and nothing that holds code. */
export interface LocalServer {
  /** The server's name in the question whether to use it. */
  readonly label: string;
  /** Usual base URLs beside the default one. */
  readonly elsewhere?: readonly string[];
  /** Asked by `GET` behind a URL: a list of models, or properties that only such a server has. */
  readonly path: string;
  /**
   * Reads the answer: the model, if it names one, or the path of the list that has to; `undefined` if it is from something
   * else, or of a server without a model.
   */
  readonly serverIn: (
    answer: unknown,
  ) => { readonly model?: string } | { readonly list: string } | undefined;
  /** True for headers that only such a server sends, so that it is known before it lets us in or is ready. */
  readonly isNamed?: (headers: HttpResponse['headers']) => boolean;
}

/** Asks a server beside all requests, relative to the endpoint's URL: by `POST` with a body, else by `GET`; `undefined` where it refuses. */
export type AskServer = (
  path: string,
  body?: { readonly [member: string]: Canonical },
) => Promise<unknown>;

/** The state of a model on a server: it is there, on its way, or neither. */
export type LoadState = 'loaded' | 'loading' | 'unloaded';

/** A server's answer to a question beside all requests: its status, and the JSON of a 200; `undefined` where nobody answers. */
export type AskLoading = (
  path: string,
  body?: { readonly [member: string]: Canonical },
) => Promise<{ readonly status: number; readonly json: unknown } | undefined>;

/** How a server on the user's own machine, or beside it, is told to load a model before it is needed. */
export interface ModelLoading {
  /** Asks for the state of the model of a task; `undefined` where the server does not say. */
  state(endpoint: Endpoint, model: string, ask: AskLoading): Promise<LoadState | undefined>;
  /** Has it loaded; the answer may come when it is, or before. */
  load(endpoint: Endpoint, model: string, ask: AskLoading): Promise<unknown>;
}

/** How a model is asked for completions, as far as it differs from the usual way of its provider. */
interface LearntForm {
  readonly api?: CompletionApi;
  readonly family?: FimFamily;
}

/** How a server fills in the middle for whoever asks as OpenAI's API is asked, and is answered likewise. */
interface RelayedFill {
  readonly path: string;
  /** False where the prompt of the model's family has to be written for it. */
  readonly takesSuffix: boolean;
  /** Members of the body beside those that were asked for, where a prompt is written. */
  readonly more?: { readonly [member: string]: Canonical };
}

/** How a server that takes a model of its own choice tells which one. */
interface ModelChoice {
  /** The name in the place of a model's, by which it is asked to choose; absent where it heeds no name. */
  readonly unnamed?: string;
  /** Reads what it says of itself when it is asked as `describes` has it. */
  choicesIn(description: unknown): ModelChoices;
  /**
   * Reads the headers of an answer: the model that it is by, as `choicesIn` has its name; `undefined` where they do not say. Absent where answers of
   * such servers never say: what the server said of itself last holds for them.
   */
  answeredBy?(headers: HttpResponse['headers']): string | undefined;
}

/** How one family of model servers is spoken to. */
export interface Provider extends AddressRule {
  /** Its name in the setting `endpoints[].provider`. */
  readonly name: string;
  /** For people, in the settings editor and the README: a remark on its URL, and how completions are asked for. */
  readonly about: { readonly url?: string; readonly completions: string };
  /** Where such a server usually is; absent where every user has another, and must name it. Ends without a slash. */
  readonly defaultUrl?: string;
  /** False where a server has one model, or chooses it itself. */
  readonly needsModel: boolean;
  /** The APIs for completions that the settings may choose from. */
  readonly completionApis: readonly CompletionApi[];
  /** How completions are asked for unless the settings say. */
  defaultApi(model: string): CompletionApi;
  /** Whether we write the prompt of the model's family because the server takes no suffix. */
  readonly writesFimPrompts: boolean;
  /** In front of the paths of OpenAI's API, where its base URL does not have it already. */
  readonly openAiPath?: string;
  /** How another program's request to fill in the middle is passed on; absent where such servers cannot do that. */
  readonly fill?: RelayedFill;
  /** How such a server is found on this machine; absent where it is not looked for. */
  readonly local?: LocalServer;
  /** Asks a server how its model is to be asked for completions; `undefined` if it does not say. Absent where none can say. */
  learnForm?(model: string, ask: AskServer): Promise<LearntForm | undefined>;
  /** How such a server is asked what it is; absent where it does not say. */
  readonly describes?: SelfDescription;
  /** How such a server tells which model it takes where none is named; absent where it cannot tell, or needs a name. */
  readonly chooses?: ModelChoice;
  /** How such a server loads a model; absent where its models always are, or nobody may say so. */
  readonly loading?: ModelLoading;
  prepare(request: FeatureRequest, endpoint: Endpoint): PreparedRequest;
  headers(endpoint: Endpoint, apiKey: string | undefined): Record<string, string>;
  /** Reads one parsed event where its form is no other server's; absent where `readPart` does. */
  read?(event: unknown): AnswerPart;
  /** Returns an error's kind if it differs from the one that its status says; `now` is epoch milliseconds. */
  kindOf?(refusal: Refusal, now: number): EndpointErrorKind | undefined;
}
