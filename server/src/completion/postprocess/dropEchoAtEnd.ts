import { linesBelow, type ShowContext } from './filter.ts';

/** Lines that are as those below by more than chance, and how much they say. */
const MIN_LINES = 2;
const MIN_LENGTH = 6;
/** No block is closed twice in a row at the same column. */
const CLOSER = /^\s*[)\]}]/;
/** Characters of a line that says nothing: a lone bracket, the mark of a comment. */
const BARE_LENGTH = 2;

/**
 * Cuts a text's last lines where they are the lines below the cursor's, one after the other, as a model goes on that does not
 * see these; a single one where it says nothing and is indented alike.
 */
export function dropEchoAtEnd(text: string, place: ShowContext): string {
  const lines = text.trimEnd().split('\n');
  if (place.cursor.lineSuffix.trim() !== '' || lines.length < 2) return text;
  const below = linesBelow(place, lines.length);
  for (let at = 1; at < lines.length; at++) {
    const rest = lines.slice(at);
    if (!rest.every((line, index) => line.trim() === below[index]?.trim())) continue;
    const isAlike = rest[0]?.trimEnd() === below[0]?.trimEnd();
    const isBare = isAlike && (saidIn(rest) <= BARE_LENGTH || CLOSER.test(rest[0] ?? ''));
    const isEcho = rest.length < MIN_LINES ? isBare : saidIn(rest) >= MIN_LENGTH;
    if (isEcho) return lines.slice(0, at).join('\n');
  }
  return text;
}

const saidIn = (lines: readonly string[]): number =>
  lines.reduce((length, line) => length + line.trim().length, 0);
