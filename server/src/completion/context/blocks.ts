import type { LiveDocument } from '../../documents/liveDocument.ts';

/** A part of a file that stands by itself, and the words in it. */
export interface Block {
  /** Its first line, and the one behind its last. */
  readonly start: number;
  readonly end: number;
  readonly words: ReadonlySet<string>;
  /** The same for the same text. */
  readonly print: number;
}

export const textOf = (
  { lines }: LiveDocument,
  { start, end }: Pick<Block, 'start' | 'end'>,
): string =>
  lines
    .slice(start, end)
    .map((line) => line.slice(0, MAX_LENGTH))
    .join('\n')
    .trim()
    .slice(0, MAX_LENGTH);

/** Smaller ones are put together, larger ones are cut. */
const LEAST_LINES = 6;
const MAX_LINES = 40;
const MAX_LENGTH = 2_000;
/** Characters of a document that is cut: a larger one was not written by hand, and takes too long. */
const MAX_DOCUMENT_LENGTH = 500_000;
/** Shorter words are in every file. */
const WORD = /[\p{L}_$][\p{L}\p{N}_$]{2,}/gu;

export const wordsOf = (text: string): Set<string> => new Set(text.match(WORD) ?? []);

/**
 * The blocks of documents, cut once for each state of one: from a line without indentation behind a blank one to the next. Cut by what they say and
 * not by line numbers, so that an edit in one leaves the others as they are.
 */
export class Blocks {
  readonly #known = new WeakMap<LiveDocument, readonly Block[]>();

  of(document: LiveDocument): readonly Block[] {
    const blocks = this.#known.get(document) ?? cut(document);
    this.#known.set(document, blocks);
    return blocks;
  }
}

function cut(document: LiveDocument): Block[] {
  const { lines, length } = document;
  const blocks: Block[] = [];
  if (length > MAX_DOCUMENT_LENGTH) return blocks;
  let start = 0;
  for (let line = 1; line <= lines.length; line++) {
    const isBorder =
      line === lines.length || (lines[line - 1] === '' && /^\S/.test(lines[line] ?? ''));
    const count = line - start;
    if (count < MAX_LINES && !(isBorder && (count >= LEAST_LINES || line === lines.length)))
      continue;
    const text = textOf(document, { start, end: line });
    if (text !== '') {
      blocks.push({ start, end: line, words: wordsOf(text), print: printOf(text) });
    }
    start = line;
  }
  return blocks;
}

/** A hash of 32 bits: that two blocks of one workspace share it by chance does no harm. */
function printOf(text: string): number {
  let hash = 0;
  for (let at = 0; at < text.length; at++) hash = (Math.imul(hash, 31) + text.charCodeAt(at)) | 0;
  return hash;
}
