import { type Syntax, syntaxOf } from './syntax.ts';

/** A line of code, as far as its comments and strings are told apart. */
export interface Scanned {
  /** The line without comments, its strings empty. */
  readonly code: string;
  /** True if it holds nothing but a comment or a documentation string, or is blank. */
  readonly isComment: boolean;
  /** True if it begins inside a string. */
  readonly isInString: boolean;
  /** The quote of a string of one line that has no end in it, '' without one. */
  readonly openQuote: string;
  /** Brackets that are open where it begins. */
  readonly depth: number;
}

/** The thing that a line begins or ends in. */
interface Inside {
  readonly kind: 'comment' | 'string' | 'documentation' | 'heredoc';
  readonly close: string;
}

const REGEXP_BEFORE = /(?:^|[=(,:[!&|?{};>]|\b(?:return|case|if|unless|when|and|or|not))\s*$/;
const REGEXP = /^\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\])*\]|[^/\\[])+\//;
const HEREDOC = /<<[-~<]?\s*(["']?)([A-Za-z_]\w*)\1/;
/** Strings that stand alone as documentation; those that are computed are code. */
const DOCUMENTATION = /^(?:[rub]{1,2}|@(?:module|type)?doc\s+(?:~[sS])?)?(?="""|''')/i;

/** Tells code, comments and strings apart, line by line; the first one begins in code. */
export function scan(lines: readonly string[], languageId: string): Scanned[] {
  const syntax = syntaxOf(languageId);
  let inside: Inside | undefined;
  let depth = 0;
  let above = '';
  return lines.map((line) => {
    const start = { inside, depth };
    const read = scanLine(line, inside, syntax, depth === 0 && isWhole(above));
    inside = read.inside;
    depth = Math.max(0, depth + netOf(read.code));
    if (!read.isComment) above = read.code;
    return {
      code: read.code,
      isComment: read.isComment,
      isInString: start.inside?.kind === 'string' || start.inside?.kind === 'heredoc',
      openQuote: read.openQuote ?? '',
      depth: start.depth,
    };
  });
}

/** True for a line behind which a statement may begin. */
const isWhole = (code: string): boolean => !/[\\=+,(]\s*$/.test(code);

const netOf = (code: string): number =>
  (code.match(/[([{]/g)?.length ?? 0) - (code.match(/[)\]}]/g)?.length ?? 0);

function scanLine(line: string, from: Inside | undefined, syntax: Syntax, mayDocument: boolean) {
  let inside = from;
  let code = '';
  let hasComment = inside?.kind === 'comment' || inside?.kind === 'documentation';
  let at = 0;
  if (inside?.kind === 'heredoc') {
    if (withoutEnd(line.trim()) === inside.close) inside = undefined;
    return { code: '""', isComment: false, inside };
  }
  const isString = inside?.kind === 'string';
  while (at < line.length) {
    if (inside !== undefined) {
      const end = endOf(line, at, inside);
      if (end === -1) return { code, isComment: hasComment && isEmpty(code) && !isString, inside };
      at = end;
      inside = undefined;
      continue;
    }
    const rest = line.slice(at);
    const documented = mayDocument && isEmpty(code) ? documentation(rest, syntax) : undefined;
    if (documented !== undefined) {
      hasComment = true;
      at += documented.length;
      inside = { kind: 'documentation', close: documented.close };
      continue;
    }
    const block = syntax.block.find(
      ([open]) => rest.startsWith(open) && (open[0] !== '=' || at === 0),
    );
    if (block !== undefined) {
      hasComment = true;
      inside = { kind: 'comment', close: block[1] };
      at += block[0].length;
      continue;
    }
    if (isLineComment(rest, code, syntax)) {
      hasComment = true;
      break;
    }
    const long = syntax.long.find((sign) => rest.startsWith(sign));
    const short = syntax.short.find((sign) => rest.startsWith(sign));
    const sign = long ?? short;
    if (sign !== undefined) {
      const end = endOf(line, at + sign.length, { kind: 'string', close: sign });
      code += '""';
      if (end !== -1) at = end;
      else if (long === undefined) return { code, isComment: false, openQuote: sign, inside };
      else return { code, isComment: false, inside: { kind: 'string', close: sign } as const };
      continue;
    }
    const expression = syntax.hasRegExps && REGEXP_BEFORE.test(code) ? REGEXP.exec(rest) : null;
    code += expression === null ? (line[at] ?? '') : '""';
    at += expression === null ? 1 : expression[0].length;
  }
  const heredoc = syntax.hasHeredocs ? HEREDOC.exec(line) : null;
  if (heredoc?.[2] !== undefined && !isEmpty(code)) {
    return { code, isComment: false, inside: { kind: 'heredoc', close: heredoc[2] } as const };
  }
  const isComment = !isString && (hasComment ? isEmpty(code.replace(/;\s*$/, '')) : isEmpty(code));
  return { code, isComment, inside };
}

/** Without the signs that end a statement behind the end of a text. */
function withoutEnd(text: string): string {
  let end = text.length;
  while (';,)'.includes(text[end - 1] ?? ' ')) end--;
  return text.slice(0, end);
}

const isEmpty = (code: string): boolean => code.trim() === '';

/** Where the text that ends with a sign goes on behind it; -1 if that is not on the line. Backslashes hide signs in strings. */
function endOf(line: string, from: number, { kind, close }: Inside): number {
  for (let at = from; at < line.length; at++) {
    if (line[at] === '\\' && kind !== 'comment') at++;
    else if (line.startsWith(close, at)) return at + close.length;
  }
  return -1;
}

function documentation(rest: string, { hasDocStrings }: Syntax) {
  if (!hasDocStrings) return undefined;
  const prefix = DOCUMENTATION.exec(rest)?.[0];
  if (prefix === undefined) return undefined;
  return { length: prefix.length + 3, close: rest.slice(prefix.length, prefix.length + 3) };
}

/** Attributes of Rust and PHP, and a shebang, are code; `#` inside a word, `$#` and `#{` begin no comment. */
function isLineComment(rest: string, code: string, { line }: Syntax): boolean {
  const sign = line.find((each) => rest.startsWith(each));
  if (sign === undefined) return false;
  if (sign !== '#') return true;
  return !/^#[![]/.test(rest) && (isEmpty(code) || /\s$/.test(code));
}
