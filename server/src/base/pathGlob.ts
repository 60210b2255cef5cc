import { anywhere, type Effort, matches, type PathPattern, parsePattern } from './pathPattern.ts';
import { plainGlob, withoutVariable } from './plainGlob.ts';

/** A glob of the settings: a path pattern, with `{a,b}` for alternatives. */
export interface PathGlob {
  readonly patterns: readonly PathPattern[];
}

const MAX_LENGTH = 1_000;
const MAX_ALTERNATIVES = 200;

/** A glob, or what is wrong with it: the end of a sentence that begins with its name. */
export type ParsedGlob =
  | { readonly kind: 'glob'; readonly glob: PathGlob }
  | { readonly kind: 'problem'; readonly problem: string };

/**
 * Parses a glob. One without a slash holds in every folder if `isAnywhere`, as in `.gitignore`; else, as with `files.exclude`,
 * in the workspace folder itself only.
 */
export function parseGlob(text: string, isAnywhere: boolean): ParsedGlob {
  const glob = text.trim();
  if (glob === '') return wrong('is empty');
  if (glob.length > MAX_LENGTH) return wrong(`is longer than ${MAX_LENGTH} characters`);
  if (glob.startsWith('!')) return wrong('begins with “!”, but files can only be excluded here');
  const known = withoutVariable(glob.replaceAll('\\', '/'));
  if (known.kind === 'problem') return known;
  const alternatives = expand(known.text);
  if (alternatives === undefined) {
    return wrong(`has braces that do not match, or more than ${MAX_ALTERNATIVES} alternatives`);
  }
  const patterns: PathPattern[] = [];
  for (const alternative of alternatives) {
    const written = plainGlob(alternative);
    if (written.kind === 'problem') return written;
    const each = written.text;
    const pattern = parsePattern(each, 'areSkipped');
    const isName = !each.replace(/\/$/, '').includes('/');
    if (pattern === undefined) return wrong('has a bracket “[” that is not closed');
    patterns.push(isAnywhere && isName ? anywhere(pattern) : pattern);
  }
  return { kind: 'glob', glob: { patterns } };
}

const wrong = (problem: string): ParsedGlob => ({ kind: 'problem', problem });

/** True if a glob matches a path, or a folder in which it lies. */
export const globMatches = (glob: PathGlob, path: readonly string[], effort: Effort): boolean =>
  path.some((_, index) =>
    glob.patterns.some((pattern) => matches(pattern, path.slice(0, index + 1), false, effort)),
  );

/** Writes out the alternatives in braces, the outer ones first; `undefined` if they do not match or are too many. */
function expand(glob: string): string[] | undefined {
  const waiting = [glob];
  const done: string[] = [];
  while (waiting.length > 0) {
    if (waiting.length + done.length > MAX_ALTERNATIVES) return undefined;
    const next = waiting.pop() ?? '';
    const start = next.indexOf('{');
    if (start === -1) {
      if (next.includes('}')) return undefined;
      done.push(next);
      continue;
    }
    const braces = bracesAt(next, start);
    if (braces === undefined) return undefined;
    const [before, after] = [next.slice(0, start), next.slice(braces.end + 1)];
    for (const each of braces.alternatives) waiting.push(before + each + after);
  }
  return done;
}

/** The alternatives in the braces that open at `start`, and where they close; `undefined` if they do not. */
function bracesAt(
  text: string,
  start: number,
): { alternatives: string[]; end: number } | undefined {
  const alternatives: string[] = [];
  let depth = 0;
  let from = start + 1;
  for (let at = start; at < text.length; at++) {
    const char = text[at];
    if (char === '{') depth++;
    if (char === '}') depth--;
    const isEnd = depth === 0;
    if (!isEnd && (char !== ',' || depth > 1)) continue;
    alternatives.push(text.slice(from, at));
    from = at + 1;
    if (isEnd) return { alternatives, end: at };
  }
  return undefined;
}
