/** One token of a line: its text, and how many characters of white space stand before it. */
export interface Token {
  readonly text: string;
  readonly gap: number;
}

/** Marks that are written together, longest first. */
const OPERATORS = [
  ['===', '!==', '...', '/**'],
  ['=>', '==', '!=', '<=', '>=', '&&', '||', '??', '?.', '++', '--', '+=', '-=', '**', '::', '->'],
  ['//', '/*', '*/'],
].flat();

const CLASS = { other: 0, space: 1, letter: 2, digit: 3 } as const;
const ASCII = Uint8Array.from({ length: 128 }, (_, code) => classify(String.fromCharCode(code)));
const BY_FIRST = Array.from({ length: 128 }, (_, code) =>
  OPERATORS.filter((operator) => operator.charCodeAt(0) === code),
);

function classify(character: string): number {
  if (/^[\p{L}_$]/u.test(character)) return CLASS.letter;
  if (/^\p{N}/u.test(character)) return CLASS.digit;
  return /^\s/.test(character) ? CLASS.space : CLASS.other;
}

function classAt(line: string, at: number): number {
  const code = line.charCodeAt(at);
  return code < 128
    ? (ASCII[code] as number)
    : classify(String.fromCodePoint(line.codePointAt(at) as number));
}

const widthAt = (line: string, at: number): number =>
  (line.codePointAt(at) as number) > 0xffff ? 2 : 1;

/** Where the white space that begins at `at` ends, at `limit` at the latest. */
export function spaceEnd(line: string, at: number, limit = line.length): number {
  let end = at;
  while (end < limit && classAt(line, end) === CLASS.space) end++;
  return end;
}

/** Where the token that begins at `at`, which is no white space, ends: a word, a number, a mark. */
export function tokenEnd(line: string, at: number, limit = line.length): number {
  const first = classAt(line, at);
  if (first === CLASS.other) return at + markLength(line, at);
  let end = at + widthAt(line, at);
  while (end < limit) {
    const next = classAt(line, end);
    const goesOn =
      next === CLASS.letter || next === CLASS.digit || (first === CLASS.digit && line[end] === '.');
    if (!goesOn) break;
    end += widthAt(line, end);
  }
  return end;
}

function markLength(line: string, at: number): number {
  for (const operator of BY_FIRST[line.charCodeAt(at)] ?? []) {
    if (line.startsWith(operator, at)) return operator.length;
  }
  return widthAt(line, at);
}

/** Splits one line (without its end) into tokens; together with their gaps they give it back. */
export function tokenizeLine(line: string): Token[] {
  const tokens: Token[] = [];
  for (let at = 0; ; ) {
    const start = spaceEnd(line, at);
    if (start === line.length) return tokens;
    const end = tokenEnd(line, start);
    tokens.push({ text: line.slice(start, end), gap: start - at });
    at = end;
  }
}

/** Whether a text can still grow by typing on: the last token of a line that ends in a word. */
export const isWord = (text: string): boolean => /^[\p{L}\p{N}_$]/u.test(text);
