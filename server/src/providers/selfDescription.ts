import type { Announcement } from '../domain/announcement.ts';
import type { CompletionApi, Endpoint, FimFamily } from '../domain/endpoint.ts';

/** The facts that a server tells of itself and of one of its models. */
export interface ServerFacts {
  /** Tokens of a request and its answer together. */
  readonly contextTokens?: number;
  /** Tokens of a request, and of an answer, where it sets limits to each. */
  readonly inputTokens?: number;
  readonly outputTokens?: number;
  /** Requests that it works on at the same time. */
  readonly slots?: number;
  /** Size of the model for actions, in billions of parameters. */
  readonly billions?: number;
  /** How the model has to be asked for completions, because it cannot be asked as usual. */
  readonly api?: CompletionApi;
  /** The name that it gives the model that it has loaded, never a path, and the family of that, whatever the settings call it. */
  readonly name?: string;
  readonly family?: FimFamily;
}

/** How a server is asked what it is; nothing that is asked holds code. */
export interface SelfDescription {
  /** The whole URL, and the body where it is asked by POST. */
  readonly question: (endpoint: Endpoint) => { readonly url: string; readonly body?: string };
  readonly read: (answer: unknown, endpoint: Endpoint) => ServerFacts;
  /** A gateway's word to its caller, for people to see; absent where servers say no such thing. */
  readonly announced?: (answer: unknown, endpoint: Endpoint) => Announcement | undefined;
}
