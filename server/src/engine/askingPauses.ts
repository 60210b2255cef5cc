/** How often a server is asked that tells which model it has: it takes longer to be started anew with another one. */
const SHORTEST_MS = 1_000;
/** Twice as long each time that it tells nothing, up to this. */
const LONGEST_MS = 60_000;
/** While it loads its model, or is away: it tells when it is back. */
const BACK_SOON_MS = 5_000;

interface Pause {
  readonly askedAt: number;
  readonly ms: number;
}

/** How soon servers are asked again which model they have: soon where they tell, more and more rarely where they do not. */
export class AskingPauses {
  readonly #known = new Map<string, Pause>();

  /** True once in each pause, the moment at which a server is to be asked; `now` is monotonic. */
  isOver(name: string, now: number): boolean {
    const { askedAt, ms } = this.#known.get(name) ?? NEVER_ASKED;
    if (now - askedAt < ms) return false;
    // As if it told nothing: it is not asked once more while it has not answered.
    this.#known.set(name, { askedAt: now, ms: Math.min(ms * 2, LONGEST_MS) });
    return true;
  }

  /** It has told. */
  told(name: string): void {
    this.#shorten(name, SHORTEST_MS);
  }

  /** It loads its model, or is away. */
  isBackSoon(name: string): void {
    this.#shorten(name, BACK_SOON_MS);
  }

  #shorten(name: string, mostMs: number): void {
    const pause = this.#known.get(name);
    if (pause !== undefined) this.#known.set(name, { ...pause, ms: Math.min(pause.ms, mostMs) });
  }
}

const NEVER_ASKED: Pause = { askedAt: Number.NEGATIVE_INFINITY, ms: SHORTEST_MS };
