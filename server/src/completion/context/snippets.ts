import type { Clock } from '../../base/clock.ts';
import { baseName } from '../../documents/baseName.ts';
import type { DocumentStore } from '../../documents/documentStore.ts';
import { exclusionOf } from '../../documents/exclusion.ts';
import type { LiveDocument } from '../../documents/liveDocument.ts';
import type { Snippet } from '../../domain/generation.ts';
import type { Cursor } from '../cursor.ts';
import { type Block, Blocks, textOf, wordsOf } from './blocks.ts';
import type { ImportedFiles } from './importedFiles.ts';
import { Said } from './said.ts';

/** Together about a thousand tokens: what a local model reads in a few dozen milliseconds. */
const MAX_LENGTH = 4_000;
const MAX_SNIPPETS = 4;
/** Of the time that a request may take before it leaves. */
const MAX_MS = 20;
const MAX_DOCUMENTS = 30;
/** The code around the cursor that others are compared with; whole lines, so that a key changes nothing. */
const LINES_ABOVE = 30;
const LINES_BELOW = 8;
/** Of one of them: what is longer was not written by hand. */
const MAX_LINE = 500;
/** A block that shares less than this says nothing about the place (the share of a weight of words). */
const LEAST_SCORE = 0.15;
/** Factors on rank: imported files are meant to be used, and lately edited ones belong to the same work. */
const IMPORTED_FACTOR = 1.5;
const EDITED_FACTOR = 1.2;

interface Ranked {
  readonly document: LiveDocument;
  readonly block: Block;
  readonly factor: number;
}

/**
 * Code from other files that may help at a cursor: blocks of imported, recently edited and open files that share words with
 * what stands around it, rare words counting more (inverse document frequency, Spärck Jones 1972). Nothing from
 * files that are left alone, no block that holds a secret, nothing twice.
 */
export class Snippets {
  readonly #documents: DocumentStore;
  readonly #imported: ImportedFiles;
  readonly #clock: Clock;
  readonly #blocks = new Blocks();
  /** The most recent last. */
  readonly #edited = new Set<string>();

  constructor(documents: DocumentStore, imported: ImportedFiles, clock: Clock) {
    this.#documents = documents;
    this.#imported = imported;
    this.#clock = clock;
  }

  edited(uri: string): void {
    this.#edited.delete(uri);
    this.#edited.add(uri);
    const [oldest] = this.#edited;
    if (this.#edited.size > MAX_DOCUMENTS && oldest !== undefined) this.#edited.delete(oldest);
  }

  closed(uri: string): void {
    this.#edited.delete(uri);
  }

  /**
   * The most helpful last; at most `MAX_LENGTH` characters of them. `told` is what the prompt says anyway: whole lines, so
   * that a key changes nothing.
   */
  near(cursor: Cursor, told: readonly string[]): Snippet[] {
    const until = this.#clock.monotonic() + MAX_MS;
    const ranked: Ranked[] = [];
    // What stands in the file itself need not be said twice.
    const own = new Set(this.#blocks.of(cursor.document).map(({ print }) => print));
    for (const [document, factor] of this.#candidates(cursor.document)) {
      if (this.#clock.monotonic() >= until) break;
      for (const block of this.#blocks.of(document)) {
        if (!own.has(block.print)) ranked.push({ document, block, factor });
      }
    }
    const said = new Said();
    for (const text of told) said.add(text);
    return best(ranked, around(cursor), said).reverse();
  }

  /** Other files, the likeliest to help first. */
  #candidates(own: LiveDocument): Map<LiveDocument, number> {
    const candidates = new Map<LiveDocument, number>();
    const add = (document: LiveDocument | undefined, factor: number) => {
      const isFull = candidates.size >= MAX_DOCUMENTS;
      if (document === undefined || document.uri === own.uri || isFull) return;
      // What is open is newer than what lies on the disk.
      const newest = this.#documents.get(document.uri) ?? document;
      const isMeant = exclusionOf(newest) === undefined && !candidates.has(newest);
      if (isMeant) candidates.set(newest, factor);
    };
    for (const document of this.#imported.of(own)) add(document, IMPORTED_FACTOR);
    for (const uri of [...this.#edited].reverse()) add(this.#documents.get(uri), EDITED_FACTOR);
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

function best(ranked: readonly Ranked[], words: ReadonlySet<string>, said: Said): Snippet[] {
  const occurrences = new Map<string, number>();
  for (const { block } of ranked) {
    for (const word of block.words) occurrences.set(word, (occurrences.get(word) ?? 0) + 1);
  }
  const weight = (some: Iterable<string>) => {
    let sum = 0;
    for (const word of some) sum += Math.log(1 + ranked.length / (occurrences.get(word) ?? 1));
    return sum;
  };
  // Words that no other file knows tell nothing.
  const wanted = new Set([...words].filter((word) => occurrences.has(word)));
  const scored = ranked.map(({ document, block, factor }) => {
    const shared = [...block.words].filter((word) => wanted.has(word));
    const score = (factor * weight(shared)) / Math.sqrt(weight(block.words) * weight(wanted) + 1);
    return { document, block, score };
  });
  scored.sort((one, other) => other.score - one.score);
  const chosen: Snippet[] = [];
  let left = MAX_LENGTH;
  for (const { document, block, score } of scored) {
    if (score < LEAST_SCORE || chosen.length === MAX_SNIPPETS) break;
    const text = textOf(document, block);
    if (text.length > left || said.holds(text)) continue;
    left -= text.length;
    said.add(text);
    chosen.push({ name: baseName(document.uri), text });
  }
  return chosen;
}
