import type { AskedProblem } from './askedMessages.ts';

/** Longest diff that a message is asked for with, in UTF-16 units. */
export const MAX_DIFF = 4 * 1024 * 1024;

export interface CommitMessageParams {
  /** Chosen by the client: pieces of the message come under it while it is written. */
  readonly id: string;
  /** URI of the repository's top. */
  readonly folder: string;
  /** The staged changes, as `git diff --cached` writes them; `MAX_DIFF` units at most. */
  readonly diff: string;
  /** True if the diff holds a part of the changes only. */
  readonly isCut?: boolean;
  readonly branch?: string;
  /** Of the last commits, the newest first. */
  readonly subjects?: readonly string[];
  /** The text that the user has begun the message with. */
  readonly hint?: string;
  /** Asks for another message than the one that is cached. */
  readonly isFresh?: boolean;
}

export type CommitMessageResult = { readonly message: string } | AskedProblem;
