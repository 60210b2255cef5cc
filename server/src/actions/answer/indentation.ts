import { indentOf, isBlank } from './line.ts';

/** A step of indentation: a tab or some blanks. */
export type Unit = string;

/** The step that a text is indented by, as most of its lines go in; `undefined` where none does. */
export function unitOf(lines: readonly string[]): Unit | undefined {
  const indents = lines.filter((line) => !isBlank(line)).map(indentOf);
  const tabs = indents.filter((indent) => indent.startsWith('\t')).length;
  const blanks = indents.filter((indent) => indent.startsWith(' ')).length;
  if (tabs > 0 && tabs >= blanks) return '\t';
  const votes = new Map<number, number>();
  for (const [index, indent] of indents.entries()) {
    const step = Math.abs(indent.length - (indents[index - 1]?.length ?? indent.length));
    if (step >= 2 && step <= 8) votes.set(step, (votes.get(step) ?? 0) + 1);
  }
  const [best] = [...votes].toSorted(([one, first], [other, second]) => {
    return second - first || one - other;
  });
  if (best !== undefined) return ' '.repeat(best[0]);
  return tabs > 0 ? '\t' : undefined;
}

interface Depth {
  readonly steps: number;
  /** Blanks beyond the last step, as of lines that are aligned with others. */
  readonly rest: number;
}

/** How a text's indentation becomes that of the block. */
export interface Shift {
  readonly from: { readonly unit: Unit; readonly indent: string };
  readonly to: { readonly unit: Unit; readonly indent: string };
}

/** The indentation that a line of the answer has in the document. */
export function shifted(indent: string, { from, to }: Shift): string {
  if (from.indent === to.indent && from.unit === to.unit) return indent;
  const own = depthOf(indent, from.unit);
  const base = depthOf(from.indent, from.unit);
  const goal = depthOf(to.indent, to.unit);
  if (from.unit === to.unit && from.unit !== '\t') {
    const width = from.unit.length;
    const columns = (depth: Depth) => depth.steps * width + depth.rest;
    return ' '.repeat(Math.max(0, columns(own) - columns(base) + columns(goal)));
  }
  const steps = Math.max(0, own.steps - base.steps + goal.steps);
  return to.unit.repeat(steps) + ' '.repeat(Math.max(0, own.rest - base.rest + goal.rest));
}

/** True if nobody can say for certain how deep a line is to stand: it is aligned with another, in other units. */
export const isVague = (indent: string, { from, to }: Shift): boolean =>
  from.unit !== to.unit && depthOf(indent, from.unit).rest > 0;

function depthOf(indent: string, unit: Unit): Depth {
  if (unit === '\t') {
    const steps = indent.split('\t').length - 1;
    return { steps, rest: indent.length - steps };
  }
  const columns = indent.replaceAll('\t', unit).length;
  return { steps: Math.floor(columns / unit.length), rest: columns % unit.length };
}
