import type { LiveDocument } from '../../documents/liveDocument.ts';
import type { Said } from '../../domain/wrapping/layer.ts';
import type { Surroundings } from '../../domain/wrapping/standpoint.ts';
import { unwrap } from '../../domain/wrapping/unwrap.ts';
import type { AskedPlace } from './filter.ts';

/** Of the document so much above and below a place tells what is content there, in characters. */
const ABOVE_LENGTH = 64_000;
const BELOW_LENGTH = 8_000;

interface Known extends Pick<AskedPlace, 'position' | 'linePrefix'> {
  readonly surroundings: Surroundings;
}

/** The last place that was asked about in each document: a stream asks for one again and again. */
const known = new WeakMap<LiveDocument, Known>();

/** The part of a model's text that is the answer: see `unwrap`. */
export const unwrapped = (said: Said, asked: AskedPlace): string =>
  unwrap(said, surroundingsOf(asked)).text;

/** More of them are in no text that is meant well. */
const MOST_TURNS = 8;

/** True if an answer ends where its text has a character that turns the direction of writing. */
export function isCutByDirection(text: string, answer: string, asked: AskedPlace): boolean {
  const turns = [...text.matchAll(/[\u202a-\u202e\u2066-\u2069]/g)];
  return (
    turns.length > MOST_TURNS ||
    turns.some(
      ({ index }) => unwrapped({ text: text.slice(0, index), isOver: true }, asked) === answer,
    )
  );
}

function surroundingsOf({ document, position, linePrefix }: AskedPlace): Surroundings {
  const last = known.get(document);
  if (last?.position === position && last.linePrefix === linePrefix) return last.surroundings;
  const { line, character } = position;
  const above = document.textAbove(line, ABOVE_LENGTH) + linePrefix;
  const below = `${document.lineAt(line).slice(character)}\n${document.textBelow(line, BELOW_LENGTH)}`;
  const surroundings = {
    before: above.slice(-ABOVE_LENGTH),
    after: below.slice(0, BELOW_LENGTH),
    languageId: document.languageId,
  };
  known.set(document, { position, linePrefix, surroundings });
  return surroundings;
}
