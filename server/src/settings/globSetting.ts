import { parseGlob } from '../base/pathGlob.ts';
import { brief } from './problemTexts.ts';

/** Most globs that are heeded. */
const MAX_GLOBS = 1_000;

/**
 * Globs of a setting, as far as they can be used: one that cannot must not take the others with it, which keep files from
 * being sent. `tell` gets a sentence for each that is left out.
 */
export function parseGlobs(
  setting: string,
  value: unknown,
  tell: (sentence: string) => void,
): readonly string[] {
  // One glob without its list excludes what it names, rather than nothing.
  const list = typeof value === 'string' ? [value] : value;
  if (!Array.isArray(list)) {
    tell(`${setting}: ${brief(value)} must be a list of globs; it is ignored.`);
    return [];
  }
  if (list.length > MAX_GLOBS) tell(`${setting}: only the first ${MAX_GLOBS} globs are used.`);
  const globs = list.slice(0, MAX_GLOBS).filter((each): each is string => {
    const problem = problemOf(each);
    if (problem !== undefined)
      tell(`${setting}: ${brief(each)} ${problem}; this glob is left out.`);
    return problem === undefined;
  });
  return Object.freeze(globs);
}

function problemOf(value: unknown): string | undefined {
  if (typeof value !== 'string') return 'must be a text';
  const parsed = parseGlob(value, true);
  return parsed.kind === 'problem' ? parsed.problem : undefined;
}
