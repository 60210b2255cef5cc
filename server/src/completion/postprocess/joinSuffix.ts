import { MAX_DRAWN } from '../../documents/longLine.ts';
import { indentOf, indentsOf } from '../syntax/indentation.ts';
import type { ShowContext } from './filter.ts';
import { seamOf } from './seam.ts';

/** A text and how it meets what follows the cursor on its line. */
export interface Joined {
  /** As much of the text as leaves what follows as it should be. */
  readonly text: string;
  /** How many characters behind the cursor the item takes the place of. */
  readonly covered: number;
  /** The text that replaces what is covered, behind `text`: the rest of the line, if the text has several lines. */
  readonly tail: string;
  /** True if the text closes something that the rest of the line closes, too. */
  readonly closes: boolean;
}

/** Lines above that tell where closers stand, and how many blocks tell. */
const LINES_ABOVE = 300;
const ENOUGH_BLOCKS = 2;
const MAX_BLOCK = 30;

/** True if in all blocks above that an opener begins at the end of its line, the closer stands behind the last word. */
function hugs(opener: string, { document, position }: ShowContext['cursor']): boolean {
  const above = document.lines.slice(Math.max(0, position.line - LINES_ABOVE), position.line);
  const widths = indentsOf(above);
  const ends = above.flatMap((line, index) => {
    if (!line.trimEnd().endsWith(opener)) return [];
    const width = widths[index] ?? 0;
    const block = above.slice(index + 1, index + MAX_BLOCK);
    const end = block.findIndex(
      (each, offset) => each.trim() !== '' && (widths[index + 1 + offset] ?? 0) <= width,
    );
    return end > 0 ? [block[end] ?? ''] : [];
  });
  return ends.length >= ENOUGH_BLOCKS && !ends.some((line) => /^\s*[)\]}]/.test(line));
}

/** The first line of a text, with the blanks at its end. */
function firstLineOf(text: string): string {
  const line = text.trimEnd().split('\n', 1)[0] ?? '';
  return line + indentOf(text.slice(line.length));
}

/**
 * Decides how a text meets the rest of the cursor's line. What follows is covered as far as the text closes more than it
 * opens: such closers stand there already. The end of a text is cut where it is the beginning of what follows and what
 * stays is balanced; where neither fits, both stay. A text of several lines covers all of the rest and brings it again
 * at its end: ghost text of several lines must end its line; before a rest that is not even drawn there is one line only.
 */
export function joinSuffix(text: string, { cursor }: ShowContext): Joined {
  const { lineSuffix } = cursor;
  if (lineSuffix.trim() === '')
    return { text: text.trimEnd(), covered: 0, tail: '', closes: false };
  const seam = seamOf(cursor);
  const hasLines = text.trimEnd().includes('\n') && lineSuffix.length <= MAX_DRAWN;
  const whole = hasLines ? seam.withoutBreaks(text) : firstLineOf(text);
  const meeting = seam.meet(whole);
  const { closes } = meeting;
  const kept = seam.trimEnd(meeting);
  if (kept.trim() === '') return { text: '', covered: 0, tail: '', closes };
  // Nothing would change.
  if (meeting.covered > 0 && kept === lineSuffix.slice(0, meeting.covered)) {
    return { text: '', covered: 0, tail: '', closes };
  }
  if (!kept.includes('\n') && !seam.endsInComment(kept)) {
    return { text: kept, covered: meeting.covered, tail: '', closes };
  }
  const tail = seam.tailOf(meeting, (opener) => hugs(opener, cursor));
  return { text: kept, covered: lineSuffix.trimEnd().length, tail, closes };
}
