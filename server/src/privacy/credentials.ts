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
export function credentialsIn(text: string): Credential[] {
  const keys = keyBlocks(text).map((span) => ({ ...span, isSure: true }));
  const found = new Scan(text).run();
  return keys.length === 0 ? found : inOrder([...keys, ...found]);
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

class Scan {
  readonly #text: string;
  readonly #runs: Runs;

  constructor(text: string) {
    this.#text = text;
    this.#runs = new Runs(text);
  }

  run(): Credential[] {
    const found: Credential[] = [];
    const text = this.#text;
    for (let at = 0; at < text.length; ) {
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
    return inOrder(found);
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
