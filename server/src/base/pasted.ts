/** Characters that nobody sees: they come along from web pages and chats. */
const INVISIBLE = /[\u00ad\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]/g;
/** The forms of ASCII as wide as an ideogram, and the full stops that stand for a dot in a host (RFC 3490 §3.1). */
const WIDE = /[\uff01-\uff5e]/g;
const DOTS = /[\u3002\uff61]/g;
const WIDE_OFFSET = 0xfee0;

/** The text as people see it, in ASCII where it means ASCII. */
export const visible = (text: string): string =>
  text
    .replace(INVISIBLE, '')
    .replace(WIDE, (wide) => String.fromCharCode(wide.charCodeAt(0) - WIDE_OFFSET))
    .replace(DOTS, '.');
