import { enclosingBlock, type LineRange } from '../documents/enclosingBlock.ts';
import type { LiveDocument } from '../documents/liveDocument.ts';
import type { ActionTarget, Trouble } from './action.ts';

/** The blocks that hold some troubles, in order; those that meet are one, with what is wrong in all of it. */
export function targetsOf(
  { languageId, lines }: LiveDocument,
  troubles: readonly Trouble[],
): ActionTarget[] {
  const targets: ActionTarget[] = [];
  const found = troubles.map((trouble) => {
    const line = Math.min(trouble.line, lines.length - 1);
    return { block: enclosingBlock(lines, line), line, trouble };
  });
  for (const { block, line, trouble } of found.sort(
    (one, other) => one.block.first - other.block.first,
  )) {
    const before = targets.at(-1);
    if (before === undefined || before.block.last < block.first) {
      targets.push({ languageId, lines, block, trouble, troubled: [line] });
    } else targets[targets.length - 1] = merged(before, block, line, trouble);
  }
  return targets;
}

/** One block around two that meet, with what is wrong in both. */
function merged(
  target: ActionTarget,
  block: LineRange,
  line: number,
  trouble: Trouble,
): ActionTarget {
  const { first, last } = target.block;
  const isKnown = target.trouble.message.includes(trouble.message);
  const message = isKnown
    ? target.trouble.message
    : `${target.trouble.message}\nAnd in line ${trouble.line + 1} of the file: ${trouble.message}`;
  return {
    ...target,
    block: { first: Math.min(first, block.first), last: Math.max(last, block.last) },
    trouble: { ...target.trouble, message },
    troubled: [...target.troubled, line],
  };
}
