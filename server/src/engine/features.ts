import { ActionProvider } from '../actions/provider.ts';
import type { Clock } from '../base/clock.ts';
import { type Disposable, DisposableStore } from '../base/disposable.ts';
import type { Observer } from '../base/observer.ts';
import { ImportedFiles, type ReadFile } from '../completion/context/importedFiles.ts';
import { RequestBuilder } from '../completion/context/requestBuilder.ts';
import { Snippets } from '../completion/context/snippets.ts';
import { DecisionLog, type LoggedDecision } from '../completion/decision/decisionLog.ts';
import { CompletionProvider } from '../completion/provider.ts';
import { Refusals } from '../completion/user/refusals.ts';
import type { DocumentStore } from '../documents/documentStore.ts';
import type { Notebooks } from '../documents/notebooks.ts';
import type { Predictor } from '../domain/predictor.ts';
import type { MetricsEvent } from '../metrics/collect/recorder.ts';
import type { Settings } from '../settings/settings.ts';
import type { Engine } from './engine.ts';

/** The user's work, as the features see it. */
export interface Workspace {
  readonly documents: DocumentStore;
  readonly notebooks: Notebooks;
  readonly readFile: ReadFile;
  readonly predictor: Predictor;
}

export interface FeatureTools {
  readonly clock: Clock;
  readonly newId: () => string;
  readonly workspace: Workspace;
  readonly observe: Observer<MetricsEvent>;
  /** Told when a document is opened. */
  readonly onOpened: () => void;
  /** Told why a completion was shown, or none. */
  readonly onDecision: Observer<LoggedDecision>;
}

/** Completions and code actions under one set of settings. */
export interface Features {
  readonly completions: CompletionProvider;
  readonly actions: ActionProvider;
}

/** Builds the features, tells those built last of what happens to documents, and keeps of the user what holds under other settings, too: files read, refusals, decisions. */
export class FeatureFactory implements Disposable {
  readonly #tools: FeatureTools;
  readonly #owned = new DisposableStore();
  readonly #requests: RequestBuilder;
  readonly #refusals: Refusals;
  readonly decisions: DecisionLog;
  #current: Features | undefined;

  constructor(tools: FeatureTools) {
    this.#tools = tools;
    const { clock, workspace } = tools;
    const { documents, readFile } = workspace;
    const snippets = new Snippets(documents, new ImportedFiles(readFile, clock), clock);
    this.#requests = new RequestBuilder({ ...workspace, snippets });
    this.#refusals = new Refusals(clock);
    this.decisions = new DecisionLog(clock, tools.onDecision);
    this.#owned.add(
      documents.listen((event) => {
        if (event.kind === 'opened') tools.onOpened();
        if (event.kind === 'changed') {
          snippets.edited(event.document.uri);
          this.#current?.completions.changed(event.before, event.document);
        }
        if (event.kind !== 'closed') return;
        snippets.closed(event.uri);
        this.#current?.completions.closed(event.uri);
      }),
    );
  }

  create(settings: Settings, engine: Engine): Features {
    const { clock, newId, workspace, observe } = this.#tools;
    const { documents, predictor } = workspace;
    const completionSettings = {
      enable: settings.enable && settings['completion.enable'],
      languages: settings['completion.languages'],
      maxLines: settings['completion.maxLines'],
      debounceMs: settings['completion.debounceMs'],
      speculate: settings['completion.speculate'],
    };
    const completions = new CompletionProvider(completionSettings, {
      clock,
      newId,
      observe,
      documents,
      predictor,
      models: engine,
      requests: this.#requests,
      refusals: this.#refusals,
      decisions: this.decisions,
    });
    const { generate } = engine;
    const batchSize = settings['requests.batchSize'];
    const actions = new ActionProvider({ documents, clock, observe, generate, batchSize });
    this.#current = { completions, actions };
    return this.#current;
  }

  dispose(): void {
    this.#owned.dispose();
  }
}
