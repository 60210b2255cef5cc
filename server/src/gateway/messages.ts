import type { ListenAddress } from '../settings/listenAddress.ts';

/** Messages between the first process and its workers. They are bounded by the configuration, and nothing of a request is in them. */
export type ToWorker =
  /** `listen` is where the gateway listens since it has started, whatever the text says. */
  | {
      readonly kind: 'configured';
      readonly text: string;
      readonly processes: number;
      readonly listen: readonly ListenAddress[];
    }
  | { readonly kind: 'leave' }
  | { readonly kind: 'expose'; readonly id: number }
  | { readonly kind: 'exposed'; readonly id: number; readonly text: string };

export type ToPrimary =
  /** This worker hears from now on: what it was told before is lost. */
  | { readonly kind: 'ready' }
  | { readonly kind: 'listening'; readonly ports: readonly number[] }
  | { readonly kind: 'failed'; readonly sentence: string }
  /** For whoever runs the gateway; `about` names what the sentence is about, where others of the same may follow. */
  | { readonly kind: 'said'; readonly sentence: string; readonly about?: string }
  /** Somebody scrapes this worker: the metrics of all are wanted. */
  | { readonly kind: 'wantsMetrics'; readonly id: number }
  | { readonly kind: 'metrics'; readonly id: number; readonly text: string }
  | ({ readonly kind: 'load' } & WorkerLoad);

/** Tells whoever runs the gateway a plain sentence without paths, keys or texts of requests; of those `about` the same, the last one holds. */
export type Say = (sentence: string, about?: string) => void;

/** The state of a worker at this moment, and what has come to it since it told last, some seconds ago. */
export interface WorkerLoad {
  /** The part of one core that it uses. */
  readonly cpu: number;
  readonly waiting: number;
  /** The p95 of the last minute. */
  readonly waitSeconds: number;
  readonly asked: number;
  readonly begun: number;
}
