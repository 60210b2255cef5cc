import { seededRandom } from '../../tools/random.ts';

const WORDS =
  'order client total price row column matrix vertex cursor buffer frame packet route cache token widget panel ledger invoice';
const PARTS = WORDS.split(' ');

/** A language of which there are texts. */
export type Language = 'typescript' | 'python' | 'go';
export const LANGUAGES: readonly Language[] = ['typescript', 'python', 'go'];
export const EXTENSIONS: Readonly<Record<Language, string>> = {
  typescript: '.ts',
  python: '.py',
  go: '.go',
};

/** Texts that were never there before: each name holds a number that no other has. */
export class FreshText {
  readonly #random: () => number;
  #names = 0;

  constructor(seed: number) {
    this.#random = seededRandom(seed);
  }

  name(): string {
    const [one, other] = [this.#word(), this.#word()];
    return `${one}${other.charAt(0).toUpperCase()}${other.slice(1)}${(++this.#names).toString(36)}`;
  }

  /** A line of a body. */
  line(language: Language): string {
    const [target, one, other] = [this.name(), this.name(), this.name()];
    const value = `${one}(${other}, ${this.#names})`;
    if (language === 'typescript') return `const ${target} = ${value};`;
    return language === 'python' ? `${target} = ${value}` : `${target} := ${value}`;
  }

  /** A function of some lines, indented by four blanks. */
  block(language: Language, lines: number): string[] {
    const body = Array.from({ length: lines }, () => `    ${this.line(language)}`);
    const name = this.name();
    if (language === 'python') return [`def ${name}(first, second):`, ...body, ''];
    const word = language === 'go' ? 'func' : 'function';
    return [`${word} ${name}(first, second) {`, ...body, '}', ''];
  }

  /** A file of functions. */
  file(language: Language, functions: number): string[] {
    return Array.from({ length: functions }, () => this.block(language, 8)).flat();
  }

  #word(): string {
    return PARTS[Math.floor(this.#random() * PARTS.length)] ?? '';
  }
}
