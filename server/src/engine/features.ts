import { type Disposable, DisposableStore } from '../base/disposable.ts';
import { ImportedFiles } from '../completion/context/importedFiles.ts';
import { FULL_SIZE } from '../completion/context/promptSize.ts';
import { RequestBuilder } from '../completion/context/requestBuilder.ts';
import { Snippets } from '../completion/context/snippets.ts';
import { DecisionLog } from '../completion/decision/decisionLog.ts';
import { documentGate } from '../completion/decision/gates.ts';
import type { WaitWatch } from '../completion/fetch/debounce.ts';
import { ReadAhead } from '../completion/fetch/readAhead.ts';
import { CompletionProvider } from '../completion/provider.ts';
import { requestThere } from '../completion/requestThere.ts';
import { Refusals } from '../completion/user/refusals.ts';
import type { LiveDocument } from '../documents/liveDocument.ts';
import type { Position } from '../documents/position.ts';
import type { Settings } from '../settings/settings.ts';
import { ActionFeatureFactory, type ActionFeatures } from './actionFeatures.ts';
import type { Engine } from './engine.ts';
import type { FeatureTools } from './featureTools.ts';

/** Completions and code actions under one set of settings. */
export interface Features extends ActionFeatures {
  readonly completions: CompletionProvider;
  readonly readAhead: ReadAhead;
  /** The request that a model would be asked at a place; see `requestThere`. */
  readonly requestThere: (uri: string, position: Position) => ReturnType<typeof requestThere>;
}

/** The parts of the features that are tuned; absent where nothing is. */
export interface TunedFeatures {
  readonly waits?: WaitWatch;
  readonly batchSize?: () => number;
}

/** Builds the features, tells those built last of what happens to documents, and keeps of the user what holds under other settings, too: files read, refusals, decisions. */
export class FeatureFactory implements Disposable {
  readonly #tools: FeatureTools;
  readonly #owned = new DisposableStore();
  readonly #imported: ImportedFiles;
  readonly #requests: RequestBuilder;
  readonly #refusals: Refusals;
  readonly #actions: ActionFeatureFactory;
  readonly decisions: DecisionLog;
  #current: Features | undefined;
  #engine: Engine | undefined;
  #isServed: (document: LiveDocument) => boolean = () => false;

  constructor(tools: FeatureTools) {
    this.#tools = tools;
    const { clock, workspace } = tools;
    const { documents, policy, readFile } = workspace;
    this.#imported = new ImportedFiles(readFile, workspace.isThere, clock);
    const snippets = new Snippets(documents, policy, this.#imported, clock);
    this.#requests = new RequestBuilder({
      ...workspace,
      snippets,
      size: () => this.#engine?.promptSize() ?? FULL_SIZE,
    });
    this.#refusals = new Refusals(clock);
    this.#actions = new ActionFeatureFactory(tools);
    this.decisions = new DecisionLog(clock, tools.onDecision);
    this.#owned.add(
      documents.listen((event) => {
        if (event.kind === 'opened' && this.#isServed(event.document)) {
          tools.onOpened();
          // So that they are known by the first suggestion: what is added later has all behind it evaluated anew.
          this.#imported.of(event.document);
        }
        if (event.kind === 'changed') {
          snippets.edited(event.document.uri);
          this.#current?.completions.changed(event.before, event.document);
        }
        if (event.kind !== 'closed') return;
        snippets.closed(event.uri);
        this.#current?.completions.closed(event.uri);
        this.#current?.readAhead.closed(event.uri);
      }),
    );
  }

  /** True if a document is open in which completions are on, and that may be sent. */
  get isAnyServed(): boolean {
    return [...this.#tools.workspace.documents.all()].some(this.#isServed);
  }

  create(settings: Settings, engine: Engine, tuned: TunedFeatures = {}): Features {
    const { clock, newId, workspace, observe } = this.#tools;
    const { documents, policy, predictor } = workspace;
    const completionSettings = {
      enable: settings.enable && settings['completion.enable'],
      languages: settings['completion.languages'],
      maxLines: settings['completion.maxLines'],
      debounceMs: settings['completion.debounceMs'],
      speculate: settings['completion.speculate'],
    };
    this.#engine = engine;
    const completions = new CompletionProvider(completionSettings, {
      clock,
      newId,
      observe,
      documents,
      policy,
      predictor,
      models: engine,
      requests: this.#requests,
      refusals: this.#refusals,
      decisions: this.decisions,
      waits: tuned.waits,
    });
    this.#isServed = (document) => documentGate(document, completionSettings, policy) === undefined;
    const tools = { documents, policy, requests: this.#requests, imported: this.#imported };
    this.#current?.readAhead.dispose();
    const ahead = { clock, documents, policy, requests: this.#requests, models: engine };
    const readAhead = new ReadAhead(completionSettings, ahead);
    this.#current = {
      ...this.#actions.create(settings, engine, tuned.batchSize),
      completions,
      readAhead,
      requestThere: (uri, position) => requestThere(uri, position, completionSettings, tools),
    };
    return this.#current;
  }

  dispose(): void {
    this.#current?.readAhead.dispose();
    this.#owned.dispose();
  }
}
