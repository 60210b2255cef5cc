import type { DefinitionTools } from '../actions/context/definitions.ts';
import type { Clock } from '../base/clock.ts';
import type { Observer } from '../base/observer.ts';
import type { IsThere, ReadFile } from '../completion/context/importedFiles.ts';
import type { LoggedDecision } from '../completion/decision/decisionLog.ts';
import type { DocumentStore } from '../documents/documentStore.ts';
import type { Notebooks } from '../documents/notebooks.ts';
import type { Predictor } from '../domain/predictor.ts';
import type { MetricsEvent } from '../metrics/collect/recorder.ts';
import type { SharingPolicy } from '../privacy/sharingPolicy.ts';

/** The user's work, as the features see it. */
export interface Workspace {
  readonly documents: DocumentStore;
  readonly notebooks: Notebooks;
  readonly policy: SharingPolicy;
  readonly readFile: ReadFile;
  readonly isThere: IsThere;
  readonly predictor: Predictor;
  /** Asks the editor where symbols are defined; see `Definitions`. */
  readonly symbols?: DefinitionTools['symbols'];
  /** How the client writes a document's URI. */
  readonly spelt?: (uri: string) => string;
}

export interface FeatureTools {
  readonly clock: Clock;
  readonly newId: () => string;
  readonly workspace: Workspace;
  readonly observe: Observer<MetricsEvent>;
  /** Told when a document is opened in which completions are on, and that may be sent. */
  readonly onOpened: () => void;
  /** Told why a completion was shown, or none. */
  readonly onDecision: Observer<LoggedDecision>;
  /** True while the folder is trusted and the extension is turned on. */
  readonly isServing: () => boolean;
}
