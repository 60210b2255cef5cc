import { atOnce, type Pieces } from '../base/turns.ts';
import { inAddress, inSource } from './credentials/addresses.ts';
import { assignedAt, isOperator } from './credentials/assigned.ts';
import { continued, inCall } from './credentials/calls.ts';
import { ALNUM, isIn, Runs } from './credentials/characters.ts';
import { inCommand } from './credentials/commands.ts';
import { behindWord, LONGEST_FARTHER } from './credentials/farther.ts';
import { issuedEnd } from './credentials/issuers.ts';
import { keyBlocks } from './credentials/keyBlocks.ts';
import { shapeAt } from './credentials/shapes.ts';

/** A credential in a text, by offsets. */
export interface Credential {
  readonly start: number;
  readonly end: number;
  /** False for a value that only its name makes one, and that a person may have made up. */
  readonly isSure: boolean;
}

/**
 * The credentials in a text, in order, none in another: forms that issuers document, private keys, and values of names that promise one.
 * A stand-in (`changeme`, `${TOKEN}`) is none. One pass, linear in the text's length.
 */
export const credentialsIn = (text: string): Credential[] => atOnce(credentialPieces(text));

/** The same in pieces of some milliseconds. */
export function* credentialPieces(text: string): Pieces<Credential[]> {
  const keys = yield* keyBlocks(text);
  const found = yield* new Scan(text).run();
  if (keys.length === 0) return found;
  return inOrder([...keys.map((span) => ({ ...span, isSure: true })), ...found]);
}

/** True if a text holds a credential that ends behind a place. */
export const holdsCredential = (text: string, from = 0): boolean =>
  credentialsIn(text).some(({ end }) => end > from);

/** Without those that begin inside another. */
function inOrder(all: Credential[]): Credential[] {
  const kept: Credential[] = [];
  for (const each of all.sort((one, other) => one.start - other.start || other.end - one.end)) {
    if (each.start >= (kept.at(-1)?.end ?? 0)) kept.push(each);
  }
  return kept;
}

/** UTF-16 units that are looked at in one go. */
const PIECE = 32_768;

class Scan {
  readonly #text: string;
  readonly #runs: Runs;
  readonly #found: Credential[] = [];

  constructor(text: string) {
    this.#text = text;
    this.#runs = new Runs(text);
  }

  *run(): Pieces<Credential[]> {
    let at = this.#scan(0, PIECE);
    for (; at < this.#text.length; at = this.#scan(at, at + PIECE)) yield;
    return inOrder(this.#found);
  }

  /** Looks from one place to another, or farther; returns the place from which to go on. */
  #scan(from: number, to: number): number {
    const found = this.#found;
    const text = this.#text;
    const last = Math.min(to, text.length);
    let at = from;
    while (at < last) {
      const code = text.charCodeAt(at);
      const isWord = isIn(ALNUM, code);
      const end = isWord ? this.#wordEnd(at) : at + 1;
      const credential = isWord
        ? this.#inWord(at, end)
        : isOperator(code)
          ? this.#behind(at, code)
          : undefined;
      if (credential !== undefined) found.push(credential, ...continued(text, credential.end));
      if (isWord && (text.charCodeAt(end) === 0x28 || text.startsWith('=(', end)))
        found.push(...inCall(text, at, end));
      if (isWord && end - at <= LONGEST_FARTHER) found.push(...behindWord(text, at, end));
      at = Math.max(end, credential?.end ?? 0);
    }
    return at;
  }

  #wordEnd(start: number): number {
    let end = start + 1;
    while (end < this.#text.length && isIn(ALNUM, this.#text.charCodeAt(end))) end++;
    return end;
  }

  /** The credential that begins with a word; behind the letter of an escape (`\n`) and a character in percents, too. */
  #inWord(at: number, end: number): Credential | undefined {
    const before = this.#text.charCodeAt(at - 1);
    const start = before === 0x5c ? at + 1 : before === 0x25 && end - at > 2 ? at + 2 : at;
    return (
      this.#beginning(at, end) ??
      (start < end && start > at ? this.#beginning(start, end) : undefined)
    );
  }

  #beginning(start: number, end: number): Credential | undefined {
    const issued = issuedEnd(this.#text, start, this.#runs);
    if (issued !== undefined) return { start, end: issued, isSure: true };
    const shaped = shapeAt(this.#text, start, end, this.#runs);
    if (shaped !== undefined) return { ...shaped, isSure: true };
    return inCommand(this.#text, start, end, this.#runs);
  }

  #behind(at: number, code: number): Credential | undefined {
    if (code === 0x3a && this.#text.startsWith('//', at + 1)) {
      const span = inAddress(this.#text, at);
      return span && { ...span, isSure: true };
    }
    const source = code === 0x3a ? inSource(this.#text, at) : undefined;
    if (source !== undefined) return { ...source, isSure: true };
    return assignedAt(this.#text, at, this.#runs);
  }
}
