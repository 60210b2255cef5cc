import { KIND, type Kind, kindOfText } from './tokenKind.ts';

const FIRST_SLOTS = 2 ** 12;

/**
 * Numbers for token texts, so that sequences of tokens are arrays of integers. An open-addressing table over hashes of
 * the characters: looking a token up in its line makes no string.
 */
export class Vocabulary {
  /** Ends a file: no context reaches across it. */
  static readonly END = 0;
  /** Ends a line. */
  static readonly NEWLINE = 1;

  readonly #texts: string[] = ['', '\n'];
  /** As many as there are slots. */
  #kinds = new Uint8Array(FIRST_SLOTS);
  /** Ids, 0 where a slot is free. */
  #slots = new Int32Array(FIRST_SLOTS);

  constructor() {
    this.#kinds[Vocabulary.NEWLINE] = KIND.newline;
  }

  get size(): number {
    return this.#texts.length;
  }

  /** The number of a token that stands in a line, given to it now if it is new. */
  idIn(line: string, start: number, end: number): number {
    const slot = this.#slotOf(line, start, end);
    const known = this.#slots[slot] as number;
    if (known !== 0) return known;
    // A copy: a slice would keep the whole file it was cut from alive.
    const own = Buffer.from(line.slice(start, end)).toString();
    const id = this.#texts.push(own) - 1;
    this.#kinds[id] = kindOfText(own);
    this.#slots[slot] = id;
    if (2 * id > this.#slots.length) this.#grow();
    return id;
  }

  idOf(text: string): number {
    return text === '\n' ? Vocabulary.NEWLINE : this.idIn(text, 0, text.length);
  }

  /** The number of a text, or `undefined` for one never seen. */
  find(text: string): number | undefined {
    if (text === '\n') return Vocabulary.NEWLINE;
    const id = this.#slots[this.#slotOf(text, 0, text.length)] as number;
    return id === 0 ? undefined : id;
  }

  textOf(id: number): string {
    return this.#texts[id] ?? '';
  }

  kindOf(id: number): Kind {
    return (this.#kinds[id] ?? KIND.end) as Kind;
  }

  #slotOf(line: string, start: number, end: number): number {
    const mask = this.#slots.length - 1;
    let slot = hashOf(line, start, end) & mask;
    for (let id = this.#slots[slot]; id !== 0; id = this.#slots[slot]) {
      const text = this.#texts[id as number] as string;
      if (text.length === end - start && line.startsWith(text, start)) return slot;
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  #grow(): void {
    this.#slots = new Int32Array(this.#slots.length * 2);
    const kinds = new Uint8Array(this.#slots.length);
    kinds.set(this.#kinds);
    this.#kinds = kinds;
    for (let id = 2; id < this.#texts.length; id++) {
      const text = this.#texts[id] as string;
      this.#slots[this.#slotOf(text, 0, text.length)] = id;
    }
  }
}

/** FNV-1a over UTF-16 units (Fowler, Noll, Vo), its high bits mixed in. */
function hashOf(line: string, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let at = start; at < end; at++) {
    hash = Math.imul(hash ^ line.charCodeAt(at), 0x01000193);
  }
  return hash ^ (hash >>> 15);
}
