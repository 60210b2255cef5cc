import type { Clock } from '../../base/clock.ts';
import type { DocumentStore } from '../../documents/documentStore.ts';
import type { LiveDocument } from '../../documents/liveDocument.ts';
import type { Snippet } from '../../domain/generation.ts';
import type { SharingPolicy } from '../../privacy/sharingPolicy.ts';
import type { Cursor } from '../cursor.ts';
import { Blocks, wordsOf } from './blocks.ts';
import type { ImportedFiles } from './importedFiles.ts';
import { rechosen } from './keptSnippets.ts';
import { best, type Chosen, type Ranked, scored } from './ranking.ts';
import { Said } from './said.ts';

/** Of the time that a request may take before it leaves. */
const MAX_MS = 20;
const MAX_DOCUMENTS = 30;
/** The code around the cursor that others are compared with; whole lines, so that a key changes nothing. */
const LINES_ABOVE = 30;
const LINES_BELOW = 8;
/** Of one of them: what is longer was not written by hand. */
const MAX_LINE = 500;
/** Factors on rank: imported files are meant to be used, and lately edited ones belong to the same work. */
const IMPORTED_FACTOR = 1.5;
const EDITED_FACTOR = 1.2;

/** Nobody types for so long: what is sent may change, for it is evaluated before the next key. */
const PAUSE_MS = 5_000;

export interface SnippetOptions {
  /** Most characters of all together. */
  readonly length: number;
  /** True where nobody waits: they may be chosen anew. */
  readonly isPause?: boolean;
}

/** The blocks chosen for a document. */
interface Kept {
  readonly chosen: readonly Chosen[];
  /** How many of its imports had been read by then. */
  readonly imports: number;
}

/**
 * Code from other files that may help at a cursor: blocks of imported, recently edited and open files that share words with
 * what stands around it, rare words counting more (inverse document frequency, Spärck Jones 1972). Nothing from
 * files that are left alone, nothing twice. What was chosen for a document stays as it is, in its order, until its user pauses: a model server need not
 * evaluate again what it has seen at the same place.
 */
export class Snippets {
  readonly #documents: DocumentStore;
  readonly #policy: Pick<SharingPolicy, 'exclusionOf'>;
  readonly #imported: ImportedFiles;
  readonly #clock: Clock;
  readonly #blocks = new Blocks();
  /** When each was edited; the most recent last. */
  readonly #edited = new Map<string, number>();
  readonly #kept = new Map<string, Kept>();
  /** Documents whose users have paused since the last choice. */
  readonly #paused = new Set<string>();

  constructor(
    documents: DocumentStore,
    policy: Pick<SharingPolicy, 'exclusionOf'>,
    imported: ImportedFiles,
    clock: Clock,
  ) {
    this.#documents = documents;
    this.#policy = policy;
    this.#imported = imported;
    this.#clock = clock;
  }

  edited(uri: string): void {
    if (this.#isPaused(uri)) this.#paused.add(uri);
    this.#edited.delete(uri);
    this.#edited.set(uri, this.#clock.monotonic());
    const [oldest] = this.#edited.keys();
    if (this.#edited.size > MAX_DOCUMENTS && oldest !== undefined) this.#edited.delete(oldest);
  }

  closed(uri: string): void {
    this.#edited.delete(uri);
    this.#kept.delete(uri);
    this.#paused.delete(uri);
    // No text of it is kept.
    for (const [importer, { chosen, imports }] of this.#kept) {
      const others = chosen.filter(({ document }) => document.uri !== uri);
      if (others.length < chosen.length) this.#kept.set(importer, { chosen: others, imports });
    }
  }

  /**
   * The snippets chosen before in their places, then new ones, of which the most helpful is last. `told` is what the prompt says anyway: whole
   * lines, so that a key changes nothing.
   */
  near(
    cursor: Cursor,
    told: readonly string[],
    { length, isPause = false }: SnippetOptions,
  ): Snippet[] {
    const { document } = cursor;
    const { uri } = document;
    const imports = this.#imported.of(document).length;
    const before = this.#kept.get(uri);
    const said = saidBy(told);
    const kept = (before?.chosen ?? []).filter(
      ({ document: its, text }) => this.#mayUse(its) && !said.holds(text),
    );
    const mayChange = isPause || this.#isPaused(uri) || this.#paused.has(uri);
    if (kept.length > 0 && !mayChange && imports === before?.imports)
      return snippetsIn(kept, length);
    this.#paused.delete(uri);
    const blocks = scored(this.#ranked(document), around(cursor));
    const wanted = best(blocks, length, said, (each) => this.#mayUse(each));
    const chosen = rechosen(kept, wanted, blocks, length);
    this.#kept.set(uri, { chosen, imports });
    return snippetsIn(chosen, length);
  }

  /** True if nobody has typed in a document for a while. */
  #isPaused(uri: string): boolean {
    const at = this.#edited.get(uri);
    return at === undefined || this.#clock.monotonic() - at >= PAUSE_MS;
  }

  /** True if code of a document may be sent, now. */
  #mayUse(document: LiveDocument): boolean {
    const open = this.#documents.get(document.uri);
    if (this.#policy.exclusionOf(open ?? document) !== undefined) return false;
    return open !== undefined || this.#imported.mayUse(document);
  }

  #ranked(document: LiveDocument): Ranked[] {
    const until = this.#clock.monotonic() + MAX_MS;
    const ranked: Ranked[] = [];
    // What stands in the file itself need not be said twice.
    const own = new Set(this.#blocks.of(document).map(({ print }) => print));
    for (const [other, factor] of this.#candidates(document)) {
      if (this.#clock.monotonic() >= until) break;
      for (const block of this.#blocks.of(other)) {
        if (!own.has(block.print)) ranked.push({ document: other, block, factor });
      }
    }
    return ranked;
  }

  /** Other files, the likeliest to help first. */
  #candidates(own: LiveDocument): Map<LiveDocument, number> {
    const candidates = new Map<LiveDocument, number>();
    const add = (document: LiveDocument | undefined, factor: number) => {
      const isFull = candidates.size >= MAX_DOCUMENTS;
      if (document === undefined || document.uri === own.uri || isFull) return;
      // What is open is newer than what lies on the disk.
      const newest = this.#documents.get(document.uri) ?? document;
      const isMeant = this.#policy.exclusionOf(newest) === undefined && !candidates.has(newest);
      if (isMeant) candidates.set(newest, factor);
    };
    for (const document of this.#imported.of(own)) add(document, IMPORTED_FACTOR);
    for (const uri of [...this.#edited.keys()].reverse())
      add(this.#documents.get(uri), EDITED_FACTOR);
    for (const document of this.#documents.all()) {
      if (document.languageId === own.languageId) add(document, 1);
    }
    return candidates;
  }
}

/** The words in the whole lines around a cursor. */
function around({ document, position: { line } }: Cursor): Set<string> {
  const above = document.lines.slice(Math.max(0, line - LINES_ABOVE), line);
  const below = document.lines.slice(line + 1, line + 1 + LINES_BELOW);
  return wordsOf([...above, ...below].map((each) => each.slice(0, MAX_LINE)).join('\n'));
}

function saidBy(texts: readonly string[]): Said {
  const said = new Said();
  for (const text of texts) said.add(text);
  return said;
}

/** The first of some that a length has room for: it may have become less. */
function snippetsIn(chosen: readonly Chosen[], length: number): Snippet[] {
  let left = length;
  return chosen.flatMap(({ name, text }) => {
    left -= text.length;
    return left < 0 ? [] : [{ name, text }];
  });
}
