/** How long a model took to evaluate a prompt: what happens before its first word. */
export interface Evaluation {
  /** Tokens of the prompt. */
  readonly tokens: number;
  readonly ms: number;
  /** True where some of the tokens may have been known to the server, and cost nothing. */
  readonly holdsKnown: boolean;
  /** Tokens beside those that the server had evaluated before; absent where it does not say. */
  readonly reused?: number;
}
