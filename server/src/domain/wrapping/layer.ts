import type { Standpoint } from './standpoint.ts';

/** The text that a model has sent so far, or the part of it that is known to be content. */
export interface Said {
  readonly text: string;
  /** True if nothing follows the text: the answer, or the wrapper around it, has ended. */
  readonly isOver: boolean;
}

/** Takes one kind of wrapping away, and says which texts may have it. */
export interface Layer {
  /**
   * Never takes back: what it gives for the beginning of a text that is not over is a beginning of what it gives for the
   * whole. Text that may still turn out to be wrapping is held back until then.
   */
  readonly apply: (said: Said, at: Standpoint) => Said;
  /** Matches every text that is over and that the layer changes, wherever it stands. Neither global nor sticky. */
  readonly whole: RegExp;
  /** Likewise, every text that is not over, those of which the layer holds something back included. */
  readonly growing: RegExp;
}

/** Nothing of it is known to be content yet. */
export const NOTHING_YET: Said = { text: '', isOver: false };

/** Nothing of it is content, whatever follows. */
export const NOTHING: Said = { text: '', isOver: true };

const WORD = /\S/g;

/** Index of the first character from `from` on that is no white space; the text's length without one. */
export function firstWord(text: string, from = 0): number {
  WORD.lastIndex = from;
  return WORD.exec(text)?.index ?? text.length;
}

/** Index of the end of the line that holds an index; the text's length for the last line. */
export function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end === -1 ? text.length : end;
}

/** The line that begins at an index, without its end. */
export const lineAt = (text: string, at: number): string => text.slice(at, lineEnd(text, at));
