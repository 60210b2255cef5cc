import type { Clock } from '../../base/clock.ts';
import { exclusionOf } from '../../documents/exclusion.ts';
import { importedBy } from '../../documents/imports.ts';
import { LiveDocument } from '../../documents/liveDocument.ts';

/** Reads a file of the workspace; `undefined` for what is not there, or not to be read. */
export type ReadFile = (uri: string) => Promise<string | undefined>;

/** Files kept in mind, and how long before they are looked at again. */
const MAX_FILES = 40;
const MAX_IMPORTS = 20;
/** Where imports stand, and how long a line with one may be. */
const HEAD_LINES = 200;
const MAX_LINE = 1_000;
const FRESH_MS = 10_000;
/** The extensions that an import without one may mean, besides the importing file's own. */
const EXTENSIONS = ['.ts', '.tsx', '.js', '.jsx', '.mts', '.mjs', '/index.ts', '/index.js'];

interface Known {
  readonly document: LiveDocument | undefined;
  readonly at: number;
}

/**
 * The files that a document imports, as they lie on the disk. Nobody waits for them: what is not known yet is fetched for
 * the next time.
 */
export class ImportedFiles {
  readonly #read: ReadFile;
  readonly #clock: Clock;
  /** By the path without extension; the least recently wanted first. */
  readonly #known = new Map<string, Known>();
  readonly #loading = new Set<string>();

  constructor(read: ReadFile, clock: Clock) {
    this.#read = read;
    this.#clock = clock;
  }

  /** Those that are known by now, in the order of the imports. */
  of({ uri, languageId, lines }: LiveDocument): LiveDocument[] {
    const head = lines.slice(0, HEAD_LINES).map((line) => line.slice(0, MAX_LINE));
    const paths = importedBy(uri, head.join('\n')).slice(0, MAX_IMPORTS);
    return paths.flatMap((path) => {
      const known = this.#known.get(path);
      const isFresh = known !== undefined && this.#clock.monotonic() - known.at < FRESH_MS;
      if (!isFresh) void this.#load(path, uri, languageId);
      return known?.document === undefined ? [] : [known.document];
    });
  }

  async #load(path: string, importer: string, languageId: string): Promise<void> {
    if (this.#loading.has(path)) return;
    this.#loading.add(path);
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
      const document = LiveDocument.create(uri, languageId, 0, text);
      return exclusionOf(document) === undefined ? document : undefined;
    }
    return undefined;
  }
}
