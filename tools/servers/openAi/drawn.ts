import { createHash } from 'node:crypto';

/** A digest of anything that is JSON, in which the order of members does not count. */
export const digestOf = (...parts: readonly unknown[]): string =>
  createHash('sha256')
    .update(JSON.stringify(parts.map(sorted)))
    .digest('hex');

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).map(([name, member]) => [name, sorted(member)] as const);
  return Object.fromEntries(members.sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** Numbers from 0 to 1 that a digest decides (mulberry32). */
export function drawnFrom(digest: string): () => number {
  let state = Number.parseInt(digest.slice(0, 8), 16);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export const oneOf = <T>(list: readonly T[], draw: () => number): T =>
  list[Math.floor(draw() * list.length)] as T;

/** A text in tokens, which put together are the text again: words with the space in front of them. */
export const tokensOf = (text: string): string[] => text.match(/\s?\S{1,8}|\s/gu) ?? [];
