/** Why an endpoint was asked; `server/src/domain/choice.ts` says what each means. */
export type ChoiceReason =
  | 'only'
  | 'preferred'
  | 'fit'
  | 'warm'
  | 'newPrompt'
  | 'room'
  | 'roundRobin'
  | 'leastConnections'
  | 'weightedResponseTime'
  | 'loadBased'
  | 'learned'
  | 'adaptive'
  | 'failover'
  | 'hedge';

type Task = 'completion' | 'action';

/** One request, and the endpoint that was asked. */
export interface ChoiceSnapshot {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly task: Task;
  readonly endpoint: string;
  readonly reason: ChoiceReason;
}

/** A task for which the equals of an endpoint are asked in its place, because it is much slower than they are. */
export interface LeftSlow {
  readonly task: Task;
  /** Milliseconds until it is asked again. */
  readonly forMs: number;
}
