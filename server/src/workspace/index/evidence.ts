import { type Alignment, align, LEAST_ALIGNED } from './alignment.ts';
import type { Corpus } from './corpus.ts';

/** How near a source is: the open file, files beside it or imported or open, all others. */
export const NEARNESS = { open: 0, near: 1, far: 2 } as const;
const SOURCES = 3;
/** Context lengths from which on occurrences are counted. */
export const LEVELS = [0, 1, 2, 3, 5, 8, 12, 16] as const;
export const COUNTS = SOURCES * LEVELS.length;

/** Where candidates are looked for. */
export interface Source {
  readonly corpus: Corpus;
  /** Chains by exact context, longest first: index and length. */
  readonly exact: readonly { readonly chain: number; readonly length: number }[];
  /** The chain by structure, if there is one. */
  readonly shape: number | undefined;
  /** How near a position is; -1 for those that must not be copied from. */
  readonly nearnessOf: (position: number) => number;
}

/** The wanted token, described by its context and the conditions that it must meet. */
export interface Wanted {
  /** The tokens before the wanted one; the last few dozen do. */
  readonly context: readonly number[];
  readonly accepts: (token: number, gap: number) => boolean;
  /** Whether a part of the token is typed: then its spelling alone says something, too. */
  readonly isTyped: boolean;
  readonly shapeOf: (token: number) => number;
}

/** A token that may come next, with what speaks for it. */
export interface Candidate {
  readonly token: number;
  /** How often it followed, by nearness and level: `LEVELS.length` numbers for each. */
  readonly counts: Float64Array;
  /** The longest alignment that leads to it. */
  alignment: Alignment | undefined;
  /** How often it stands in the workspace, where its spelling alone brought it up; 0 otherwise. */
  frequency: number;
  readonly gaps: Map<number, number>;
}

/** Places looked at in one chain; the newest come first. */
const MAX_WALK = 160;
const MAX_WALK_SHORT = 100;
/** Places looked at for nothing but a spelling: the last few hundred lines of the open file. */
const MAX_WALK_SPELLING = 4_000;
const MAX_WALK_SHAPE = 40;
/** With so many places after a longer context, shorter ones add nothing but noise. */
const ENOUGH = 32;
/** A gap's vote doubles with each token of context, and counts threefold from the open file. */
const OPEN_VOTE = 3;
const SHAPE_VOTE_BASE = 1.5;

/** All that speaks for one token or another at a place. */
export class Evidence {
  readonly candidates = new Map<number, Candidate>();
  /** How many places there were in all, as `Candidate.counts`. */
  readonly totals = new Float64Array(COUNTS);
  longestAlignment = 0;
  readonly #wanted: Wanted;

  constructor(sources: readonly Source[], wanted: Wanted) {
    this.#wanted = wanted;
    for (const source of sources) this.#countExact(source);
    for (const source of sources) if (source.shape !== undefined) this.#align(source, source.shape);
  }

  /** The white space that stood before a candidate where it is best supported. */
  gapOf({ gaps }: Candidate): number {
    let best = 0;
    let most = -1;
    for (const [gap, votes] of gaps) {
      if (votes > most) [best, most] = [gap, votes];
    }
    return best;
  }

  /** Brings up a token by its spelling alone. */
  addSpelling(token: number, frequency: number): void {
    const candidate = this.#candidate(token);
    candidate.frequency = frequency;
    if (candidate.gaps.size === 0) candidate.gaps.set(0, 0);
  }

  #countExact({ corpus, exact, nearnessOf }: Source): void {
    const { context, accepts, isTyped } = this.#wanted;
    let found = 0;
    let longer = Number.POSITIVE_INFINITY;
    for (const { chain, length } of exact) {
      if (found >= ENOUGH || (length === 0 && !isTyped)) return;
      // In short contexts of many files the newest hundred say what there is to say.
      let left = length === 0 ? MAX_WALK_SPELLING : length > 2 ? MAX_WALK : MAX_WALK_SHORT;
      let position = corpus.first(chain, context);
      for (; position !== -1 && left > 0; position = corpus.next(chain, position), left--) {
        const token = corpus.tokenAt(position);
        const gap = corpus.gapAt(position);
        if (!accepts(token, gap)) continue;
        const match = corpus.matchLength(position, context);
        if (match < length || match >= longer) continue;
        const nearness = nearnessOf(position);
        if (nearness === -1) continue;
        found++;
        this.#count(token, gap, match, nearness);
      }
      longer = length;
    }
  }

  #count(token: number, gap: number, match: number, nearness: number): void {
    const candidate = this.#candidate(token);
    vote(candidate, gap, 2 ** match * (nearness === NEARNESS.open ? OPEN_VOTE : 1));
    const first = nearness * LEVELS.length;
    for (let level = 0; level < LEVELS.length && match >= (LEVELS[level] as number); level++) {
      candidate.counts[first + level] = (candidate.counts[first + level] as number) + 1;
      this.totals[first + level] = (this.totals[first + level] as number) + 1;
    }
  }

  #align({ corpus, nearnessOf }: Source, chain: number): void {
    const { context, accepts, shapeOf } = this.#wanted;
    if (context.length < LEAST_ALIGNED) return;
    let position = corpus.first(chain, context);
    for (let left = MAX_WALK_SHAPE; position !== -1 && left > 0; left--) {
      const alignment = align(corpus, position, context, shapeOf);
      const gap = corpus.gapAt(position);
      if (alignment !== undefined && nearnessOf(position) !== -1 && accepts(alignment.token, gap)) {
        const candidate = this.#candidate(alignment.token);
        vote(candidate, gap, SHAPE_VOTE_BASE ** alignment.length);
        if (alignment.length > (candidate.alignment?.length ?? 0)) candidate.alignment = alignment;
        this.longestAlignment = Math.max(this.longestAlignment, alignment.length);
      }
      position = corpus.next(chain, position);
    }
  }

  #candidate(token: number): Candidate {
    const known = this.candidates.get(token);
    if (known !== undefined) return known;
    const counts = new Float64Array(COUNTS);
    const fresh = { token, counts, alignment: undefined, frequency: 0, gaps: new Map() };
    this.candidates.set(token, fresh);
    return fresh;
  }
}

function vote({ gaps }: Candidate, gap: number, votes: number): void {
  gaps.set(gap, (gaps.get(gap) ?? 0) + votes);
}
