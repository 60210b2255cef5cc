/** How much each of some things gets of a room: the smaller ones all that they need, the others as much as each other. */
export function fairShares(needs: readonly number[], room: number): readonly number[] {
  const shares = needs.map(() => 0);
  const order = [...needs.keys()].sort((one, other) => (needs[one] ?? 0) - (needs[other] ?? 0));
  let left = Math.max(0, room);
  for (const [done, index] of order.entries()) {
    const share = Math.min(needs[index] ?? 0, Math.floor(left / (order.length - done)));
    shares[index] = share;
    left -= share;
  }
  return shares;
}
