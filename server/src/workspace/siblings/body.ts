import type { Corpus } from '../index/corpus.ts';
import { Vocabulary } from '../tokens/vocabulary.ts';
import type { Signature } from './signature.ts';

/** A line of a body: its tokens with the white space before each, and how far it is indented from the signature. */
export interface BodyLine {
  readonly indent: number;
  readonly tokens: readonly number[];
  readonly gaps: readonly number[];
}

export interface Body {
  readonly lines: readonly BodyLine[];
  /** The line that closes it, where one does, and where all of it was read. */
  readonly closer: BodyLine | undefined;
}

const MAX_TOKENS = 600;

/**
 * Reads a function's body: the lines below its signature that are indented more, at most so many. `undefined` for one that
 * has no end.
 */
export function bodyBehind(
  corpus: Corpus,
  signature: Signature,
  maxLines: number,
): Body | undefined {
  let indent = signatureIndent(corpus, signature);
  const lines: BodyLine[] = [];
  const last = Math.min(corpus.length, signature.opener + MAX_TOKENS);
  for (let at = signature.opener + 2; at < last && corpus.tokenAt(at) !== Vocabulary.END; ) {
    const end = lineEnd(corpus, at, last);
    if (end === last) break;
    const line = readLine(corpus, at, end, indent);
    if (line.tokens.length > 0) indent = line.indent;
    at = end + 1;
    if (line.tokens.length === 0 || line.indent > 0) {
      if (lines.length === maxLines) return { lines, closer: undefined };
      lines.push(line);
      continue;
    }
    return line.indent === 0 ? { lines: said(lines), closer: line } : undefined;
  }
  return undefined;
}

/** How far the last line of a signature is indented from its first. */
function signatureIndent(corpus: Corpus, { start, opener }: Signature): number {
  let indent = 0;
  for (let at = start + 1; at <= opener; at++) {
    const isFirst = corpus.tokenAt(at - 1) === Vocabulary.NEWLINE;
    if (isFirst && corpus.tokenAt(at) !== Vocabulary.NEWLINE) indent += corpus.gapAt(at);
  }
  return indent;
}

function lineEnd(corpus: Corpus, from: number, last: number): number {
  let at = from;
  while (at < last && corpus.tokenAt(at) !== Vocabulary.NEWLINE) at++;
  return at;
}

function readLine(corpus: Corpus, start: number, end: number, indent: number): BodyLine {
  const tokens: number[] = [];
  const gaps: number[] = [];
  for (let at = start; at < end; at++) {
    tokens.push(corpus.tokenAt(at));
    gaps.push(at === start ? 0 : corpus.gapAt(at));
  }
  return { indent: start === end ? 0 : indent + corpus.gapAt(start), tokens, gaps };
}

/** Without blank lines at the end. */
function said(lines: readonly BodyLine[]): BodyLine[] {
  const last = lines.findLastIndex(({ tokens }) => tokens.length > 0);
  return lines.slice(0, last + 1);
}
