/** Written by `npm run train`; the features are those of `confidence.ts`, in their order. */
export const CONFIDENCE_WEIGHTS: readonly number[] = [
  -1, 1, 0, 1, 1, 0.5, -0.5, 0.5, -0.5, 0, 0, 0.3,
];
