import { dirname } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Clock } from '../../base/clock.ts';
import { normalUri } from '../../documents/uri.ts';
import { SharingPolicy } from '../../privacy/sharingPolicy.ts';
import { WorkspaceModel } from '../model/workspaceModel.ts';
import { type CollectOptions, collectBeside, collectFiles } from './collectFiles.ts';
import { PresentFiles } from './presentFiles.ts';
import { Samples } from './warmUp.ts';

/** The part of the budget that is spent in addition on the folders of documents that are opened. */
const BESIDE = 1 / 10;
/** Where so many of the files are gone, a quarter of them or more, others may have come in their place. */
const MANY_GONE = 50;

/** All that was learnt of a workspace since it was read. */
export class Knowledge {
  readonly model = new WorkspaceModel();
  readonly policy: SharingPolicy;
  readonly #present: PresentFiles;
  readonly #known = new Set<string>();
  /** The folders that were looked at for documents that are open. */
  readonly #lookedAt = new Set<string>();
  readonly #left: { maxFiles: number; maxBytes: number };
  #gone = 0;

  constructor(options: CollectOptions, clock: Clock) {
    this.policy = new SharingPolicy(options.folders, clock, options.sharing);
    this.#present = new PresentFiles(clock);
    const { maxFiles, maxBytes } = options;
    this.#left = { maxFiles: Math.floor(maxFiles * BESIDE), maxBytes: maxBytes * BESIDE };
    const samples = new Samples();
    for (const { path, text } of collectFiles(options, this.policy)) {
      samples.offer(this.#learnFile(path, text), text);
    }
    this.model.prepare();
    samples.ask(this.model);
  }

  /** True once so many files are gone that the workspace is another. */
  get isThinned(): boolean {
    return this.#gone >= MANY_GONE && 4 * this.#gone >= this.#known.size;
  }

  /**
   * Learns an open document, a step at a time, and then the files beside it that are not known: its folder may have more
   * than its share of the budget.
   */
  *learnDocument(uri: string, text: string): Generator<void, void, void> {
    yield* this.model.learnDocument(uri, text);
    const path = pathOf(uri);
    if (path !== undefined) yield* this.#learnBeside(path);
  }

  /** Forgets the files that have gone since it was last asked. */
  forgetGone(): void {
    for (const path of this.#present.gone()) {
      this.#gone++;
      this.model.forget(uriOf(path));
    }
  }

  *#learnBeside(path: string): Generator<void, void, void> {
    const folder = dirname(path);
    if (this.#lookedAt.has(folder) || this.policy.readable(path) === undefined) return;
    this.#lookedAt.add(folder);
    const { size } = this.#known;
    const isKnown = (other: string) => this.#known.has(other);
    for (const file of collectBeside(folder, this.policy, { ...this.#left }, isKnown)) {
      yield;
      this.#learnFile(file.path, file.text);
      this.#left.maxFiles--;
      this.#left.maxBytes -= file.text.length;
    }
    if (this.#known.size > size) this.model.prepare();
  }

  #learnFile(path: string, text: string): string {
    const uri = uriOf(path);
    this.#known.add(path);
    this.#present.add(path);
    this.model.learnFile(uri, text);
    return uri;
  }
}

const uriOf = (path: string): string => normalUri(pathToFileURL(path).href);

/** The path of a document of this machine; `undefined` for any other. */
function pathOf(uri: string): string | undefined {
  try {
    return fileURLToPath(uri);
  } catch {
    // Another scheme, or a host.
    return undefined;
  }
}
