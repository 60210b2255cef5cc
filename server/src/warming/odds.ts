/** The signs that speak for a spot: the share of visits like this one that it followed, and how many others were left since it was. */
export interface Signs {
  readonly share: number;
  /** `undefined` for one that was not left lately. */
  readonly left: number | undefined;
}

/** Where one step of the signs ends and the next begins. */
const SHARES = [0.1, 0.25, 0.5, 0.75];
const LEFT = [1, 2, 4];
/** Before anything is known, one in ten comes true; that weighs as much as so many observations. */
const PRIOR = 0.1;
const PRIOR_WEIGHT = 5;
/** Of more observations only the newer half counts in full. */
const MAX_COUNT = 200;

/** How often spots with such signs were visited within their hour: what the signs are worth for this user. */
export class Odds {
  readonly #cells = new Map<number, { right: number; all: number }>();

  add(signs: Signs, isRight: boolean): void {
    const at = cellOf(signs);
    const cell = this.#cells.get(at) ?? { right: 0, all: 0 };
    this.#cells.set(at, cell);
    cell.all++;
    if (isRight) cell.right++;
    if (cell.all < MAX_COUNT) return;
    cell.all /= 2;
    cell.right /= 2;
  }

  /** 0 to 1. */
  of(signs: Signs): number {
    const { right, all } = this.#cells.get(cellOf(signs)) ?? { right: 0, all: 0 };
    return (right + PRIOR * PRIOR_WEIGHT) / (all + PRIOR_WEIGHT);
  }
}

const cellOf = ({ share, left }: Signs): number =>
  stepOf(share, SHARES) + (SHARES.length + 1) * (left === undefined ? 0 : 1 + stepOf(left, LEFT));

/** How many of the borders are below a value. */
const stepOf = (value: number, borders: readonly number[]): number =>
  borders.filter((border) => value > border).length;
