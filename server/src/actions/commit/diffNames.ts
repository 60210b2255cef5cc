/*
 * The names in the head of a file's part of a diff, as git writes them (git-diff, "Generating patch text with -p"). Settings of git's choose the prefixes
 * (`diff.noprefix`, `diff.mnemonicPrefix`, `diff.srcPrefix`), and names with odd letters are quoted as C does.
 */

/** A head may name a file in many lines; all names count for whoever asks whether it may be sent. */
export interface NameLines {
  /** Behind `diff --git `, `diff --cc ` or `diff --combined `. */
  readonly first: string;
  readonly isCombined: boolean;
  /** Behind `rename from `, `rename to `, `copy from ` and `copy to `, which have no prefixes. */
  readonly moved: readonly string[];
  /** Behind `--- ` and `+++ `. */
  readonly sides: readonly string[];
}

/** The prefixes that git writes by itself, `a/` and `b/` and those of `diff.mnemonicPrefix`. */
const LETTERS = new Set(['ab', 'iw', 'ci', 'cw', 'ow', '12', 'ba', 'wi', 'ic', 'wc', 'wo', '21']);
const NOWHERE = '/dev/null';

/** All names of a file in the order from old to new, without those that are there twice; none where they cannot be told. */
export function namesIn({ first, isCombined, moved, sides }: NameLines): readonly string[] {
  const plain = isCombined ? unquoted(first) : undefined;
  const pair = isCombined ? undefined : pairIn(first);
  const there = sides.map(sideOf).filter((side) => side !== NOWHERE);
  const [from = '', to = ''] = pair ?? there;
  const hasLetters = isCombined ? there.every(isLettered) : arePrefixed(from, to);
  const bare = (name: string) => (hasLetters && isLettered(name) ? name.slice(2) : name);
  const said = moved.map(unquoted);
  const exact = plain === undefined ? said : [plain];
  const found = [...(pair ?? []), ...there];
  if (hasLetters || from === to) return unique([...exact, ...found.map(bare)]);
  // Prefixes of the user's own: of one name on both sides they are what differs.
  const common = exact.length > 0 ? [] : commonEnds(from, to);
  return exact.length + common.length === 0 ? [] : unique([...found, ...exact, ...common]);
}

const isLettered = (name: string): boolean => /^[abciwo12]\//.test(name);

const arePrefixed = (from: string, to: string): boolean =>
  isLettered(from) && isLettered(to) && LETTERS.has(from.charAt(0) + to.charAt(0));

const unique = (names: readonly string[]): readonly string[] => [
  ...new Set(names.filter((name) => name !== '')),
];

/** Git writes a tab behind a name with a blank in it. */
const sideOf = (side: string): string => unquoted(side.replace(/\t.*$/s, ''));

/** The two names of `diff --git`; two unquoted ones are told apart where they are as long as each other, as those of one file are. */
function pairIn(line: string): readonly [string, string] | undefined {
  if (line.startsWith('"')) {
    const end = quoteEnd(line);
    if (end === -1 || line.charAt(end + 1) !== ' ') return undefined;
    return [unquoted(line.slice(0, end + 1)), unquoted(line.slice(end + 2))];
  }
  const quoted = line.endsWith('"') ? line.indexOf(' "') : -1;
  if (quoted !== -1) return [line.slice(0, quoted), unquoted(line.slice(quoted + 1))];
  const middle = (line.length - 1) / 2;
  if (line.charAt(middle) !== ' ') return undefined;
  return [line.slice(0, middle), line.slice(middle + 1)];
}

/**
 * The ends that two names have in common, the longest first: a prefix may end in a slash, in another sign, or in no sign at all. Nothing where they end in
 * different names.
 */
function commonEnds(from: string, to: string): readonly string[] {
  let length = 0;
  while (length < from.length && from.at(-1 - length) === to.at(-1 - length)) length++;
  const end = from.slice(from.length - length);
  const slash = end.indexOf('/');
  if (slash === -1 || slash === end.length - 1) return [];
  const head = end.slice(0, slash);
  const signs = [...head.matchAll(/[^\p{L}\p{N}]+/gu)].slice(0, MOST_SIGNS);
  const starts = [0, ...signs.map(({ 0: sign, index }) => index + sign.length)];
  return [...starts.map((start) => end.slice(start)).filter(isRelative), end.slice(slash + 1)];
}

/** More signs of a name are not taken for the end of a prefix. */
const MOST_SIGNS = 8;
const isRelative = (name: string): boolean => !name.startsWith('/');

/** Where the quotation ends that a text begins with; -1 if it does not. */
function quoteEnd(text: string): number {
  for (let index = 1; index < text.length; index++) {
    if (text[index] === '\\') index++;
    else if (text[index] === '"') return index;
  }
  return -1;
}

const ESCAPES: Readonly<Record<string, number>> = {
  a: 7,
  b: 8,
  t: 9,
  n: 10,
  v: 11,
  f: 12,
  r: 13,
};

/** A name without its quotes and escapes, which stand for bytes of UTF-8; a name without quotes stays as it is. */
export function unquoted(name: string): string {
  if (name.length < 2 || !name.startsWith('"') || !name.endsWith('"')) return name;
  const parts = name.slice(1, -1).match(/\\[0-7]{3}|\\.|[^\\]+/gs) ?? [];
  const bytes = parts.map((part) => {
    if (!part.startsWith('\\')) return Buffer.from(part);
    const code = ESCAPES[part.charAt(1)];
    if (part.length === 4) return Buffer.from([Number.parseInt(part.slice(1), 8) & 0xff]);
    return code === undefined ? Buffer.from(part.slice(1)) : Buffer.from([code]);
  });
  return Buffer.concat(bytes).toString('utf8');
}
