import type { Generate, Generation, GenerationRequest, Priority } from '../../domain/generation.ts';

/** Where a completion request would go. */
export interface Route {
  readonly model: string;
  /** Usual time to the first text in milliseconds; 0 while unknown. */
  readonly ttftMs: number;
  /** Milliseconds for each token of a prompt that the server does not know yet; absent while unknown. */
  readonly msPerToken?: number | undefined;
  /** True where a call costs nothing but the time of a server of the user's own. */
  readonly isOwn?: boolean | undefined;
}

/** The parts of the engine that completions use to reach models. */
export interface ModelAccess {
  readonly generate: Generate;
  /** An answer that is at hand without waiting. */
  readonly peek: (request: GenerationRequest) => Generation | undefined;
  /** The endpoint that a completion request of a priority would go to now; `undefined` where there is none. */
  readonly route: (priority: Priority) => Route | undefined;
  /** True if budgets and queue leave room for requests that no user has asked for. */
  readonly maySpeculate: () => boolean;
}
