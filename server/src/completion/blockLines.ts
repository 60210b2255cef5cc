/** Lines that are shown at once where nobody has asked for fewer. */
const USUAL_LINES = 12;

/**
 * The most lines of a block before the rest of the cursor's line, half of which cannot be shown: twice as many as elsewhere,
 * but to those who want few.
 */
export const blockLines = (maxLines: number): number =>
  maxLines < USUAL_LINES ? maxLines : 2 * maxLines;
