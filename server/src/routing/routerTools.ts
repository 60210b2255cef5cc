import type { Clock } from '../base/clock.ts';
import type { Observer } from '../base/observer.ts';
import type { Endpoint } from '../domain/endpoint.ts';
import type { GenerationRequest, Priority, Task } from '../domain/generation.ts';
import type { PipelineEvent } from '../domain/requestEvents.ts';
import type { RoutingStrategy } from '../domain/routingStrategy.ts';
import type { RouterMemory } from './routerMemory.ts';
import type { Candidate } from './strategy.ts';

/** The load of an endpoint, as its limiter knows it. */
export type Load = Pick<Candidate, 'inFlight' | 'slots' | 'budget'>;

export interface RouterTools {
  readonly clock: Clock;
  /** 0 to 1. */
  readonly random: () => number;
  readonly memory: RouterMemory;
  readonly strategy: RoutingStrategy;
  /** True where a second endpoint may be asked for what the user waits for. */
  readonly mayHedge: boolean;
  /** The endpoints that may answer a request, the preferred ones first. */
  readonly eligible: (request: GenerationRequest) => readonly Endpoint[];
  /** `isAlone`: no other can be asked; `isAsked`: by the user. */
  readonly isAvailable: (
    endpoint: Endpoint,
    task: Task,
    isAlone: boolean,
    isAsked: boolean,
  ) => boolean;
  /** Milliseconds until one that is not available is; 0 for one that is, `undefined` where that is not known. */
  readonly availableInMs: (
    endpoint: Endpoint,
    task: Task,
    isAlone: boolean,
    isAsked: boolean,
  ) => number | undefined;
  readonly loadOf: (endpoint: Endpoint, task: Task) => Load;
  /** Milliseconds for which its limits hold a request of a priority, and so many tokens, back. */
  readonly waitMs: (endpoint: Endpoint, task: Task, priority: Priority, tokens: number) => number;
  /** True for a server that is known to keep the prompts that it has evaluated. */
  readonly keepsPrompts: (endpoint: Endpoint) => boolean;
  readonly observe: Observer<PipelineEvent>;
  /** Tokens of a request, about. */
  readonly tokensOf: (request: GenerationRequest) => number;
}
