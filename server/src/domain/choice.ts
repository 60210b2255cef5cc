import type { Task } from './generation.ts';
import type { RoutingStrategy } from './routingStrategy.ts';

/**
 * Why an endpoint was asked. `only`: no other could be; `preferred`: those beside it have a higher `priority` number, or cannot be asked; `fit`: its
 * equals are spent, slow, just failed or just back; `warm`: of its equals it has evaluated most of the prompt; `newPrompt`: none of them knows the prompt, and it
 * had least to do; `room`: it has most room for a batch; a strategy: that chose among equals; `failover`: the one before it failed; `hedge`: the one
 * before it took too long.
 */
export type ChoiceReason =
  | 'only'
  | 'preferred'
  | 'fit'
  | 'warm'
  | 'newPrompt'
  | 'room'
  | RoutingStrategy
  | 'failover'
  | 'hedge';

/** One request, and who was asked for it. */
export interface Choice {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly task: Task;
  readonly endpointId: string;
  readonly reason: ChoiceReason;
}
