import { declares } from './declaration.ts';

const KEYWORDS = new Set(
  `function func fun fn def defp class interface struct enum trait impl module namespace record object protocol extension sub proc
  method`.split(/\s+/),
);
const BINDINGS = new Set('const let var val type local'.split(' '));
const BEFORE_BINDINGS = new Set('export default declare pub public static'.split(' '));
const NO_NAMES = new Set(
  'if for while switch return match with catch foreach lock using async await'.split(' '),
);
const WORD = /[\p{L}_$#~][\p{L}\p{N}_$]*[?!]?/gu;

/** Longer lines are looked at no further. */
const MAX_LENGTH = 1_000;

/** The name that a line declares, without what it is a part of; `undefined` where it declares none. */
export function declaredName(line: string): string | undefined {
  const text = line.trim().slice(0, MAX_LENGTH);
  const words = [...text.matchAll(WORD)].map(({ 0: word, index }) => ({ word, index }));
  const open = text.indexOf('(');
  // Behind a bracket such a word is part of a parameter, as in `int write(struct ring *to)`.
  const keyword = words.findIndex(
    ({ word, index }) => KEYWORDS.has(word) && (open === -1 || index < open),
  );
  const bound = words.find(({ word }) => !BEFORE_BINDINGS.has(word));
  const isBound = BINDINGS.has(bound?.word ?? '') && words[keyword]?.word !== 'function';
  if (isAssigned(text)) return lastBefore(text, words, /[=:]/);
  if (isBound && bound !== undefined) return nameOf(words[words.indexOf(bound) + 1]?.word);
  if (keyword === -1) return lastBefore(text, words, /\(/);
  // Of a receiver, or types that follow the word, nothing is the name.
  const rest = withoutGroup(
    text,
    (words[keyword]?.index ?? 0) + (words[keyword]?.word.length ?? 0),
  );
  const path = /^[^\s(<{=]*/.exec(rest)?.[0] ?? '';
  return nameOf([...path.matchAll(WORD)].at(-1)?.[0]);
}

/** True for a line that gives a function to something: `path.name = function`. */
function isAssigned(text: string): boolean {
  const at = text.indexOf('=');
  const open = text.indexOf('(');
  return (
    at > 0 &&
    (open === -1 || at < open) &&
    /^=\s*(?:async\b|function\b|\(|\w+\s*=>)/.test(text.slice(at))
  );
}

/** The last word in front of a sign, without the types behind it. */
function lastBefore(
  text: string,
  words: readonly { readonly word: string; readonly index: number }[],
  sign: RegExp,
): string | undefined {
  const at = text.search(sign);
  if (at === -1) return undefined;
  const head = text.slice(0, at).trimEnd();
  const end = head.endsWith('>') ? head.lastIndexOf('<') : at;
  return nameOf(words.findLast(({ index }) => index < end)?.word);
}

/** A text behind brackets that stand at its front. */
function withoutGroup(text: string, from: number): string {
  const rest = text.slice(from).replace(/^[\s*]+/, '');
  const close = rest[0] === '(' ? ')' : rest[0] === '<' ? '>' : undefined;
  return close === undefined ? rest : rest.slice(rest.indexOf(close) + 1).trimStart();
}

const nameOf = (word: string | undefined): string | undefined =>
  word === undefined || NO_NAMES.has(word) || KEYWORDS.has(word) ? undefined : word;

/** The names that lines declare, each with the number of its line; the opening brace may stand on a line of its own. */
export function declaredNames(
  lines: readonly string[],
): { readonly name: string; readonly line: number }[] {
  return lines.flatMap((text, line) => {
    const isHeader =
      (lines[line + 1]?.trim() ?? '') === '{' && text.includes(')') && !text.includes(';');
    const name = declares(text) || isHeader ? declaredName(text) : undefined;
    return name === undefined ? [] : [{ name, line }];
  });
}
