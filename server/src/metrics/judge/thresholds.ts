/** The design's limits: share of answers without a call, and the 95th percentile of what models take, in milliseconds. */
export const HIT_RATE = 0.7;
export const P95_MS = 2_000;
/** Fewer answers, or answers of models, say nothing. */
export const LEAST_SERVED = 100;
export const LEAST_ANSWERS = 20;
