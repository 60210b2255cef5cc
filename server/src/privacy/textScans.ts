import type { InfillInput, Span } from '../domain/generation.ts';
import { textsOf } from '../domain/generation.ts';
import { credentialsIn } from './credentials.ts';

/** Texts whose credentials are kept: those of a few places. */
const MAX_KNOWN = 64;
/** Whole lines above the cursor that are looked at again with its own: a value may stand on the line below its name. */
const LINES_ABOVE = 2;

/**
 * The credentials in the texts of requests. Of a prefix the lines above the cursor, of a suffix those below it, and snippets are the same at the next
 * key: what was found in them is kept.
 */
export class TextScans {
  /** The one used last is last. */
  readonly #known = new Map<string, readonly Span[]>();

  /** The credentials in each text of an input, in the order of `textsOf`. */
  infill(input: InfillInput): (readonly Span[])[] {
    const { prefix, suffix } = input;
    const [, , ...others] = textsOf(input);
    const border = lineStart(prefix, 0);
    const near = lineStart(prefix, LINES_ABOVE);
    const rest = suffix.indexOf('\n') === -1 ? suffix.length : suffix.indexOf('\n') + 1;
    // The cursor's line as one, whatever stands behind the cursor.
    const around = moved(credentialsIn(prefix.slice(near) + suffix.slice(0, rest)), near);
    const above = this.#in(prefix.slice(0, border));
    const below = moved(this.#in(suffix.slice(rest)), rest);
    const before = joined(above, within(around, 0, prefix.length));
    const after = joined(
      moved(within(around, prefix.length, prefix.length + rest), -prefix.length),
      below,
    );
    return [before, after, ...others.map((text) => this.#in(text))];
  }

  #in(text: string): readonly Span[] {
    const spans = this.#known.get(text) ?? credentialsIn(text);
    this.#known.delete(text);
    this.#known.set(text, spans);
    const [oldest] = this.#known.keys();
    if (this.#known.size > MAX_KNOWN && oldest !== undefined) this.#known.delete(oldest);
    return spans;
  }
}

/** Where the last line begins, or one so many lines above it. */
function lineStart(text: string, above: number): number {
  let at = text.length;
  for (let line = 0; line <= above && at > 0; line++) at = text.lastIndexOf('\n', at - 1);
  return Math.max(0, at + 1);
}

const moved = (spans: readonly Span[], by: number): Span[] =>
  spans.map(({ start, end }) => ({ start: start + by, end: end + by }));

/** The parts of spans between two places. */
const within = (spans: readonly Span[], start: number, end: number): Span[] =>
  spans.flatMap((span) => {
    const part = { start: Math.max(span.start, start), end: Math.min(span.end, end) };
    return part.start < part.end ? [part] : [];
  });

/** Spans of two lists in order; where they meet, the first. */
export function joined(one: readonly Span[], other: readonly Span[]): readonly Span[] {
  if (one.length === 0 || other.length === 0) return one.length === 0 ? other : one;
  const kept: Span[] = [];
  for (const { start, end } of [...one, ...other].sort(
    (a, b) => a.start - b.start || b.end - a.end,
  )) {
    if (start >= (kept.at(-1)?.end ?? 0)) kept.push({ start, end });
  }
  return kept;
}
