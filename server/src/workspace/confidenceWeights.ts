/** Written by `npm run train`; the features are those of `confidence.ts`, in their order. */
export const CONFIDENCE_WEIGHTS: readonly number[] = [
  -0.923, 0.333, 1.807, 0.302, 0.253, 1.853, -1.862, 1.206, 0.135, -0.921, -0.668, 0.718,
];
