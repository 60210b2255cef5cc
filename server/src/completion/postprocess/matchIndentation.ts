import type { AskedPlace } from './filter.ts';

/** Lines above and below that tell how a document is indented. */
const LINES = 200;
const USUAL_WIDTH = 4;

/** Indents as the document does: with tabs, or with as many spaces. A document that is not indented yet takes both. */
export function matchIndentation(text: string, { document, position }: AskedPlace): string {
  if (!/\n[ \t]/.test(text)) return text;
  const around = document.lines.slice(Math.max(0, position.line - LINES), position.line + LINES);
  const tabs = around.filter((line) => line.startsWith('\t')).length;
  const spaces = around.filter((line) => line.startsWith('  ')).length;
  if (tabs === spaces) return text;
  return tabs > spaces ? toTabs(text) : toSpaces(text, widthOf(around));
}

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
