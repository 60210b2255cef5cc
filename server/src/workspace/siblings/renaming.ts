import {
  type Case,
  caseOf,
  inCase,
  partsOf,
  pluralOf,
  singularOf,
  type WordPart,
} from './wordParts.ts';

/** Words in small letters, apart by spaces; the last one in the singular where `isPlural`. */
interface Term {
  readonly words: string;
  readonly isPlural: boolean;
}

const MAX_WORDS = 3;

/**
 * Renames the words within names, all at once, each always to the same: what makes `findCustomer` to `findOrder` makes
 * `customers` to `orders` and `CUSTOMER_ID` to `ORDER_ID`.
 */
export class Renaming {
  readonly #targets = new Map<string, string>();
  readonly #origins = new Map<string, string>();
  readonly #met = new Map<string, number>();
  readonly #renamed = new Map<string, { text: string; collides: boolean }>();

  /** How many words become others. */
  get changes(): number {
    return [...this.#targets].filter(([from, to]) => from !== to).length;
  }

  /** How many of them were met once only. */
  get changedOnce(): number {
    return [...this.#targets].filter(([from, to]) => from !== to && this.#met.get(from) === 1)
      .length;
  }

  /** Makes one name become another; `false` where that contradicts what other names became. */
  add(from: string, to: string): boolean {
    const [there, here] = [partsOf(from), partsOf(to)];
    if (there.length === here.length) {
      return there.every((part, index) => this.#addParts([part], [here[index] as WordPart]));
    }
    const before = commonStart(there, here);
    const behind = commonStart(there.slice(before).reverse(), here.slice(before).reverse());
    const middle = there.slice(before, there.length - behind);
    const ownMiddle = here.slice(before, here.length - behind);
    const kept = [...there.slice(0, before), ...there.slice(there.length - behind)];
    return (
      kept.every((part) => this.#addParts([part], [part])) && this.#addParts(middle, ownMiddle)
    );
  }

  /** A name under the renaming, and whether it holds a word that already is what another one became. */
  apply(name: string): { text: string; collides: boolean } {
    const known = this.#renamed.get(name);
    if (known !== undefined) return known;
    const result = this.#rename(partsOf(name));
    this.#renamed.set(name, result);
    return result;
  }

  #addParts(there: readonly WordPart[], here: readonly WordPart[]): boolean {
    const [first, ownFirst] = [there[0], here[0]];
    if (first === undefined || ownFirst === undefined || there.length > MAX_WORDS) return false;
    if (first.joint !== ownFirst.joint || caseOf(first.text) !== caseOf(ownFirst.text))
      return false;
    let [from, to] = [termOf(there), termOf(here)];
    if (from.isPlural !== to.isPlural) [from, to] = [literally(there), literally(here)];
    const isSame = (this.#targets.get(from.words) ?? to.words) === to.words;
    if (!isSame || (this.#origins.get(to.words) ?? from.words) !== from.words) return false;
    this.#met.set(from.words, (this.#met.get(from.words) ?? 0) + 1);
    this.#targets.set(from.words, to.words);
    this.#origins.set(to.words, from.words);
    return true;
  }

  #rename(parts: readonly WordPart[]): { text: string; collides: boolean } {
    let text = '';
    let collides = false;
    for (let at = 0; at < parts.length; ) {
      const { length, written } = this.#renamedAt(parts, at);
      const part = parts[at] as WordPart;
      if (length === 0 && this.#origins.has(termOf([part]).words)) collides = true;
      text += written ?? part.joint + part.text;
      at += Math.max(1, length);
    }
    return { text, collides };
  }

  /** Gives the new name of the longest known term at a part. */
  #renamedAt(parts: readonly WordPart[], at: number): { length: number; written?: string } {
    for (let length = Math.min(MAX_WORDS, parts.length - at); length > 0; length--) {
      const own = parts.slice(at, at + length);
      const target = this.#targetOf(own);
      if (target !== undefined) return { length, written: write(target, own, parts) };
    }
    return { length: 0 };
  }

  #targetOf(parts: readonly WordPart[]): string | undefined {
    const literal = this.#targets.get(literally(parts).words);
    if (literal !== undefined) return literal;
    const term = termOf(parts);
    const target = this.#targets.get(term.words);
    return target !== undefined && term.isPlural ? inPlural(target) : target;
  }
}

function commonStart(one: readonly WordPart[], other: readonly WordPart[]): number {
  const most = Math.min(one.length, other.length) - 1;
  let length = 0;
  while (length < most && one[length]?.text === other[length]?.text) length++;
  return length;
}

const literally = (parts: readonly WordPart[]): Term => ({
  words: parts.map(({ text }) => text.toLowerCase()).join(' '),
  isPlural: false,
});

function termOf(parts: readonly WordPart[]): Term {
  const words = parts.map(({ text }) => text.toLowerCase());
  const singular = singularOf(words.at(-1) ?? '');
  if (singular === undefined) return { words: words.join(' '), isPlural: false };
  return { words: [...words.slice(0, -1), singular].join(' '), isPlural: true };
}

function inPlural(words: string): string {
  const all = words.split(' ');
  return [...all.slice(0, -1), pluralOf(all.at(-1) ?? '')].join(' ');
}

/** Writes words in place of parts of a name, joined and in the case as those were. */
function write(words: string, own: readonly WordPart[], all: readonly WordPart[]): string {
  const [first, second] = own as [WordPart, WordPart | undefined];
  const firstCase = caseOf(first.text);
  const isSnake = all.some(({ joint }, index) => index > 0 && joint === '_');
  const joint = second?.joint ?? (isSnake || firstCase === 'upper' ? '_' : '');
  const innerCase: Case = joint === '' ? 'capital' : firstCase;
  return words
    .split(' ')
    .map((word, index) =>
      index === 0 ? first.joint + inCase(word, firstCase) : joint + inCase(word, innerCase),
    )
    .join('');
}
