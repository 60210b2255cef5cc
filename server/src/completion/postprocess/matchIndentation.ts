import type { AskedPlace } from './filter.ts';

/** Lines above and below that tell how a place is indented, and by how much lines step in. */
const LINES = 50;
const USUAL_WIDTH = 4;

/**
 * Indents as the code at that place does: with tabs, or with as many spaces. The nearest indented line above decides, for
 * a document may hold text that is indented otherwise; where nothing is indented yet, any way will do.
 */
export function matchIndentation(text: string, { document, position }: AskedPlace): string {
  if (!/\n[ \t]/.test(text)) return text;
  const above = document.lines.slice(Math.max(0, position.line - LINES), position.line + 1);
  const below = document.lines.slice(position.line + 1, position.line + LINES);
  const nearest = above.findLast(isIndented) ?? below.find(isIndented);
  if (nearest === undefined) return text;
  return nearest.startsWith('\t') ? toTabs(text) : toSpaces(text, widthOf([...above, ...below]));
}

const isIndented = (line: string): boolean => /^(?:\t| {2})\s*\S/.test(line);

function toTabs(text: string): string {
  const [, ...rest] = text.split('\n');
  const width = widthOf(rest);
  return text.replace(/\n( +)/g, (_, indent: string) => {
    const tabs = Math.floor(indent.length / width);
    return `\n${'\t'.repeat(tabs)}${' '.repeat(indent.length - tabs * width)}`;
  });
}

const toSpaces = (text: string, width: number): string =>
  text.replace(/\n(\t+)/g, (_, indent: string) => `\n${' '.repeat(indent.length * width)}`);

/** By how many spaces lines step in: the most frequent step between neighbours. */
function widthOf(lines: readonly string[]): number {
  const steps = new Map<number, number>();
  let former = 0;
  for (const line of lines) {
    if (line.trim() === '') continue;
    const indent = line.search(/[^ ]|$/);
    const step = indent - former;
    if (step > 1 && step <= 8) steps.set(step, (steps.get(step) ?? 0) + 1);
    former = indent;
  }
  const [most] = [...steps].sort((one, other) => other[1] - one[1]);
  return most?.[0] ?? USUAL_WIDTH;
}
