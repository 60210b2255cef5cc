import { declarationAround } from '../documents/declaration.ts';
import { enclosingBlock, type LineRange } from '../documents/enclosingBlock.ts';
import { leadOf } from '../documents/leadLines.ts';
import type { LiveDocument } from '../documents/liveDocument.ts';
import type { ActionTarget, Diagnostic } from './action.ts';

/** The blocks that hold some diagnostics, in order; those that meet are one, with what is wrong in all of it. */
export function targetsOf(
  { languageId, lines }: LiveDocument,
  diagnostics: readonly Diagnostic[],
): ActionTarget[] {
  const targets: ActionTarget[] = [];
  const found = diagnostics.map((diagnostic) => {
    const line = Math.min(diagnostic.line, lines.length - 1);
    return { block: enclosingBlock(lines, line), line, diagnostic };
  });
  for (const { block, line, diagnostic } of found.sort(
    (one, other) => one.block.first - other.block.first,
  )) {
    const before = targets.at(-1);
    if (before === undefined || before.block.last < block.first) {
      targets.push({ languageId, lines, block, diagnostic, diagnosticLines: [line] });
    } else targets[targets.length - 1] = merged(before, block, line, diagnostic);
  }
  return targets;
}

/** Most lines that an action works on at once. */
export const MAX_LINES = 200;

/** The piece of a document that an action is about; `empty` where there is no code, `large` where there is too much of it. */
export type Pointed = ActionTarget | 'empty' | 'large';

/** The block around lines that a user points at, of which any line may be wrong where it is one; of several no others are. */
export function repairAround(document: LiveDocument, pointed: LineRange): Pointed {
  const { lines } = document;
  const range = within(lines, pointed);
  if (range === undefined) return 'empty';
  if (lengthOf(range) > MAX_LINES) return 'large';
  const { first, last } = range;
  const [above, below] = [enclosingBlock(lines, first), enclosingBlock(lines, last)];
  const around = { first: above.first, last: Math.max(above.last, below.last) };
  const block = lengthOf(around) > MAX_BLOCK ? range : around;
  return targetOf(document, block, first === last ? block : range, first);
}

/** Most lines of a block around lines that a user points at: more does not help a model. */
const MAX_BLOCK = 80;

/** The lines that a user has selected; around a cursor the function or class in which it stands. */
export function rewriteOf(document: LiveDocument, pointed: LineRange): Pointed {
  const { lines } = document;
  const range = within(lines, pointed);
  if (range === undefined) return 'empty';
  const block = pointed.first === pointed.last ? declarationAround(lines, range.first) : range;
  return lengthOf(block) > MAX_LINES ? 'large' : targetOf(document, block, block, range.first);
}

/** The same with what stands right above it: comments may change there, and belong above decorators and attributes. */
export function commentedAround(document: LiveDocument, pointed: LineRange): Pointed {
  const plain = rewriteOf(document, pointed);
  if (typeof plain === 'string' || pointed.first !== pointed.last) return plain;
  const { lines } = document;
  const first = leadOf(lines, plain.block.first);
  const block = { first, last: plain.block.last };
  return lengthOf(block) > MAX_LINES ? plain : targetOf(document, block, block, pointed.first);
}

function within(lines: readonly string[], { first, last }: LineRange): LineRange | undefined {
  const end = Math.min(last, lines.length - 1);
  const start = Math.min(first, end);
  return start >= 0 ? { first: start, last: end } : undefined;
}

const lengthOf = ({ first, last }: LineRange): number => last - first + 1;

function targetOf(
  { languageId, lines }: LiveDocument,
  block: LineRange,
  pointed: LineRange,
  line: number,
): Pointed {
  if (lines.slice(block.first, block.last + 1).every((line) => line.trim() === '')) return 'empty';
  const diagnosticLines = Array.from(
    { length: lengthOf(pointed) },
    (_, index) => pointed.first + index,
  );
  const diagnostic = { line, message: '', source: undefined };
  return { languageId, lines, block, diagnostic, diagnosticLines };
}

/** One block around two that meet, with what is wrong in both. */
function merged(
  target: ActionTarget,
  block: LineRange,
  line: number,
  diagnostic: Diagnostic,
): ActionTarget {
  const { first, last } = target.block;
  const isKnown = target.diagnostic.message.includes(diagnostic.message);
  const message = isKnown
    ? target.diagnostic.message
    : `${target.diagnostic.message}\nAnd in line ${diagnostic.line + 1} of the file: ${diagnostic.message}`;
  return {
    ...target,
    block: { first: Math.min(first, block.first), last: Math.max(last, block.last) },
    diagnostic: { ...target.diagnostic, message },
    diagnosticLines: [...target.diagnosticLines, line],
  };
}
