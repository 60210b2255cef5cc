/** The first whole lines of a text, of at most `most` UTF-16 units in all, without blank ones at the end. */
export function wholeLines(text: string, most: number): string {
  if (text.length <= most) return text.trimEnd();
  const end = most <= 0 ? -1 : text.lastIndexOf('\n', most);
  return end === -1 ? '' : text.slice(0, end).trimEnd();
}
