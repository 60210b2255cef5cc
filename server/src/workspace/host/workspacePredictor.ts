import { Worker } from 'node:worker_threads';
import type { Clock } from '../../base/clock.ts';
import { type Disposable, DisposableStore } from '../../base/disposable.ts';
import type { DocumentStore } from '../../documents/documentStore.ts';
import type { LiveDocument } from '../../documents/liveDocument.ts';
import type { Prediction, PredictionQuery, Predictor } from '../../domain/predictor.ts';
import type { SharingPolicy, SharingSettings } from '../../privacy/sharingPolicy.ts';
import type { FromWorker, ToWorker } from './workerMessages.ts';

/** Reading a workspace is bounded, so that a huge one costs no more than a large one. */
const MAX_FILES = 2_000;
const MAX_BYTES = 32 * 1024 * 1024;
const MAX_DOCUMENT_LENGTH = 512 * 1024;
/** A document is learnt again this long after it last changed. */
const LEARN_AFTER_MS = 2_000;
/**
 * Documents that the worker has to learn at once: it holds their texts until then. To send one takes up to two milliseconds, most a tenth
 * of that.
 */
const LEARN_AT_ONCE = 8;

/**
 * Reading files leaves much short-lived garbage; a small young generation collects it early. The
 * index itself lies outside V8's heap.
 */
const RESOURCE_LIMITS = { maxYoungGenerationSizeMb: 1, maxOldGenerationSizeMb: 256 };

export interface WorkspaceOptions {
  readonly worker: URL;
  readonly folders: readonly string[];
  readonly sharing: SharingSettings;
  readonly policy: Pick<SharingPolicy, 'exclusionOf'>;
}

export interface WorkspaceState {
  readonly state: 'building' | 'ready' | 'off';
  readonly files: number;
  readonly tokens: number;
}

/**
 * The `workspace` endpoint: predicts from the open documents and the workspace's files, in a worker
 * thread. While the files are being read it stays silent; if the worker dies it stays `off`. When settings or ignore files
 * exclude other files than before, everything is forgotten and read anew.
 */
export class WorkspacePredictor implements Predictor, Disposable {
  readonly #documents: DocumentStore;
  #folders: readonly string[];
  readonly #policy: WorkspaceOptions['policy'];
  readonly #clock: Clock;
  readonly #onStateChanged: () => void;
  readonly #worker: Worker;
  /** Resolves when the thread has ended. */
  readonly ended: Promise<unknown>;
  readonly #owned = new DisposableStore();
  readonly #waiting = new Map<number, (prediction: Prediction | undefined) => void>();
  readonly #learning = new Map<string, Disposable>();
  /** Documents that have come to rest and wait to be learnt: thousands may have at once. */
  readonly #rested: string[] = [];
  /** Documents that the worker has not learnt yet. */
  #sent = 0;
  #state: WorkspaceState = { state: 'building', files: 0, tokens: 0 };
  #queries = 0;
  #sharing: SharingSettings;
  /** How often the worker still has to read the workspace. */
  #readings = 0;

  constructor(
    options: WorkspaceOptions,
    documents: DocumentStore,
    clock: Clock,
    onStateChanged: () => void,
  ) {
    this.#documents = documents;
    this.#folders = options.folders;
    this.#policy = options.policy;
    this.#sharing = options.sharing;
    this.#clock = clock;
    this.#onStateChanged = onStateChanged;
    this.#worker = new Worker(options.worker, { resourceLimits: RESOURCE_LIMITS });
    this.#worker.unref();
    this.ended = new Promise((resolve) => this.#worker.once('exit', resolve));
    this.#worker.on('message', (message: FromWorker) => this.#receive(message));
    this.#worker.on('error', () => this.#end());
    this.#worker.on('exit', () => this.#end());
    this.#read();
    this.#owned.add(
      documents.listen((event) => {
        if (event.kind !== 'closed') this.#learnLater(event.document);
      }),
    );
  }

  /** Takes other settings; where they exclude other files, what was learnt is forgotten. */
  configure(sharing: SharingSettings): void {
    if (JSON.stringify(sharing) === JSON.stringify(this.#sharing)) return;
    this.#sharing = sharing;
    this.#read();
  }

  /** The workspace has these folders from now on; all is read anew. */
  open(folders: readonly string[]): void {
    this.#folders = folders;
    this.#read();
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
    this.#rested.length = 0;
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
    if (message.kind === 'learnt') {
      this.#sent--;
      this.#learnRested();
      return;
    }
    if (message.kind === 'outdated') {
      this.#read();
      return;
    }
    this.#readings--;
    if (this.#readings > 0) return;
    this.#state = { state: 'ready', files: message.files, tokens: message.tokens };
    for (const { uri } of this.#documents.all()) {
      // Those that wait for their rest are learnt then.
      if (!this.#learning.has(uri)) this.#learnSoon(uri);
    }
    this.#onStateChanged();
  }

  /** Lets the worker forget everything, and read the workspace. */
  #read(): void {
    if (this.#state.state === 'off') return;
    this.#readings++;
    const options = {
      folders: this.#folders,
      sharing: this.#sharing,
      maxFiles: MAX_FILES,
      maxBytes: MAX_BYTES,
    };
    this.#send({ kind: 'read', options });
    if (this.#state.state === 'building') return;
    this.#state = { ...this.#state, state: 'building' };
    this.#onStateChanged();
  }

  /** Learns a document's new text once it has come to rest. */
  #learnLater({ uri }: LiveDocument): void {
    this.#learning.get(uri)?.dispose();
    const timer = this.#clock.after(LEARN_AFTER_MS, () => {
      this.#learning.delete(uri);
      this.#learnSoon(uri);
    });
    this.#learning.set(uri, timer);
  }

  #learnSoon(uri: string): void {
    if (!this.#rested.includes(uri)) this.#rested.push(uri);
    if (this.#rested.length === 1) this.#clock.soon(this.#learnRested);
  }

  readonly #learnRested = (): void => {
    while (this.#sent < LEARN_AT_ONCE) {
      const uri = this.#rested.shift();
      if (uri === undefined) return;
      this.#learn(uri);
    }
  };

  #learn(uri: string): void {
    const document = this.#documents.get(uri);
    if (document === undefined || document.length > MAX_DOCUMENT_LENGTH) return;
    if (this.#policy.exclusionOf(document) !== undefined) return;
    this.#sent++;
    this.#send({ kind: 'learn', uri, text: document.getText() });
  }

  /** The worker is gone: nobody must wait for it. */
  #end(): void {
    if (this.#state.state === 'off') return;
    this.#state = { ...this.#state, state: 'off' };
    for (const settle of [...this.#waiting.values()]) settle(undefined);
    this.#onStateChanged();
  }
}
