import { type MarkedToken, marked, type Token } from 'marked';

/** Returns all that an editor’s own reader of Markdown takes for more than text: the addresses of links, and images, HTML, code and stress as they are written. */
export function markupIn(text: string): string[] {
  const found: string[] = [];
  void marked.walkTokens(marked.lexer(text), (token: Token) => {
    const marked = token as MarkedToken;
    if (marked.type === 'link') found.push(marked.href);
    else if (MARKUP.includes(marked.type)) found.push(marked.raw);
  });
  return found;
}

const MARKUP = ['image', 'html', 'def', 'code', 'codespan', 'em', 'del', 'blockquote'];

/**
 * Returns all that an editor makes something of in a text that is no Markdown: links in notifications, icons in labels, characters that are not seen or
 * turn the direction of writing.
 */
export const activeIn = (text: string): string[] => text.match(ACTIVE) ?? [];

const ACTIVE =
  /\[[^\]]+\]\([^)\s]+|\$\([\w~-]+\)|[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/gu;
