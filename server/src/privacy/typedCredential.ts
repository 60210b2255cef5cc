import { isPromisedBefore } from './credentials/assigned.ts';
import { DOTTED, isIn } from './credentials/characters.ts';
import { isBegun } from './credentials/issuers.ts';
import { credentialsIn } from './credentials.ts';

/** As much of a line as is looked at on either side of a cursor, in UTF-16 units. */
const MAX_LINE = 1_000;
/** Longest beginning of a credential that is looked for. */
const MAX_BEGUN = 100;

/** True if a cursor between two parts of a line stands in a credential or at the end of one, whole or begun. */
export function isTypingCredential(before: string, after: string): boolean {
  const left = before.slice(-MAX_LINE);
  const line = left + after.slice(0, MAX_LINE);
  return (
    isInOpenValue(left) ||
    endsBegun(left) ||
    credentialsIn(line).some(({ start, end }) => start < left.length && left.length <= end)
  );
}

/** True if a text ends inside the quotes of a value whose name promises a credential: `password = "hun`. */
function isInOpenValue(text: string): boolean {
  for (const quote of '"\'`') {
    const at = text.lastIndexOf(quote);
    if (at <= 0 || /\s|[$%]?\{/.test(text.slice(at + 1))) continue;
    const operator = text.slice(0, at).trimEnd().length - 1;
    if (operator > 0 && '=:>'.includes(text.charAt(operator)) && isPromisedBefore(text, operator))
      return true;
  }
  return false;
}

/** True if a text ends with the beginning of a credential whose issuer's prefix nothing else has. */
function endsBegun(text: string): boolean {
  const least = Math.max(0, text.length - MAX_BEGUN);
  for (let at = text.length; at > least && isIn(DOTTED, text.charCodeAt(at - 1)); at--) {
    if (isBegun(text, at - 1, text.length)) return true;
  }
  return false;
}

/** Lines above a cursor among which a key's header may stand: a key of 8,192 bits has some hundred. */
const MAX_LINES = 120;
const HEADER = /-----?\s?(BEGIN|END) [^\n]{0,40}PRIVATE KEY/;

/** True if a line stands between the header and the footer of a private key, or behind a header without one. */
export function isInKeyBlock(lines: readonly string[], line: number): boolean {
  for (let above = line - 1; above >= Math.max(0, line - MAX_LINES); above--) {
    const text = lines[above] ?? '';
    if (text === '' || text.length > MAX_LINE) continue;
    if (text.includes('----')) return HEADER.exec(text)?.[1] === 'BEGIN' && !text.includes('END ');
    // Lines of a key have no spaces but around them.
    if (/\S\s+\S+\s+\S/.test(text.slice(0, 200))) return false;
  }
  return false;
}
