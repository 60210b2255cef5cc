/** Where the body of a function is about to be typed. */
export interface BodyPlace {
  /** White space before the signature, and what is typed of the body's first line. */
  readonly indent: string;
  readonly typed: string;
  /** Whether the cursor stands right behind the opener. */
  readonly isBehindOpener: boolean;
  /** Whether the body's end already stands below. */
  readonly isClosed: boolean;
}

/**
 * Tells whether the cursor stands where an empty body begins: behind the opener or in the blank line below it. `lines` is
 * how many lines the signature takes.
 */
export function bodyPlaceAt(prefix: string, suffix: string, lines: number): BodyPlace | undefined {
  const lineEnd = suffix.indexOf('\n');
  if (suffix.slice(0, lineEnd === -1 ? undefined : lineEnd).trim() !== '') return undefined;
  const line = prefix.slice(prefix.lastIndexOf('\n') + 1);
  const isBehindOpener = line.trim() !== '';
  if (isBehindOpener && !line.endsWith('{')) return undefined;
  const indent = spaceBefore(lineAbove(prefix, lines - (isBehindOpener ? 1 : 0)));
  const below = lineEnd === -1 ? '' : firstLine(suffix.slice(lineEnd));
  if (spaceBefore(below).length > indent.length) return undefined;
  const isClosed = spaceBefore(below) === indent && below.trimStart().startsWith('}');
  return { indent, typed: isBehindOpener ? '' : line, isBehindOpener, isClosed };
}

/** The line so many lines above the last. */
function lineAbove(text: string, count: number): string {
  let end = text.length;
  let start = text.lastIndexOf('\n') + 1;
  for (let left = count; left > 0 && start > 0; left--) {
    end = start - 1;
    start = text.lastIndexOf('\n', end - 1) + 1;
  }
  return text.slice(start, end);
}

/** The first line that says something. */
const firstLine = (text: string): string => /(?<![^\S\n])[^\S\n]*\S.*/.exec(text)?.[0] ?? '';

const spaceBefore = (line: string): string => line.slice(0, line.length - line.trimStart().length);
