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
