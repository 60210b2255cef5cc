import { enclosingBlock, type LineRange } from '../documents/enclosingBlock.ts';
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

/** Most lines that a user can point at for one action: as many as a block has at most. */
const MAX_LINES = 80;

/**
 * The block around lines that a user points at; `undefined` where there is no code, or too much of it. One line stands for
 * its block, of which any line may be wrong; of several no others are.
 */
export function targetAround(
  { languageId, lines }: LiveDocument,
  { first, last }: LineRange,
): ActionTarget | undefined {
  const end = Math.min(last, lines.length - 1);
  const start = Math.min(first, end);
  if (!(start >= 0) || end - start >= MAX_LINES) return undefined;
  const [above, below] = [enclosingBlock(lines, start), enclosingBlock(lines, end)];
  const around = { first: above.first, last: Math.max(above.last, below.last) };
  const isLarge = around.last - around.first >= MAX_LINES;
  const block = isLarge ? { first: start, last: end } : around;
  if (lines.slice(block.first, block.last + 1).every((line) => line.trim() === ''))
    return undefined;
  const pointed = start === end ? block : { first: start, last: end };
  const diagnosticLines = Array.from(
    { length: pointed.last - pointed.first + 1 },
    (_, index) => pointed.first + index,
  );
  const diagnostic = { line: start, message: '', source: undefined };
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
