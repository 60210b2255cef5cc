import { isBlank } from './line.ts';

const IMPORT =
  /^(?:import\s+(?!\()|from\s+\S+\s+import\b|#\s?include\b|use\s+[\w:\\{]+|using\s+(?:static\s+)?[\w.]+\s*;|(?:require|require_relative)\s+['"]|library\(|(?:const|local)\s+[\w{}, ]{1,80}=\s*(?:@import|require)\b|open\s+[A-Z])/;

/** True for a line that brings in names of another file. */
export const isImport = (line: string): boolean => IMPORT.test(line.trim().slice(0, 300));

/** The imports with which an answer begins and its block does not. */
export function importsAbove(
  answer: readonly string[],
  block: readonly string[],
): readonly string[] {
  if (block.some(isImport)) return [];
  const end = answer.findIndex((line) => !isBlank(line) && !isImport(line));
  return answer.slice(0, Math.max(0, end)).filter((line) => !isBlank(line));
}
