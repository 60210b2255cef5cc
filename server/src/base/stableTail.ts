/** The share of a tail that it is shortened by at most, so that it begins with a line. */
const LINE_SHARE = 1 / 16;

/**
 * The end of a text, at most so many characters of it, and seldom less than what is kept when its start moves. It begins at a multiple of
 * the difference, counted from the text's beginning, and with a line where one begins near: while text is added at the end, tail after tail
 * begins at the same place. Never splits a surrogate pair.
 */
export function stableTail(
  text: string,
  length: number,
  kept: number = Math.ceil(length / 2),
): string {
  if (text.length <= length) return text;
  const stride = Math.max(1, length - kept);
  const least = Math.ceil((text.length - length) / stride) * stride;
  const lineStart = text.slice(least - 1, least + length * LINE_SHARE).indexOf('\n') + least;
  const start = lineStart < least ? least : lineStart;
  const code = text.charCodeAt(start);
  return text.slice(code >= 0xdc00 && code <= 0xdfff ? start + 1 : start);
}
