import type { Clock } from '../base/clock.ts';
import type { EventHub } from '../base/eventHub.ts';
import type { HttpCall } from '../base/httpCall.ts';
import type { Observer } from '../base/observer.ts';
import type { LoggedDecision } from '../completion/decision/decisionLog.ts';
import type { MetricsEvent } from '../metrics/collect/recorder.ts';
import type { GuardTools } from '../pressure/memoryGuard.ts';
import type { MetricsSnapshot } from '../protocol/snapshot.ts';
import type { Settings } from '../settings/settings.ts';
import type { SettingName } from '../settings/settingsTable.ts';
import type { CacheSecrets } from './answerCache.ts';
import type { EngineTools } from './engine.ts';
import type { Workspace } from './featureTools.ts';

/** The process that the host runs in. */
interface ProcessTools {
  readonly clock: Clock;
  /** Milliseconds for which the machine is up, sleep included; without it sleep is not counted. */
  readonly uptimeMs?: () => number;
  readonly newId: () => string;
  /** 0 to 1. */
  readonly random: () => number;
  /** Folder for files, unless a setting names another. */
  readonly storagePath: string;
  /** The memory of the process; without it, it is never short. */
  readonly memory?: Pick<GuardTools, 'read' | 'onCollected'> | undefined;
  /** True while the machine runs on battery; `undefined`, or absent, where that is unknown. */
  readonly onBattery?: () => boolean | undefined;
  /** Returns the resource usage of the process. */
  readonly usage: () => MetricsSnapshot['process'];
}

/** The way to model servers, and the accounts there. */
interface NetworkTools extends Pick<EngineTools, 'credential' | 'identity' | 'mayCarryKey'> {
  readonly call: HttpCall;
  /** Connects ahead of the first request to a URL. */
  readonly warm: (url: string) => void;
  /** False if nobody can be reached where a URL leads; nothing is sent. Never rejects. */
  readonly reach: (url: string) => Promise<boolean>;
}

/** Those who are told what happens. */
interface Listeners {
  /** All that the mechanisms announce; the metrics hear of it first. */
  readonly events: EventHub<MetricsEvent>;
  /** Told why a completion was shown, or none. */
  readonly onDecision: Observer<LoggedDecision>;
  /** Told when something but an event has changed what surfaces show. */
  readonly onChanged: () => void;
}

/** The dependencies that the process gives to the host. */
export interface HostTools {
  readonly process: ProcessTools;
  readonly network: NetworkTools;
  readonly workspace: Workspace & {
    readonly predictor: { state(): MetricsSnapshot['workspace'] };
  };
  readonly listeners: Listeners;
}

/** The client's part of the configuration: the settings, and the secrets that belong to them. */
export interface EngineConfig {
  readonly settings: Settings;
  /** The settings that somebody has set, to whatever value; without it any of them may be. */
  readonly given?: ReadonlySet<SettingName>;
  readonly secrets: CacheSecrets;
  /** Only for a folder that the user trusts does anything use the network. */
  readonly isTrusted: boolean;
}
