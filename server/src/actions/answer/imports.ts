import type { Core } from './draft.ts';
import { isBlank, normal } from './line.ts';
import type { AnswerTarget } from './reading.ts';

const IMPORT =
  /^(?:import\s+(?!\()|from\s+\S+\s+import\b|#\s?include\b|use\s+[\w:\\{]+|using\s+(?:static\s+)?[\w.]+\s*;|(?:require|require_relative)\s+['"]|library\(|(?:const|local)\s+(?=[\w{},])[\w{}, ]{1,80}=\s*(?:@import|require)\b|open\s+[A-Z])/;

/** True for a line that brings in names of another file. */
const isImport = (line: string): boolean => IMPORT.test(line.trim().slice(0, 300));

/**
 * An answer without the imports with which it begins and its block does not, where the document has them. `undefined` if it has not: within a
 * file nobody wants them.
 */
export function withoutImports(
  answer: readonly string[],
  { lines, first }: Core,
  place: AnswerTarget,
): readonly string[] | undefined {
  if (first === 0 || lines.some(isImport)) return answer;
  const end = answer.findIndex((line) => !isBlank(line) && !isImport(line));
  const imports = answer.slice(0, Math.max(0, end)).filter((line) => !isBlank(line));
  if (imports.length === 0) return answer;
  const known = new Set(place.lines.map(normal));
  return imports.every((line) => known.has(normal(line))) ? answer.slice(end) : undefined;
}
