import type { BodyPlace } from './bodyPlace.ts';
import type { RenamedLine } from './renamedLine.ts';

/**
 * Writes lines of a body at a place, each with the white space that it lacks there. `unit` is how far the body is indented where
 * it was copied from.
 */
export function indenter(place: BodyPlace, prefix: string, unit: number) {
  const { indent, typed, isBehindOpener } = place;
  const copied = Math.max(1, unit);
  const own = ownUnit(place, prefix) ?? copied;
  const character = /(?:^|\n)\t/.test(prefix) ? '\t' : ' ';
  return (line: RenamedLine, isFirst: boolean): string => {
    const lineBreak = isFirst && !isBehindOpener ? '' : '\n';
    if (line.text === '') return lineBreak;
    const width = Math.floor(line.indent / copied) * own + (line.indent % copied);
    const space = indent + character.repeat(Math.max(0, width));
    return lineBreak + (isFirst ? space.slice(typed.length) : space) + line.text;
  };
}

/** How far bodies are indented here, as far as it can be told. */
function ownUnit({ indent, typed }: BodyPlace, prefix: string): number | undefined {
  if (typed.length > indent.length) return typed.length - indent.length;
  return /(?:^|\n)([ \t]+)[^\s*]/.exec(prefix)?.[1]?.length;
}
