import type { AskedPlace } from './filter.ts';

/** Code may well begin as its line does; so much of a line is not there twice by chance. */
const LEAST_LENGTH = 8;

/** Takes away what a model repeats of the line before the cursor. */
export function dropEchoOfPrefix(text: string, { linePrefix }: AskedPlace): string {
  const line = linePrefix.trim();
  const start = text.trimStart();
  if (line.length < LEAST_LENGTH || !start.startsWith(line)) return text;
  const rest = start.slice(line.length);
  return /\s$/.test(linePrefix) ? rest.trimStart() : rest;
}
