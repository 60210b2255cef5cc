import { indentOf, isBlank } from './enclosingBlock.ts';

/** Most lines above a declaration that may belong to it. */
const MAX_LEAD = 80;

/** One line that stands above what it belongs to: a comment, a decorator or annotation, an attribute. */
const LEAD =
  /^\s*(?:\/\/|\/\*|--(?!-*\s*$)|;;|@[\p{L}_]|#\[|#(?![![])(?!\s{0,9}(?:include|import|ifn?def|if|el\w+|endif|define|undef|pragma|line|error|warning|region|endregion)\b)|\[[\p{L}_][^\]]{0,200}\]\s*$)/u;
const COMMENT_END = /\*\/\s*$/;
/** The end of a decorator's or attribute's arguments. */
const ARGUMENTS_END = /^\s*[)\]}]+\]?\s*$/;
const WITH_ARGUMENTS = /^\s*(?:@[\p{L}_]|#\[|\[[\p{L}_])/u;

/** The first of the lines right above a declaration that belong to it: its comment, decorators, annotations and attributes. */
export function leadOf(lines: readonly string[], declaration: number): number {
  const least = Math.max(0, declaration - MAX_LEAD);
  let first = declaration;
  for (;;) {
    const above = beginAbove(lines, first, least, indentOf(lines[declaration]));
    if (above === undefined) return first;
    first = above;
  }
}

/** Where the comment, decorator or attribute begins that ends right above a line; `undefined` where there is none. */
function beginAbove(
  lines: readonly string[],
  line: number,
  least: number,
  depth: number,
): number | undefined {
  const at = line - 1;
  const text = lines[at];
  if (text === undefined || at < least || isBlank(text)) return undefined;
  if (COMMENT_END.test(text)) return upTo(lines, at, least, (each) => each.includes('/*'));
  if (indentOf(text) !== depth) return undefined;
  if (LEAD.test(text)) return at;
  const isOpener = (each: string) => indentOf(each) === depth && WITH_ARGUMENTS.test(each);
  const isInner = (each: string) => isBlank(each) || indentOf(each) > depth;
  return ARGUMENTS_END.test(text) ? upTo(lines, at, least, isOpener, isInner) : undefined;
}

/** The nearest line, this one or above, for which something holds; between, all are of some kind. */
function upTo(
  lines: readonly string[],
  from: number,
  least: number,
  isWanted: (line: string) => boolean,
  isBetween: (line: string) => boolean = () => true,
): number | undefined {
  for (let at = from; at >= least; at--) {
    const text = lines[at] ?? '';
    if (isWanted(text)) return at;
    if (at < from && !isBetween(text)) return undefined;
  }
  return undefined;
}
