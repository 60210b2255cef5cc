import type { WrittenEdit } from './searchReplace.ts';

/** How tools for edits call what is searched for, and what takes its place. */
const NAMES: readonly (readonly [search: string, replace: string])[] = [
  ['search', 'replace'],
  ['old_string', 'new_string'],
  ['old_str', 'new_str'],
  ['old_text', 'new_text'],
  ['oldText', 'newText'],
  ['old', 'new'],
  ['find', 'replace'],
  ['original', 'updated'],
  ['before', 'after'],
];
const MAX_DEPTH = 4;

/**
 * The edits that a text of JSON names, as calls of tools have them; none where it is something else, or may be the code of a block
 * that has such names itself.
 */
export function editsInJson(text: string, block: string): WrittenEdit[] {
  const trimmed = text.trim();
  if (!/^[[{]/.test(trimmed)) return [];
  const names = NAMES.filter((pair) => pair.every((name) => !block.includes(`"${name}"`)));
  try {
    return editsOf(JSON.parse(trimmed), names, 0);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return [];
  }
}

function editsOf(value: unknown, names: typeof NAMES, depth: number): WrittenEdit[] {
  if (depth > MAX_DEPTH || typeof value !== 'object' || value === null) return [];
  const members = new Map<string, unknown>(Object.entries(value));
  for (const [search, replace] of names) {
    const [from, to] = [members.get(search), members.get(replace)];
    if (typeof from === 'string' && typeof to === 'string')
      return [[{ search: linesOf(from), replace: linesOf(to) }]];
  }
  return [...members.values()].flatMap((each) => editsOf(each, names, depth + 1));
}

/** The lines of a text; an empty one has none. */
const linesOf = (text: string): string[] =>
  text === '' ? [] : text.replace(/\r\n?/g, '\n').replace(/\n$/, '').split('\n');
