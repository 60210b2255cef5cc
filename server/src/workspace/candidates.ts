import type { Corpus } from './corpus.ts';

/** A token that may come next, with what speaks for it. */
export interface Candidate {
  readonly token: number;
  readonly gap: number;
  weight: number;
  /** Longest context after which it occurred, in tokens, in the open file and elsewhere. */
  longestLocal: number;
  longestGlobal: number;
  /** How often it occurred after a context as long as the longest of all candidates. */
  count: number;
}

export interface Candidates {
  readonly all: readonly Candidate[];
  readonly totalWeight: number;
  /** How many places had a context as long as the longest of all. */
  readonly places: number;
}

/** Where candidates are looked for, and how much a place there counts. */
export interface Source {
  readonly corpus: Corpus;
  readonly isLocal: boolean;
  /** Positions that must not be copied from: the open file's own older state. */
  readonly isExcluded: (position: number) => boolean;
}

/** Places looked at in one chain; the newest come first. */
const MAX_WALK = 160;
/** Places looked at for nothing but a spelling: the last few hundred lines of the open file. */
const MAX_WALK_SPELLING = 4_000;
/** With so many places after a longer context, shorter ones add nothing but noise. */
const ENOUGH = 24;
/** A place counts this much more for each token that its context is longer. */
const WEIGHT_PER_TOKEN = 2.6;
const MAX_WEIGHT_LENGTH = 10;
/** Places in the open file speak more for what comes next in it. */
const LOCAL_FACTOR = 4;

/** What is looked for. */
export interface Wanted {
  /** The tokens before the wanted one; the last few dozen do. */
  readonly context: ArrayLike<number>;
  readonly accepts: (token: number, gap: number) => boolean;
  /** Whether a part of the token is typed: then its spelling alone says something, too. */
  readonly isTyped: boolean;
}

/** Collects what followed the longest known contexts, keeping what is accepted. */
export function collectCandidates(sources: readonly Source[], wanted: Wanted): Candidates {
  const collector = new Collector();
  for (const source of sources) walkOrders(source, wanted, collector);
  return collector.result();
}

function walkOrders(
  { corpus, isLocal, isExcluded }: Source,
  { context, accepts, isTyped }: Wanted,
  collector: Collector,
): void {
  let found = 0;
  let longerOrder = Infinity;
  for (const [order, length] of corpus.orders.entries()) {
    if (length === 0 && !isTyped) return;
    const maxWalk = length === 0 ? MAX_WALK_SPELLING : MAX_WALK;
    let position = corpus.first(order, context);
    for (let walked = 0; position !== -1 && walked < maxWalk; walked++) {
      const match = corpus.matchLength(position, context);
      if (match >= length && match < longerOrder && !isExcluded(position)) {
        const token = corpus.tokenAt(position);
        const gap = corpus.gapAt(position);
        if (accepts(token, gap)) {
          collector.add(token, gap, match, isLocal);
          found++;
        }
      }
      position = corpus.next(order, position);
    }
    if (found >= ENOUGH) return;
    longerOrder = length;
  }
}

class Collector {
  readonly #byToken = new Map<number, Candidate>();
  #totalWeight = 0;
  #longest = 0;
  #places = 0;

  add(token: number, gap: number, match: number, isLocal: boolean): void {
    const weight =
      WEIGHT_PER_TOKEN ** Math.min(match, MAX_WEIGHT_LENGTH) * (isLocal ? LOCAL_FACTOR : 1);
    this.#totalWeight += weight;
    if (match > this.#longest) this.#restart(match);
    if (match === this.#longest) this.#places++;
    const candidate = this.#candidate(token, gap);
    candidate.weight += weight;
    if (isLocal) candidate.longestLocal = Math.max(candidate.longestLocal, match);
    else candidate.longestGlobal = Math.max(candidate.longestGlobal, match);
    if (match === this.#longest) candidate.count++;
  }

  result(): Candidates {
    return {
      all: [...this.#byToken.values()].sort((one, other) => other.weight - one.weight),
      totalWeight: this.#totalWeight,
      places: this.#places,
    };
  }

  #restart(longest: number): void {
    this.#longest = longest;
    this.#places = 0;
    for (const candidate of this.#byToken.values()) candidate.count = 0;
  }

  #candidate(token: number, gap: number): Candidate {
    const key = token * 256 + gap + 128;
    const known = this.#byToken.get(key);
    if (known !== undefined) return known;
    const fresh = { token, gap, weight: 0, longestLocal: 0, longestGlobal: 0, count: 0 };
    this.#byToken.set(key, fresh);
    return fresh;
  }
}
