import { Worker } from 'node:worker_threads';
import type { Clock } from '../../base/clock.ts';
import { type Disposable, DisposableStore } from '../../base/disposable.ts';
import type { DocumentStore } from '../../documents/documentStore.ts';
import { exclusionOf } from '../../documents/exclusion.ts';
import type { LiveDocument } from '../../documents/liveDocument.ts';
import type { Prediction, PredictionQuery, Predictor } from '../../domain/predictor.ts';
import type { FromWorker, ToWorker } from './workerMessages.ts';

/** Reading a workspace is bounded, so that a huge one costs no more than a large one. */
const MAX_FILES = 2_000;
const MAX_BYTES = 32 * 1024 * 1024;
const MAX_DOCUMENT_LENGTH = 512 * 1024;
/** A document is learnt again this long after it last changed. */
const LEARN_AFTER_MS = 2_000;

/**
 * Reading files leaves much short-lived garbage; a small young generation collects it early. The
 * index itself lies outside V8's heap.
 */
const RESOURCE_LIMITS = { maxYoungGenerationSizeMb: 1, maxOldGenerationSizeMb: 256 };

export interface WorkspaceOptions {
  readonly worker: URL;
  readonly folders: readonly string[];
  readonly excludes: readonly string[];
}

export interface WorkspaceState {
  readonly state: 'building' | 'ready' | 'off';
  readonly files: number;
  readonly tokens: number;
}

/**
 * The `workspace` endpoint: predicts from the open documents and the workspace's files, in a worker
 * thread. While the files are being read it stays silent; if the worker dies it stays `off`.
 */
export class WorkspacePredictor implements Predictor, Disposable {
  readonly #documents: DocumentStore;
  readonly #clock: Clock;
  readonly #onStateChanged: () => void;
  readonly #worker: Worker;
  readonly #owned = new DisposableStore();
  readonly #waiting = new Map<number, (prediction: Prediction | undefined) => void>();
  readonly #learning = new Map<string, Disposable>();
  #state: WorkspaceState = { state: 'building', files: 0, tokens: 0 };
  #queries = 0;

  constructor(
    options: WorkspaceOptions,
    documents: DocumentStore,
    clock: Clock,
    onStateChanged: () => void,
  ) {
    this.#documents = documents;
    this.#clock = clock;
    this.#onStateChanged = onStateChanged;
    this.#worker = new Worker(options.worker, { resourceLimits: RESOURCE_LIMITS });
    this.#worker.unref();
    this.#worker.on('message', (message: FromWorker) => this.#receive(message));
    this.#worker.on('error', () => this.#end());
    this.#worker.on('exit', () => this.#end());
    const { folders, excludes } = options;
    this.#send({
      kind: 'read',
      options: { folders, excludes, maxFiles: MAX_FILES, maxBytes: MAX_BYTES },
    });
    this.#owned.add(
      documents.listen((event) => {
        if (event.kind !== 'closed') this.#learnLater(event.document);
      }),
    );
  }

  state(): WorkspaceState {
    return this.#state;
  }

  predict(query: PredictionQuery, signal: AbortSignal): Promise<Prediction | undefined> {
    if (signal.aborted || this.#state.state !== 'ready') return Promise.resolve(undefined);
    const id = ++this.#queries;
    return new Promise((resolve) => {
      const settle = (prediction: Prediction | undefined) => {
        signal.removeEventListener('abort', onAbort);
        this.#waiting.delete(id);
        resolve(prediction);
      };
      const onAbort = () => settle(undefined);
      signal.addEventListener('abort', onAbort, { once: true });
      this.#waiting.set(id, settle);
      this.#send({ kind: 'predict', id, query });
    });
  }

  dispose(): void {
    this.#owned.dispose();
    for (const timer of this.#learning.values()) timer.dispose();
    this.#learning.clear();
    this.#end();
    void this.#worker.terminate();
  }

  #send(message: ToWorker): void {
    this.#worker.postMessage(message);
  }

  #receive(message: FromWorker): void {
    if (message.kind === 'prediction') {
      this.#waiting.get(message.id)?.(message.prediction);
      return;
    }
    this.#state = { state: 'ready', files: message.files, tokens: message.tokens };
    this.#onStateChanged();
  }

  /** Learns a document's new text once it has come to rest. */
  #learnLater({ uri }: LiveDocument): void {
    this.#learning.get(uri)?.dispose();
    const timer = this.#clock.after(LEARN_AFTER_MS, () => {
      this.#learning.delete(uri);
      const document = this.#documents.get(uri);
      if (document === undefined || document.length > MAX_DOCUMENT_LENGTH) return;
      if (exclusionOf(document) !== undefined) return;
      this.#send({ kind: 'learn', uri, text: document.getText() });
    });
    this.#learning.set(uri, timer);
  }

  /** The worker is gone: nobody must wait for it. */
  #end(): void {
    if (this.#state.state === 'off') return;
    this.#state = { ...this.#state, state: 'off' };
    for (const settle of [...this.#waiting.values()]) settle(undefined);
    this.#onStateChanged();
  }
}
