import type { Clock } from '../base/clock.ts';
import type { Observer } from '../base/observer.ts';
import type { TieredCache } from '../cache/tieredCache.ts';
import type { StoredGeneration } from '../pipeline/withCache.ts';
import type { WarmingEvent } from '../warming/events.ts';
import type { Engine } from './engine.ts';
import type { Features } from './features.ts';
import type { Workspace } from './featureTools.ts';

/** The features and the engine of the moment. */
interface PlacesFeatures extends Pick<Features, 'completions' | 'requestThere'> {
  readonly engine: Pick<Engine, 'peek' | 'keysOf' | 'generate' | 'mayWarm' | 'callsPerHour'>;
}

export interface WarmingTools {
  readonly clock: Clock;
  /** 0 to 1. */
  readonly random: () => number;
  readonly storagePath: string;
  readonly workspace: Pick<Workspace, 'documents' | 'policy'>;
  readonly observe: Observer<WarmingEvent>;
  readonly cache: () => TieredCache<StoredGeneration>;
  readonly features: () => PlacesFeatures;
  /** True while the machine runs on battery; `undefined` where that is unknown. */
  readonly onBattery?: (() => boolean | undefined) | undefined;
  /** False while memory is short. */
  readonly isCalm?: (() => boolean) | undefined;
}
