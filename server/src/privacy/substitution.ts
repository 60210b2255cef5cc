import type { Span } from '../domain/generation.ts';
import { ALNUM, isIn } from './credentials/characters.ts';
import { credentialsIn } from './credentials.ts';
import { isGarbled, MARK, marksIn, placeholderOf } from './placeholders.ts';
import { joined } from './textScans.ts';

/** Shorter credentials are replaced only where they were found: elsewhere their letters may be a word. */
const LEAST_ELSEWHERE = 6;
/** Most credentials that are looked for everywhere. */
const MAX_ELSEWHERE = 64;

const MARKS = /veiled[A-Za-z]*/g;
/** Longest address that is looked at in front of a credential. */
const MAX_ADDRESS = 500;
/** None of the other signs ends an address for sure: who reads it may take them for a part. */
const ENDS_ADDRESS = ' \t\r\n"`';
/** Text before a credential that makes one of it: slashes or backslashes, escaped or not, a scheme without them, `user@host:`. */
const ADDRESS =
  /\/\/|\\[\\/]|\\(?:x2f|u002f|u\{0*2f\})|\b(?:mailto|data|blob|javascript|tel|sms|file|urn|magnet):|@[\w-]{1,64}(?:\.[\w-]{1,64}){0,8}[:/]/i;
/** Text behind a credential that makes a host's name, or a user of a host, of it. */
const OF_HOST = /[.@][\w-]/y;

/** Credentials and what stands for them, both ways. */
export class Substitution {
  /** By credential. */
  readonly #placeholders = new Map<string, string>();
  readonly #credentials = new Map<string, string>();
  readonly #texts: readonly string[];
  readonly #own: readonly string[];
  /** Placeholders with the letters that stand directly before them, as in `-p…`. */
  readonly #glued = new Set<string>();

  /**
   * `texts` are those of the request: a placeholder that stands in one already is not used. `own` are those of them that the answer is
   * for: credentials of the others, which are other files, are not put into it.
   */
  constructor(
    secret: string,
    credentials: readonly string[],
    texts: readonly string[],
    own: readonly string[] = texts,
  ) {
    this.#texts = texts;
    this.#own = own;
    for (const credential of credentials) {
      let attempt = 0;
      let placeholder = placeholderOf(secret, credential, attempt);
      const isTaken = (text: string) => text.includes(placeholder);
      while (this.#credentials.has(placeholder) || texts.some(isTaken)) {
        placeholder = placeholderOf(secret, credential, ++attempt);
      }
      this.#placeholders.set(credential, placeholder);
      this.#credentials.set(placeholder, credential);
    }
  }

  /** Words of the request that resemble a placeholder, or hold one: known once the texts are replaced. */
  get lookalikes(): readonly string[] {
    return [...this.#texts.flatMap(marksIn), ...this.#glued];
  }

  get placeholders(): readonly string[] {
    return [...this.#credentials.keys()];
  }

  /** The credentials found in a text, and any other place in it where one of them stands. */
  everywhere(text: string, found: readonly Span[]): readonly Span[] {
    const others: Span[] = [];
    if (this.#placeholders.size > MAX_ELSEWHERE) return found;
    for (const credential of this.#placeholders.keys()) {
      if (credential.length < LEAST_ELSEWHERE) continue;
      for (let at = text.indexOf(credential); at !== -1; ) {
        const end = at + credential.length;
        if (stands(text, at, end)) others.push({ start: at, end });
        at = text.indexOf(credential, end);
      }
    }
    return joined(found, others);
  }

  /** A text with placeholders in the place of credentials. */
  replaced(text: string, spans: readonly Span[]): string {
    let out = '';
    let from = 0;
    for (const { start, end } of spans) {
      const placeholder = this.#of(text.slice(start, end));
      out += text.slice(from, start);
      const letters = /[A-Za-z0-9]{1,64}$/.exec(out.slice(-64))?.[0] ?? '';
      if (letters !== '') this.#glued.add(letters + placeholder);
      out += placeholder;
      from = end;
    }
    return out + text.slice(from);
  }

  /** Where an offset of a text is once credentials are replaced. */
  moved(text: string, spans: readonly Span[], offset: number): number {
    let by = 0;
    for (const { start, end } of spans) {
      if (end > offset) break;
      by += this.#of(text.slice(start, end)).length - (end - start);
    }
    return offset + by;
  }

  /**
   * An answer with its credentials put back; `undefined` for one that cannot be used: a placeholder in it is changed or of another request,
   * it holds a credential that the request did not, or it would carry one to where it does not stand: into another file, or into an address. `before` is the text on the cursor's line that it goes on.
   */
  restored(answer: string, before: string): string | undefined {
    if (isGarbled(answer, this) || this.#isCarriedOff(before + answer)) return undefined;
    const whole = before + answer;
    // Lines between the header and the footer of a key are placeholders themselves.
    const isForeign = credentialsIn(whole).some(
      ({ start, end, isSure }) =>
        isSure && end > before.length && !this.#isPlaceholder(whole.slice(start, end)),
    );
    return isForeign ? undefined : this.#back(answer);
  }

  /** True if a text holds a credential of another file, or one in an address where the document has it in none. */
  #isCarriedOff(text: string): boolean {
    for (const { 0: mark, index } of text.matchAll(MARKS)) {
      const credential = this.#credentials.get(mark);
      if (credential === undefined) continue;
      if (!this.#own.some((each) => each.includes(credential))) return true;
      const isInOne = isInAddress(text, index, mark.length);
      if (isInOne && !this.#own.some((each) => hasInAddress(each, credential))) return true;
    }
    return false;
  }

  /** As much of a growing answer as is surely whole, with its credentials put back. */
  restoredSoFar(answer: string): string {
    return this.#back(answer.slice(0, answer.length - this.#openLength(answer)));
  }

  /** True for a placeholder, also one behind the letter of an escape (`\\n`). */
  #isPlaceholder(text: string): boolean {
    return this.#credentials.has(text) || this.#credentials.has(text.replace(/^[nr]/, ''));
  }

  #back(answer: string): string {
    if (this.#credentials.size === 0 || !answer.includes(MARK)) return answer;
    return answer.replace(MARKS, (mark) => this.#credentials.get(mark) ?? mark);
  }

  /** Length of the end of a text that a placeholder may go on from. */
  #openLength(answer: string): number {
    if (this.#credentials.size === 0) return 0;
    let start = answer.length;
    while (start > 0 && isIn(ALNUM, answer.charCodeAt(start - 1))) start--;
    const word = answer.slice(start);
    const isOpen = this.placeholders.some((each) => each.startsWith(word));
    return isOpen ? word.length : 0;
  }

  #of(credential: string): string {
    return this.#placeholders.get(credential) ?? '';
  }
}

/** True if a text lies in an address, whoever may read it: better one too many than one too few. */
function isInAddress(text: string, at: number, length: number): boolean {
  OF_HOST.lastIndex = at + length;
  if (OF_HOST.test(text)) return true;
  let start = at;
  while (start > Math.max(0, at - MAX_ADDRESS) && !ENDS_ADDRESS.includes(text.charAt(start - 1)))
    start--;
  return ADDRESS.test(text.slice(start, at));
}

const hasInAddress = (text: string, credential: string): boolean => {
  for (let at = text.indexOf(credential); at !== -1; at = text.indexOf(credential, at + 1)) {
    if (isInAddress(text, at, credential.length)) return true;
  }
  return false;
};

/** True if a text stands by itself: no letter or digit goes on before or behind it. */
const stands = (text: string, start: number, end: number): boolean =>
  !(isIn(ALNUM, text.charCodeAt(start)) && isIn(ALNUM, text.charCodeAt(start - 1))) &&
  !(isIn(ALNUM, text.charCodeAt(end - 1)) && isIn(ALNUM, text.charCodeAt(end)));
