import {
  anywhere,
  type Effort,
  matches,
  type PathPattern,
  parsePattern,
} from '../base/pathPattern.ts';

/** One line of an ignore file. */
export interface IgnoreRule {
  readonly pattern: PathPattern;
  /** True for `!…`: what earlier lines exclude is not excluded. */
  readonly isNegated: boolean;
  /** True for `…/`: folders only. */
  readonly isForFolders: boolean;
}

/** Parses an ignore file by the rules of `gitignore(5)`. Lines that can match nothing are left out. */
export function parseIgnoreFile(text: string): readonly IgnoreRule[] {
  const rules: IgnoreRule[] = [];
  for (const line of text.replace(/^\uFEFF/, '').split('\n')) {
    const rule = parseLine(line);
    if (rule !== undefined) rules.push(rule);
  }
  return rules;
}

function parseLine(line: string): IgnoreRule | undefined {
  let text = withoutBlanks(line.endsWith('\r') ? line.slice(0, -1) : line);
  if (text === '' || text.startsWith('#')) return undefined;
  const isNegated = text.startsWith('!');
  if (isNegated) text = text.slice(1);
  const isForFolders = text.endsWith('/');
  const path = isForFolders ? text.slice(0, -1) : text;
  // The slash in front of a pattern is none of its own.
  const pattern = parsePattern(path.replace(/^\//, ''), 'matchNothing');
  if (pattern === undefined) return undefined;
  // A slash in it, or before it, binds it to the file's folder.
  return { pattern: path.includes('/') ? pattern : anywhere(pattern), isNegated, isForFolders };
}

/** Blanks at the end do not count, unless a backslash stands before them. */
function withoutBlanks(line: string): string {
  let end = line.length;
  while (end > 0 && line[end - 1] === ' ' && !isEscaped(line, end - 1)) end--;
  return line.slice(0, end);
}

function isEscaped(line: string, at: number): boolean {
  let backslashes = 0;
  while (at > backslashes && line[at - 1 - backslashes] === '\\') backslashes++;
  return backslashes % 2 === 1;
}

/**
 * Decides by the rules of one folder over a path in it (its names from there on): the last that matches decides; `undefined` if
 * none does. Case does not count where something is excluded and counts where it is not: some systems do not tell `A` from `a`.
 */
export function verdictOf(
  rules: readonly IgnoreRule[],
  path: readonly string[],
  isFolder: boolean,
  effort: Effort,
): 'excluded' | 'kept' | undefined {
  for (let index = rules.length - 1; index >= 0; index--) {
    const { pattern, isNegated, isForFolders } = rules[index] as IgnoreRule;
    if (isForFolders && !isFolder) continue;
    if (matches(pattern, path, isNegated, effort)) return isNegated ? 'kept' : 'excluded';
  }
  return undefined;
}
