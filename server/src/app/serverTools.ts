import type { Clock } from '../base/clock.ts';
import type { Disposable } from '../base/disposable.ts';
import type { HttpCall } from '../base/httpCall.ts';
import type { DocumentStore } from '../documents/documentStore.ts';
import type { HostTools } from '../engine/hostTools.ts';
import type { SharingPolicy } from '../privacy/sharingPolicy.ts';
import type { MetricsSnapshot } from '../protocol/snapshot.ts';
import type { LocalPlace } from '../upstream/discovery.ts';
import type { TransportOptions } from '../upstream/transport/options.ts';
import type { WorkspaceOptions, WorkspacePredictor } from '../workspace/host/workspacePredictor.ts';

/** HTTP as the process offers it. */
interface HttpService {
  readonly call: HttpCall;
  /** How connections are made from now on. */
  /** `hasOthers` where libraries open encrypted connections of their own, too. */
  configure(options: TransportOptions, hasOthers: boolean): void;
  /** Connects ahead of the first request. Never rejects. */
  warm(url: string): Promise<void>;
  /** False if nobody can be reached where a URL leads; nothing is sent. Never rejects. */
  reach(url: string): Promise<boolean>;
}

/** The dependencies that the process gives to the server. */
export interface ServerTools {
  readonly version: string;
  readonly clock: Clock;
  /** Milliseconds for which the machine is up, sleep included; without it sleep is not counted. */
  readonly uptimeMs?: () => number;
  readonly http: HttpService;
  /** Folder for files where the client names none. */
  readonly storagePath: string;
  readonly newId: () => string;
  /** 0 to 1. */
  readonly random: () => number;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Reads the source files that a policy allows to be read. */
  readonly createReader: (policy: SharingPolicy) => HostTools['workspace']['readFile'];
  /** Tells whether source files that were read may still be. */
  readonly createLook: (policy: SharingPolicy) => HostTools['workspace']['isThere'];
  /** The memory of the process; without it, it is never short. */
  readonly memory?: HostTools['process']['memory'];
  /** True while the machine runs on battery; `undefined`, or absent, where that is unknown. */
  readonly onBattery?: () => boolean | undefined;
  /** Returns the resource usage of the process. */
  readonly usage: () => MetricsSnapshot['process'];
  /** Where model servers of this machine may listen. */
  readonly localPlaces: readonly LocalPlace[];
  /** The text of a file; `undefined` where there is none. */
  readonly readText: (path: string) => Promise<string | undefined>;
  /** The predictor over these folders and the open documents. */
  readonly createPredictor: (
    where: Omit<WorkspaceOptions, 'worker'>,
    documents: DocumentStore,
    onStateChanged: () => void,
  ) => HostTools['workspace']['predictor'] &
    Disposable &
    Pick<WorkspacePredictor, 'configure' | 'open'>;
}
