import type { Prediction, PredictionQuery } from '../../domain/predictor.ts';
import type { CollectOptions } from './collectFiles.ts';

/** What the server's thread tells the worker. */
export type ToWorker =
  | { readonly kind: 'read'; readonly options: CollectOptions }
  | { readonly kind: 'learn'; readonly uri: string; readonly text: string }
  | { readonly kind: 'predict'; readonly id: number; readonly query: PredictionQuery };

/** What the worker answers. */
export type FromWorker =
  | { readonly kind: 'read'; readonly files: number; readonly tokens: number }
  | {
      readonly kind: 'prediction';
      readonly id: number;
      readonly prediction: Prediction | undefined;
    };
