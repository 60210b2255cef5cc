/** A text that people paste as the `url` of an endpoint, and what has to become of it. */
export interface UrlCase {
  readonly provider: string;
  readonly pasted: string;
  /** Where chats are sent; or what the problem of the setting has to say. */
  readonly chats: string | RegExp;
  /** Where completions are sent; absent where the row is not about that. */
  readonly completes?: string;
}

export const row = (
  provider: string,
  pasted: string,
  chats: string | RegExp,
  completes?: string,
): UrlCase => ({ provider, pasted, chats, ...(completes === undefined ? {} : { completes }) });
