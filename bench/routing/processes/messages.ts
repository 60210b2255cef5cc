/** How a model server behaves, until it is told otherwise. */
export interface Behaviour {
  /** Median milliseconds to the first word, the evaluation of the prompt aside. */
  readonly firstMs: number;
  /** Standard deviation of its logarithm; a quarter without it. */
  readonly spread?: number;
  /** Of each answer. */
  readonly tokensPerSecond: number;
  /** For each token of a prompt that no slot holds; 0 without it. */
  readonly evaluationMsPerToken?: number;
  /** Share of requests that are refused at once with status 500, 0 to 1; none without it. */
  readonly failureShare?: number;
  /** Answer to requests over the chat API, which are those of actions. */
  readonly chatText?: string;
  /** Other times for the requests of one model, by its name. */
  readonly models?: Readonly<Record<string, Pick<Behaviour, 'firstMs' | 'tokensPerSecond'>>>;
}

/** A request for text as the server saw it. */
export interface Seen {
  readonly status: number;
  /** From the request to the first word in milliseconds, with the wait for a slot; absent where there was none. */
  readonly firstMs?: number;
  readonly promptTokens: number;
  readonly evaluatedTokens: number;
}

/** The messages to the server's process. Each is answered. */
export type ToServer = { readonly id: number } & (
  | { readonly ask: 'behave'; readonly behaviour: Behaviour }
  | { readonly ask: 'close' | 'open' | 'seen' }
);

/** The messages from it: its port when it listens first, then one for each message. `seen` are the requests since it was asked last. */
export type FromServer =
  | { readonly port: number }
  | { readonly id: number; readonly seen: readonly Seen[] };
