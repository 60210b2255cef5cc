/**
 * Bytes, and messages, that are read before others have their turn: an event of one letter has 40 bytes at least, and takes
 * some microseconds.
 */
const BYTES_A_TURN = 32_768;
export const MESSAGES_A_TURN = 2_000;

/**
 * Reads what comes in pieces that are short enough to be read at once; after each full one, others have their turn. `take` returns `false`
 * when no more is wanted; then this resolves with `false`, too. No promise is made for a piece but that of the body itself: streams have thousands of them.
 */
export async function readPaced(
  body: AsyncIterable<Uint8Array>,
  nextTurn: () => Promise<void>,
  take: (piece: Uint8Array) => boolean,
): Promise<boolean> {
  let sinceTurn = 0;
  for await (const bytes of body) {
    for (let at = 0; at < bytes.length; at += BYTES_A_TURN) {
      const piece = bytes.subarray(at, at + BYTES_A_TURN);
      if (sinceTurn + piece.length > BYTES_A_TURN) {
        await nextTurn();
        sinceTurn = 0;
      }
      sinceTurn += piece.length;
      if (!take(piece)) return false;
    }
  }
  return true;
}

export function* chunksOf<Item>(items: readonly Item[], size: number): Generator<readonly Item[]> {
  for (let from = 0; from < items.length; from += size) yield items.slice(from, from + size);
}
