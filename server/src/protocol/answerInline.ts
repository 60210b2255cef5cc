/** Characters that begin something inside a line (CommonMark 0.31, GFM, formulas); a backslash takes that from them. */
const ACTIVE = /[\\`[\]<>|&$]/;
const PUNCTUATION = /[!-/:-@[-`{-~]/;
/** Longer rows of them are no emphasis, and slow some readers down. */
const LONGEST_EMPHASIS = 3;

/** The words of which an editor makes links by itself: addresses of any kind, with or without a scheme. */
const ADDRESS =
  /\/\/\S|\S@\S|www\.|(?:^|[^a-z\d])(?:https?|ftps?|file|data|blob|mailto|tel|xmpp|command|vscode[\w-]*|javascript|vbscript):/i;
/** Around an address, and not of it. */
const BEFORE_ADDRESS = '*_~("\'[{<!';
const BEHIND_ADDRESS = '*_~)"\'\\]}>.,;:!?';

/** A link or an image whose text and address stand on one line. */
const LINK =
  /(?<!\\)!?\[([^[\]]{0,300})\]\( {0,3}(?:<([^<>]{0,500})>|([^\s()<>]{0,500}))(?: [^()]{0,300})?\)/g;

/**
 * A line of a model's Markdown in which only emphasis and code are markup: links and images become their texts and their addresses, and all that
 * an editor could make a link, HTML, an icon or a formula of becomes text or code. Code never goes on over the end of a line.
 */
export function inlineMarkdown(line: string, isCell = false): string {
  const written: string[] = [];
  let last = '';
  for (const { text, isCode } of piecesOf(line)) {
    const piece = isCode ? codeSpan(text, isCell) : plainPiece(text, isCell);
    if (piece === '') continue;
    // The backticks of two neighbors would be one row.
    if (last.endsWith('`') && piece.startsWith('`')) written.push(' ');
    written.push(piece);
    last = piece;
  }
  return written.join('');
}

interface Piece {
  readonly text: string;
  readonly isCode: boolean;
}

/** The code between equal rows of backticks, and the text around it. */
function piecesOf(line: string): Piece[] {
  const ends = new RunsOfBackticks(line);
  const pieces: Piece[] = [];
  let from = 0;
  for (let at = 0; at < line.length; ) {
    if (line[at] === '\\') {
      at += 2;
      continue;
    }
    if (line[at] !== '`') {
      at++;
      continue;
    }
    let behind = at;
    while (line[behind] === '`') behind++;
    const length = behind - at;
    const end = ends.next(length, behind);
    if (end === undefined) {
      at = behind;
      continue;
    }
    pieces.push({ text: line.slice(from, at), isCode: false });
    pieces.push({ text: withoutPadding(line.slice(behind, end)), isCode: true });
    at = end + length;
    from = at;
  }
  pieces.push({ text: line.slice(from), isCode: false });
  return pieces;
}

/** Where rows of backticks of each length begin, each passed once. */
class RunsOfBackticks {
  readonly #starts = new Map<number, number[]>();
  readonly #passed = new Map<number, number>();

  constructor(line: string) {
    for (const { 0: run, index } of line.matchAll(/`+/g)) {
      const starts = this.#starts.get(run.length) ?? [];
      starts.push(index);
      this.#starts.set(run.length, starts);
    }
  }

  /** The first one of that length from a place on; places only grow. */
  next(length: number, from: number): number | undefined {
    const starts = this.#starts.get(length) ?? [];
    let passed = this.#passed.get(length) ?? 0;
    while ((starts[passed] ?? from) < from) passed++;
    this.#passed.set(length, passed);
    return starts[passed];
  }
}

const withoutPadding = (code: string): string =>
  code.startsWith(' ') && code.endsWith(' ') && code.trim() !== '' ? code.slice(1, -1) : code;

/** Code as no reader of Markdown ends it early. */
function codeSpan(code: string, isCell: boolean): string {
  const text = isCell ? withEscapedPipes(code) : code;
  const runs = text.match(/`+/g) ?? [];
  const longest = runs.reduce((most, { length }) => Math.max(most, length), 0);
  const mark = '`'.repeat(longest + 1);
  const isLoose =
    text.startsWith('`') ||
    text.endsWith('`') ||
    (text.startsWith(' ') && text.endsWith(' ') && text.trim() !== '');
  return isLoose ? `${mark} ${text} ${mark}` : `${mark}${text}${mark}`;
}

/** A cell ends at every pipe that no backslash stands before, in code, too; readers differ on more than one backslash. */
const withEscapedPipes = (code: string): string =>
  code
    .split('|')
    .map((part, index, all) => (index < all.length - 1 ? withoutEnd(part, '\\') : part))
    .join('\\|');

function plainPiece(text: string, isCell: boolean): string {
  const simple = text.replace(LINK, (_, said: string, bracketed?: string, bare?: string) => {
    const address = bracketed ?? bare ?? '';
    if (address === '' || address === said) return said;
    return said.trim() === '' ? address : `${said} (${address})`;
  });
  return simple
    .split(' ')
    .map((word) => wordOf(word, isCell))
    .join(' ');
}

function wordOf(word: string, isCell: boolean): string {
  const shown = word.replace(/\\(.)/g, (both, next: string) =>
    PUNCTUATION.test(next) ? next : both,
  );
  if (!ADDRESS.test(shown)) return escapedWord(word);
  const rest = withoutStart(shown, BEFORE_ADDRESS);
  const address = withoutEnd(rest, BEHIND_ADDRESS);
  const before = shown.slice(0, shown.length - rest.length);
  const behind = rest.slice(address.length);
  return `${escapedWord(before)}${codeSpan(address, isCell)}${escapedWord(behind)}`;
}

/** A word that is text, but for the signs of emphasis in it. */
function escapedWord(word: string): string {
  let escaped = '';
  for (let at = 0; at < word.length; at++) {
    const sign = word.charAt(at);
    const next = word.charAt(at + 1);
    if (sign === '\\' && PUNCTUATION.test(next)) {
      escaped += `\\${next}`;
      at++;
    } else if ('*_~'.includes(sign)) {
      let end = at;
      while (word.charAt(end) === sign) end++;
      const run = word.slice(at, end);
      escaped += run.length > LONGEST_EMPHASIS ? run.replaceAll(sign, `\\${sign}`) : run;
      at = end - 1;
    } else escaped += ACTIVE.test(sign) ? `\\${sign}` : sign;
  }
  return escaped;
}

function withoutStart(text: string, signs: string): string {
  let start = 0;
  while (start < text.length && signs.includes(text.charAt(start))) start++;
  return text.slice(start);
}

function withoutEnd(text: string, signs: string): string {
  let end = text.length;
  while (end > 0 && signs.includes(text.charAt(end - 1))) end--;
  return text.slice(0, end);
}
