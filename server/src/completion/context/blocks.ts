import { holdsSecret } from '../../base/secretScan.ts';
import type { LiveDocument } from '../../documents/liveDocument.ts';

/** A part of a file that stands by itself, and the words in it. */
export interface Block {
  readonly text: string;
  readonly words: ReadonlySet<string>;
}

/** Smaller ones are put together, larger ones are cut. */
const LEAST_LINES = 6;
const MAX_LINES = 40;
const MAX_LENGTH = 2_000;
/** Shorter words are in every file. */
const WORD = /[\p{L}_$][\p{L}\p{N}_$]{2,}/gu;

export const wordsOf = (text: string): Set<string> => new Set(text.match(WORD) ?? []);

const known = new WeakMap<LiveDocument, readonly Block[]>();

/**
 * The blocks of a document: from a line without indentation behind a blank one to the next. Cut by what they say and
 * not by line numbers, so that an edit in one leaves the others as they are. Those that hold secrets are left out.
 */
export function blocksOf(document: LiveDocument): readonly Block[] {
  const blocks = known.get(document) ?? cut(document.lines);
  known.set(document, blocks);
  return blocks;
}

function cut(lines: readonly string[]): Block[] {
  const blocks: Block[] = [];
  let start = 0;
  for (let line = 1; line <= lines.length; line++) {
    const isBorder =
      line === lines.length || (lines[line - 1] === '' && /^\S/.test(lines[line] ?? ''));
    const count = line - start;
    if (count < MAX_LINES && !(isBorder && (count >= LEAST_LINES || line === lines.length)))
      continue;
    const text = lines.slice(start, line).join('\n').trim().slice(0, MAX_LENGTH);
    if (text !== '' && !holdsSecret(text)) blocks.push({ text, words: wordsOf(text) });
    start = line;
  }
  return blocks;
}
