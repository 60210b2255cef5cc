import { scan } from './scan.ts';

/**
 * For each line, whether it holds nothing but a comment or a documentation string, or is blank. Code in front of a comment is
 * code, and so are what stands behind its end on the same line, and the lines of a string that look like comments.
 */
export const commentLines = (lines: readonly string[], languageId: string): boolean[] =>
  scan(lines, languageId).map(({ isComment }) => isComment);
