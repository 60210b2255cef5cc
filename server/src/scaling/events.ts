import type { ScalingReason } from './policy.ts';

/** There are to be more or fewer workers, or one has died by itself. */
export type ScalingEvent =
  | {
      readonly kind: 'workersChanged';
      readonly workers: number;
      readonly before: number;
      readonly reason: ScalingReason;
    }
  | {
      readonly kind: 'workerDied';
      /** How long it had run, and when another one takes its place. */
      readonly livedMs: number;
      readonly againInMs: number;
    };
