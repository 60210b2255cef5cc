import type { LineRange } from '../../documents/enclosingBlock.ts';
import type { Position } from '../../documents/position.ts';

/** Words that no language of the field has as names, or that say nothing about the code at hand. */
export const COMMON = new Set(
  `abstract and any as assert async await base begin bool boolean break byte case catch char class const constexpr continue crate debugger
  def default defer del delete do double elif else elsif end ensure enum except export extends extern false final finally float fn for foreach
  from fun func function global go goto if impl implements import in include inline instanceof int interface internal into is lambda let
  local long loop match mod module mut namespace new nil none None not null number object of operator or out override package pass private
  protected pub public raise readonly record ref rescue return self Self sealed short signed sizeof static str string String struct super
  switch template then this throw throws trait true True False try type typedef typeof undefined union unless unsafe unsigned until use using
  val var virtual void volatile when where while with yield`.split(/\s+/),
);

const WORD = /[\p{L}_$][\p{L}\p{N}_$]*/gu;

/** A name in code and where it stands. */
export interface CodeName {
  readonly name: string;
  readonly position: Position;
}

/** The names on some lines, each once, those on the lines with a diagnostic first. Strings and comments are not told apart. */
export function symbolsIn(
  lines: readonly string[],
  { first, last }: LineRange,
  preferred: readonly number[],
  most: number,
): CodeName[] {
  const found = new Map<string, Position>();
  const order = [...new Set([...preferred, ...range(first, last)])];
  for (const line of order) {
    for (const match of (lines[line] ?? '').slice(0, MAX_LINE).matchAll(WORD)) {
      const [name] = match;
      if (name.length < 2 || COMMON.has(name) || found.has(name)) continue;
      found.set(name, { line, character: match.index });
      if (found.size === most) return symbolsOf(found);
    }
  }
  return symbolsOf(found);
}

/** Longer lines are data. */
const MAX_LINE = 500;

const range = (first: number, last: number): number[] =>
  Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);

const symbolsOf = (found: ReadonlyMap<string, Position>): CodeName[] =>
  [...found].map(([name, position]) => ({ name, position }));
