import type { Place } from './filter.ts';

/** Shows no more lines than the user allows; the rest is served as the cursor reaches it. */
export const limitLines = (text: string, { maxLines }: Place): string =>
  text.split('\n', maxLines).join('\n');
