/** A bet is never so large that one block can lose all. */
const MOST_BET = 0.75;
/** Blocks with the spread of chance that are assumed before any: the first bets are small. */
const PRIOR = { blocks: 4, square: 0.2 };

/**
 * A test that may be looked at after each block, and stopped then (betting: Waudby-Smith, Ramdas, "Estimating Means of Bounded Random
 * Variables by Betting", JRSS B 2024; by ranks, after Mann and Whitney 1947). A block has some calls under each of two values, in an
 * order by chance; its score is how much more often a call of the first is slower than one of the second than the other way round.
 * Where the second is not faster, the wealth that bets on the scores make exceeds `1 / error` at any time with no more than that
 * chance (Ville 1939), whatever the spread of the calls and however the server's pace drifts.
 */
export class BettingTest {
  #wealth = 1;
  #blocks = 0;
  #sum = 0;
  #squares = 0;

  get wealth(): number {
    return this.#wealth;
  }

  add(slower: readonly number[], faster: readonly number[]): void {
    const score = scoreOf(slower, faster);
    const blocks = this.#blocks + PRIOR.blocks;
    const mean = this.#sum / blocks;
    const square = (this.#squares + PRIOR.blocks * PRIOR.square) / blocks;
    // The bet of most growth for what was seen so far, which does not know this block.
    const bet = Math.min(MOST_BET, Math.max(0, mean / square));
    this.#wealth *= 1 + bet * score;
    this.#blocks++;
    this.#sum += score;
    this.#squares += score ** 2;
  }
}

/** -1 to 1: 1 where every one of the first is larger than every one of the second. */
function scoreOf(first: readonly number[], second: readonly number[]): number {
  let sum = 0;
  for (const one of first) for (const other of second) sum += Math.sign(one - other);
  return sum / Math.max(1, first.length * second.length);
}
