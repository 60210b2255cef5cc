/**
 * Why an answer was brought nearer: the server began, its file was opened or returned to, its file was expected next; or a model was
 * asked for it ahead.
 */
export const CAUSES = ['start', 'opened', 'predicted', 'asked'] as const;
export type Cause = (typeof CAUSES)[number];

/** The reasons for which warming ahead switches itself off: its answers are not used, or no habit is to be seen. */
type OffReason = 'unused' | 'noHabits';

/** The events of warming. Nothing of it counts as a request of the user's. */
export type WarmingEvent =
  /** Answers were brought into memory, or asked for; and of those: used within their time there, or not. */
  | { readonly kind: 'warmed'; readonly cause: Cause; readonly count: number }
  | { readonly kind: 'warmedUsed' | 'warmedUnused'; readonly cause: Cause }
  /** A model was asked ahead; and: it has answered. */
  | { readonly kind: 'warmingAsked' }
  | { readonly kind: 'warmingAnswered'; readonly tokens: number }
  /** Connections were made, and a local model loaded, for a document that was opened. */
  | { readonly kind: 'connectedAhead' }
  /** Warming ahead has switched itself off; and: the user has switched it on again. */
  | { readonly kind: 'warmingOff'; readonly reason: OffReason; readonly precision: number }
  | { readonly kind: 'warmingOn' };
