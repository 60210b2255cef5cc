import type { DocumentChange } from '../../server/src/documents/liveDocument.ts';
import type { Position } from '../../server/src/documents/position.ts';

/** The change that leads from one text to another, as an editor tells of it. */
export function changeBetween(old: string, text: string): DocumentChange {
  let start = 0;
  while (start < old.length && start < text.length && old[start] === text[start]) start++;
  let tail = 0;
  const most = Math.min(old.length, text.length) - start;
  while (tail < most && old.at(-1 - tail) === text.at(-1 - tail)) tail++;
  const range = { start: positionOf(old, start), end: positionOf(old, old.length - tail) };
  return { range, text: text.slice(start, text.length - tail) };
}

function positionOf(text: string, offset: number): Position {
  const head = text.slice(0, offset);
  const lineStart = head.lastIndexOf('\n') + 1;
  let line = 0;
  for (let at = head.indexOf('\n'); at !== -1; at = head.indexOf('\n', at + 1)) line++;
  return { line, character: offset - lineStart };
}
