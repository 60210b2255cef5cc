/**
 * The content of the first Markdown code fence in an answer (CommonMark §4.5: at least three backticks
 * or tildes, closed by as many of the same). `undefined` when there is none or it is not closed, for
 * then the answer was cut.
 */
export function fencedBlock(answer: string): string | undefined {
  const lines = answer.replace(/\r\n?/g, '\n').split('\n');
  const open = lines.findIndex((line) => FENCE.test(line));
  const fence = FENCE.exec(lines[open] ?? '')?.[1];
  if (fence === undefined) return undefined;
  const close = lines.findIndex(
    (line, index) => index > open && line.trim().startsWith(fence) && isOnly(line.trim(), fence),
  );
  return close === -1 ? undefined : lines.slice(open + 1, close).join('\n');
}

const FENCE = /^ {0,3}(`{3,}|~{3,})[^`]*$/;
const isOnly = (line: string, fence: string): boolean =>
  [...line].every((character) => character === fence[0]);
