/** A model as it is listed. */
export interface ListedModel {
  readonly id: string;
  /** When it became known here, in epoch seconds. */
  readonly created: number;
  /** For clients of ours. */
  readonly aurelis: {
    /** Those of one request. */
    readonly limits: { readonly inputTokens?: number; readonly outputTokens?: number };
    /** Whether every endpoint that has it fills in the middle, and whether some endpoint has it for chats. */
    readonly fills: boolean;
    readonly chats: boolean;
  };
}
