import type { Position, Range } from '../../documents/position.ts';
import { normalUri } from '../../documents/uri.ts';
import { count, members, type Raw, text } from './shape.ts';

/** Longest URI that is taken, in UTF-16 units: twice the longest path of Linux. */
const MAX_URI = 8_192;

/** A document's URI in its normal form. */
export const uriIn = (value: unknown, name: string): string =>
  normalUri(text(value, name, MAX_URI));

/** The URI of `textDocument`. */
export const documentIn = ({ textDocument }: Raw): string =>
  uriIn(members(textDocument, 'textDocument').uri, 'textDocument.uri');

/** A position. It may lie beyond the document: whoever reads the document there clamps it. */
export function position(value: unknown, name: string): Position {
  const { line, character } = members(value, name);
  return Object.freeze({
    line: count(line, `${name}.line`),
    character: count(character, `${name}.character`),
  });
}

/** A range; one that ends before it starts is turned round. */
export function range(value: unknown, name: string): Range {
  const raw = members(value, name);
  const start = position(raw.start, `${name}.start`);
  const end = position(raw.end, `${name}.end`);
  const isReversed =
    end.line < start.line || (end.line === start.line && end.character < start.character);
  return Object.freeze(isReversed ? { start: end, end: start } : { start, end });
}
