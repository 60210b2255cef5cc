import type { Prediction, PredictionQuery } from '../../domain/predictor.ts';
import type { CollectOptions } from './collectFiles.ts';

/** The messages from the server's thread to the worker. */
export type ToWorker =
  /** Forgets everything, and reads the workspace. */
  | { readonly kind: 'read'; readonly options: CollectOptions }
  | { readonly kind: 'learn'; readonly uri: string; readonly text: string }
  | { readonly kind: 'predict'; readonly id: number; readonly query: PredictionQuery };

/** The messages from the worker to the server's thread. */
export type FromWorker =
  | { readonly kind: 'read'; readonly files: number; readonly tokens: number }
  /** One document that was sent is learnt, or a newer state of it has taken its place. */
  | { readonly kind: 'learnt' }
  /** Ignore files have changed since the workspace was read: what was learnt may be excluded now. */
  | { readonly kind: 'outdated' }
  | {
      readonly kind: 'prediction';
      readonly id: number;
      readonly prediction: Prediction | undefined;
    };
