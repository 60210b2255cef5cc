/** All that a commit message is asked for with. */
export interface CommitQuery {
  /** URI of the repository's top, in its normal form. */
  readonly folder: string;
  /** The staged changes as `git diff --cached` writes them. */
  readonly diff: string;
  /** True if there are more changes than the diff holds. */
  readonly isCut: boolean;
  readonly branch: string | undefined;
  /** Of the last commits, the newest first. */
  readonly subjects: readonly string[];
  /** The text that the user has begun the message with. */
  readonly hint: string | undefined;
  /** Asks for a new answer, whatever is cached. */
  readonly isFresh: boolean;
}
