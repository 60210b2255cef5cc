import { QuantileSketch } from '../base/sketch.ts';

/** Plain counters, all from the start of the server. */
export const emptyCounts = () => ({
  requested: 0,
  shown: 0,
  shownWithoutCall: 0,
  accepted: 0,
  servedLocally: 0,
  fromTrie: 0,
  fromInFlight: 0,
  negativeHits: 0,
  fromWorkspace: 0,
  speculated: 0,
  speculationsUsed: 0,
  actions: 0,
  actionsApplied: 0,
  actionsServedLocally: 0,
  upstreamRequests: 0,
  upstreamErrors: 0,
  upstreamCancelled: 0,
  retries: 0,
  tokensIn: 0,
  tokensOut: 0,
  saved: 0,
});

export interface TierCounts {
  hits: number;
  misses: number;
  writes: number;
  errors: number;
  readonly getMs: QuantileSketch;
}

export const emptyTier = (): TierCounts => ({
  hits: 0,
  misses: 0,
  writes: 0,
  errors: 0,
  getMs: new QuantileSketch(),
});

export interface EndpointCounts {
  answered: number;
  failed: number;
  readonly ttftMs: QuantileSketch;
}

/** The entry of a map, made on first use. */
export function countOf<Count>(map: Map<string, Count>, name: string, make: () => Count): Count {
  const known = map.get(name);
  if (known !== undefined) return known;
  const fresh = make();
  map.set(name, fresh);
  return fresh;
}
