import type { CallerLimit } from './callerLimit.ts';

/** A model as a gateway announces it to whoever asks. */
export interface AnnouncedModel {
  readonly name: string;
  /** Most tokens of a request, and of an answer; absent where the gateway sets none. */
  readonly inputTokens?: number;
  readonly outputTokens?: number;
  /** Whether it fills in the middle, and whether it answers in a chat; absent where that is not told. */
  readonly fills?: boolean;
  readonly chats?: boolean;
}

/** A gateway's word to a caller: the models and limits of that caller, and nobody else's. */
export interface Announcement {
  readonly models: readonly AnnouncedModel[];
  /** How many models there are beside those. */
  readonly moreModels: number;
  readonly limits: readonly CallerLimit[];
}
