/** Ways to share requests among endpoints of the same priority. */
export const ROUTING_STRATEGIES = [
  'adaptive',
  'roundRobin',
  'leastConnections',
  'weightedResponseTime',
  'loadBased',
  'learned',
] as const;
export type RoutingStrategy = (typeof ROUTING_STRATEGIES)[number];
