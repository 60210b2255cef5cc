import type { Clock } from '../../base/clock.ts';
import { settledWithin } from '../../base/deadline.ts';
import { importedBy } from '../../documents/imports.ts';
import { LiveDocument } from '../../documents/liveDocument.ts';

/** Reads a file of the workspace; `undefined` for what is not there, or not to be read. */
export type ReadFile = (uri: string) => Promise<string | undefined>;
/** True if a file that was read may still be read. */
export type IsThere = (uri: string) => boolean;

/** Files kept in mind, and how long before they are looked at again. */
const MAX_FILES = 40;
const MAX_IMPORTS = 20;
/** Where imports stand, and how long a line with one may be. */
const HEAD_LINES = 200;
const MAX_LINE = 1_000;
const FRESH_MS = 10_000;
/** Longest wait of the one who asks for the files that are being read. */
const MAX_WAIT_MS = 2_000;
/** The extensions that an import without one may mean, besides the importing file's own. */
const EXTENSIONS = ['.ts', '.tsx', '.js', '.jsx', '.mts', '.mjs', '/index.ts', '/index.js'];

interface Known {
  readonly document: LiveDocument | undefined;
  readonly at: number;
}

/**
 * The files that a document imports, as they lie on the disk. A suggestion does not wait for them: what is not known yet is
 * fetched for the next time.
 */
export class ImportedFiles {
  readonly #read: ReadFile;
  readonly #isThere: IsThere;
  readonly #clock: Clock;
  /** By the path without extension; the least recently wanted first. */
  readonly #known = new Map<string, Known>();
  readonly #loading = new Map<string, Promise<void>>();

  constructor(read: ReadFile, isThere: IsThere, clock: Clock) {
    this.#read = read;
    this.#isThere = isThere;
    this.#clock = clock;
  }

  /** Those that are known by now, in the order of the imports. */
  of(importer: LiveDocument): LiveDocument[] {
    return pathsIn(importer).flatMap((path) => {
      void this.#refresh(path, importer);
      return this.#known.get(path)?.document ?? [];
    });
  }

  /** Forgets a file that is gone, or may not be read any more; true if it may be used. To be asked of what is to be sent only. */
  mayUse(document: LiveDocument): boolean {
    if (this.#isThere(document.uri)) return true;
    for (const [path, known] of this.#known)
      if (known.document === document) this.#known.delete(path);
    return false;
  }

  /** Resolves once all that a document imports has been read, so that `of` tells all of it; after `MAX_WAIT_MS` at the latest. */
  async settled(importer: LiveDocument): Promise<void> {
    const reads = pathsIn(importer).map((path) => this.#refresh(path, importer));
    await settledWithin(this.#clock, MAX_WAIT_MS, Promise.all(reads));
  }

  /** Reads a file again if it is unknown, or was read too long ago; resolves when that is done. */
  #refresh(path: string, { uri, languageId }: LiveDocument): Promise<void> | undefined {
    const known = this.#known.get(path);
    if (known !== undefined && this.#clock.monotonic() - known.at < FRESH_MS) return undefined;
    const begun = this.#loading.get(path) ?? this.#load(path, uri, languageId);
    this.#loading.set(path, begun);
    return begun;
  }

  async #load(path: string, importer: string, languageId: string): Promise<void> {
    try {
      const document = await this.#find(path, importer, languageId);
      const former = this.#known.get(path);
      this.#known.delete(path);
      // What has not changed stays the same object: others remember what they made of it.
      const isSame = former?.document?.getText() === document?.getText();
      this.#known.set(path, {
        document: isSame ? former?.document : document,
        at: this.#clock.monotonic(),
      });
      const [oldest] = this.#known.keys();
      if (this.#known.size > MAX_FILES && oldest !== undefined) this.#known.delete(oldest);
    } finally {
      this.#loading.delete(path);
    }
  }

  async #find(
    path: string,
    importer: string,
    languageId: string,
  ): Promise<LiveDocument | undefined> {
    const own = /\.\w+$/.exec(importer)?.[0] ?? '';
    for (const extension of new Set([own, ...EXTENSIONS])) {
      const uri = path + extension;
      const text = await this.#read(uri);
      if (text === undefined) continue;
      return LiveDocument.create(uri, languageId, 0, text);
    }
    return undefined;
  }
}

/** The files that a document imports, without their extensions, in the order of the imports. */
function pathsIn({ uri, lines }: LiveDocument): string[] {
  const head = lines.slice(0, HEAD_LINES).map((line) => line.slice(0, MAX_LINE));
  return importedBy(uri, head.join('\n')).slice(0, MAX_IMPORTS);
}
