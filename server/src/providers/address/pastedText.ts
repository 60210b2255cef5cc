import { visible } from '../../base/pasted.ts';

/** Longest text that is read as an address, in UTF-16 units. */
const MAX_LENGTH = 2_000;
/** Marks around an address in running text, by how they begin and end. */
const MARKS = [
  ['"', '"'],
  ["'", "'"],
  ['`', '`'],
  ['“', '”'],
  ['‘', '’'],
  ['«', '»'],
  ['<', '>'],
  ['(', ')'],
] as const;
/** Marks before and behind an address in running text or code. A slash and three dots say more. */
const TRAILING = /(?<!\.)[.,;:!\\)>"'`”’»]$/;
const LEADING = /^["'`“‘«(<](?=https?:)/i;
/** `[text](` of Markdown, and the address behind it. */
const LINK = /^!?\[[^\]]*\]\(\s*<?/;
const LINKED = /^[^\s)>]+/;
/** A line of a shell, a request or an assignment of any language: the address is a part of it. */
const LINE =
  /^(?:[$>]\s*)?(?:(?:curl|wget|https?|get|post)\s|(?:export|set|const|let|var)\s|["']?[\w.-]+["']?\s*[:=]\s*["'`]?https?:)/i;
const ADDRESS = /https?:[\\/]{1,3}[^\s"'`<>“”‘’«»]+/gi;

export type PastedText = { readonly text: string } | { readonly problem: string };

/**
 * The one address in a text that was pasted: without quotes, brackets and invisible characters, out of a link of Markdown, a
 * line for a shell or an assignment. A problem is the rest of a sentence that begins with the text. Total and linear.
 */
export function pastedText(pasted: string): PastedText {
  if (pasted.length > MAX_LENGTH) return { problem: 'is too long for an address' };
  const whole = visible(pasted).trim();
  const text = linked(whole) ?? unmarked(whole);
  if (!LINE.test(text)) {
    if (!/\s/.test(text)) return { text: unmarked(text) };
    const { length } = addressesIn(text);
    return length > 1 ? MANY : { problem: 'has a blank inside; remove it' };
  }
  const [found, ...others] = addressesIn(text);
  if (found === undefined) return { problem: 'must be an http or https URL, and nothing else' };
  return others.length > 0 ? MANY : { text: unmarked(found) };
}

/** The address of a link of Markdown. */
function linked(text: string): string | undefined {
  const start = LINK.exec(text)?.[0];
  return start === undefined ? undefined : LINKED.exec(text.slice(start.length))?.[0];
}

const MANY = { problem: 'holds more than one address; keep one of them' };

const addressesIn = (text: string): string[] => [...new Set(text.match(ADDRESS))];

/** Without white space, quotes and brackets around it, and without the marks that follow an address in running text. */
function unmarked(text: string): string {
  let bare = text.trim();
  for (let isMarked = true; isMarked; ) {
    const { length } = bare;
    const marks = MARKS.find(([open, close]) => bare.startsWith(open) && bare.endsWith(close));
    if (marks !== undefined && length > 1) bare = bare.slice(1, -1).trim();
    else bare = bare.replace(LEADING, '').replace(TRAILING, '').trimEnd();
    isMarked = bare.length < length;
  }
  return bare;
}
