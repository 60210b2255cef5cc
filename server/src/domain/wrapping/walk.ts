import { isMarkup, isPlainData, isProse } from './languages.ts';
import type { Standpoint } from './standpoint.ts';
import { type SyntaxState, stateBehind } from './syntaxState.ts';

/** Tells what the places of a text are inside of, from the front to the back: none is asked about twice. */
export class Walk {
  readonly #text: string;
  readonly #at: Standpoint;
  #state: SyntaxState;
  #scanned = 0;

  constructor(text: string, at: Standpoint) {
    this.#text = text;
    this.#at = at;
    this.#state = at.state;
  }

  /** Returns the state at an index; no smaller index may be asked about afterward. */
  stateAt(index: number): SyntaxState {
    const passed = this.#text.slice(this.#scanned, index);
    this.#state = stateBehind(passed, this.#state, this.#at.syntax);
    this.#scanned = index;
    return this.#state;
  }

  /** True outside strings and comments, and where no text for people stands without them. */
  isCodeAt(index: number): boolean {
    return !holdsPlainText(this.#at) && this.stateAt(index).inside === 'code';
  }
}

/** True where text for people stands beside code without any quotes. */
export const holdsPlainText = (at: Standpoint): boolean =>
  isProse(at.languageId) || isMarkup(at.languageId) || isPlainData(at.languageId) || at.hasElements;
