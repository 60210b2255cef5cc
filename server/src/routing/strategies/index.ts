import type { Clock } from '../../base/clock.ts';
import type { RoutingStrategy } from '../../domain/routingStrategy.ts';
import type { Strategy } from '../strategy.ts';
import { adaptive } from './adaptive.ts';
import { learned } from './learned.ts';
import { leastConnections } from './leastConnections.ts';
import { loadBased } from './loadBased.ts';
import { roundRobin } from './roundRobin.ts';
import { weightedResponseTime } from './weightedResponseTime.ts';

interface StrategyTools {
  readonly clock: Clock;
  /** 0 to 1. */
  readonly random: () => number;
}

/** Every strategy, by the value of `routing.strategy`. */
export const STRATEGIES: Readonly<Record<RoutingStrategy, (tools: StrategyTools) => Strategy>> = {
  adaptive: ({ clock, random }) => adaptive(clock, random),
  roundRobin: roundRobin,
  leastConnections: ({ random }) => leastConnections(random),
  weightedResponseTime: ({ clock }) => weightedResponseTime(clock),
  loadBased: ({ random }) => loadBased(random),
  learned: ({ random }) => learned(random),
};
