/** Index of the quote that ends a string; the text's length while it is open. */
export function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === '"') return at;
    if (character === '\\') at++;
  }
  return text.length;
}

const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  b: '',
  f: '',
  '"': '"',
  '\\': '\\',
  '/': '/',
};

const UNICODE = /u([0-9a-fA-F]{4})/y;

/** Decodes a string as far as it has arrived. Models forget to escape backslashes: unknown escapes are kept as they are. */
export function decoded(
  text: string,
  start: number,
  isOver: boolean,
): { value: string; isClosed: boolean } {
  const end = endOfString(text, start);
  let value = '';
  for (let from = start + 1; from < end; ) {
    const next = text.indexOf('\\', from);
    const plain = next === -1 || next > end ? end : next;
    value += text.slice(from, plain);
    const letter = text.charAt(plain + 1);
    // The end of what has come, maybe in the midst of an escape.
    if (plain === end || letter === '' || (letter === 'u' && plain + 6 > text.length)) break;
    UNICODE.lastIndex = plain + 1;
    const digits = letter === 'u' ? UNICODE.exec(text)?.[1] : undefined;
    value += digits === undefined ? (ESCAPES[letter] ?? `\\${letter}`) : charOf(digits);
    from = plain + (digits === undefined ? 2 : 6);
  }
  const isHalf = !isOver && end === text.length && /[\ud800-\udbff]$/.test(value);
  return { value: isHalf ? value.slice(0, -1) : value, isClosed: end < text.length };
}

const charOf = (digits: string): string => String.fromCharCode(Number.parseInt(digits, 16));
