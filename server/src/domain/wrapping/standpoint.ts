import { isMarkup, isProse, isXml, type Syntax, syntaxOf } from './languages.ts';
import { IN_CODE, type SyntaxState, stateBehind } from './syntaxState.ts';

/** The text around the place that an answer is for. */
export interface Surroundings {
  readonly before: string;
  readonly after: string;
  readonly languageId: string;
}

/**
 * Where an answer goes:
 * - `code`: outside comments and strings, in a language that is not prose.
 * - `prose`: in a document of prose.
 * - `ledComment`: in a comment in which every line begins with the same mark.
 * - `block`: in a comment or string of several lines that begin with nothing of the kind.
 * - `string`: in a string that ends with its line.
 */
export type PlaceKind = 'code' | 'prose' | 'ledComment' | 'block' | 'string';

/** Where one of them stands, others may follow. */
const KNOWN_TOKENS = ['<unk>', '<pad>', '<s>', '<bos>', '<eos>', '<mask>', '[CLS]', '[MASK]', '<|'];

/** The mark that leads a line of a comment. */
const LEADER = /^(?:\/\/[/!]?|#+|--+|;+|%+|\*)/;

/** The facts that the surroundings of a place tell; each is found out when it is asked for, once. */
export class Standpoint {
  readonly surroundings: Surroundings;
  readonly linePrefix: string;
  readonly languageId: string;
  readonly syntax: Syntax;
  readonly isXml: boolean;
  readonly #found = new Map<string, boolean>();
  #state: SyntaxState | undefined;
  #kind: PlaceKind | undefined;
  #leader: string | undefined;
  #knowsTokens: boolean | undefined;
  #hasElements: boolean | undefined;

  constructor(surroundings: Surroundings) {
    this.surroundings = surroundings;
    this.linePrefix = surroundings.before.slice(surroundings.before.lastIndexOf('\n') + 1);
    this.languageId = surroundings.languageId;
    this.syntax = syntaxOf(this.languageId);
    this.isXml = isXml(this.languageId);
  }

  /** Inside of what the place is. */
  get state(): SyntaxState {
    this.#state ??= stateAt(this.surroundings.before, this.syntax);
    return this.#state;
  }

  get kind(): PlaceKind {
    this.#kind ??= isProse(this.languageId) ? 'prose' : kindOf(this.state, this.leader);
    return this.#kind;
  }

  /** The mark that every line of the comment begins with; '' where there is none. */
  get leader(): string {
    this.#leader ??= leaderOf(this.state, this.linePrefix.trimStart());
    return this.#leader;
  }

  /** True where a line of the text around would begin. */
  get isAtLineStart(): boolean {
    const line = this.linePrefix.trimEnd();
    const { open } = this.state;
    return line.trim() === '' || (open !== '' && line.endsWith(open));
  }

  /** True if a text is before or behind the place already. */
  holds(text: string): boolean {
    const known = this.#found.get(text);
    if (known !== undefined) return known;
    const { before, after } = this.surroundings;
    const isHeld = before.includes(text) || after.includes(text);
    this.#found.set(text, isHeld);
    return isHeld;
  }

  /** True for code that stands around the place, or for the beginning of such code. */
  mayQuote(code: string): boolean {
    const text = code.trim();
    const { before, after } = this.surroundings;
    return text === '' || (this.linePrefix.trim() !== '' && (before + after).includes(text));
  }

  /** True for code that stands around the place, with what the place's line begins with. */
  quotes(code: string): boolean {
    return code.includes(this.linePrefix.trim()) && this.mayQuote(code);
  }

  /** True in a document that is about control tokens. */
  get knowsTokens(): boolean {
    this.#knowsTokens ??= KNOWN_TOKENS.some((token) => this.holds(token));
    return this.#knowsTokens;
  }

  /** True where elements may stand: by the language, or because there are some. */
  get hasElements(): boolean {
    this.#hasElements ??= this.#mayHoldElements();
    return this.#hasElements;
  }

  #mayHoldElements(): boolean {
    const { languageId } = this;
    const { before } = this.surroundings;
    if (languageId === 'php' && before.lastIndexOf('<?') > before.lastIndexOf('?>')) return false;
    return (
      isMarkup(languageId) ||
      (languageId === 'javascript' && (this.holds('</') || this.holds('/>')))
    );
  }
}

function kindOf({ inside }: SyntaxState, leader: string): PlaceKind {
  if (inside === 'lineComment') return 'ledComment';
  if (inside === 'blockComment') return leader === '' ? 'block' : 'ledComment';
  return inside === 'longString' ? 'block' : inside;
}

/** The mark that leads a line in a state, white space in front of the line left out. */
function leaderOf({ inside, open }: SyntaxState, line: string): string {
  if (inside === 'blockComment') return line.startsWith('*') || line.startsWith('/**') ? '*' : '';
  return inside === 'lineComment' ? (LEADER.exec(line)?.[0] ?? open) : '';
}

/** A text that closes a comment before it opens one begins inside it. */
function stateAt(before: string, syntax: Syntax): SyntaxState {
  for (const [open, close] of syntax.blocks) {
    const end = before.indexOf(close);
    const begin = before.indexOf(open);
    if (
      end !== -1 &&
      (begin === -1 || begin > end) &&
      /^[ \t]*(?:\*+[ \t]*)?$/.test(lineUpTo(before, end))
    ) {
      return stateBehind(before.slice(end + close.length), IN_CODE, syntax);
    }
  }
  return stateBehind(before, IN_CODE, syntax);
}

const lineUpTo = (text: string, end: number): string =>
  text.slice(text.lastIndexOf('\n', end - 1) + 1, end);

const standpoints = new WeakMap<Surroundings, Standpoint>();

/** The standpoint of some surroundings; the same one as long as they are the same. */
export function standpointOf(surroundings: Surroundings): Standpoint {
  const known = standpoints.get(surroundings);
  if (known !== undefined) return known;
  const standpoint = new Standpoint(surroundings);
  standpoints.set(surroundings, standpoint);
  return standpoint;
}
