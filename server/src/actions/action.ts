import type { ChatInput } from '../domain/generation.ts';
import type { AnswerTarget } from './answer/reading.ts';

/** A diagnostic at a place, as the editor knows it. */
export interface Diagnostic {
  /** Line of its start, counted from 0. */
  readonly line: number;
  readonly message: string;
  /** The tool that found it, such as `ts`. */
  readonly source: string | undefined;
  /** The tool's name for this kind of problem, such as `2304`. */
  readonly code?: string;
  /** Other places that it names, at most some. */
  readonly related?: readonly { readonly line: number; readonly message: string }[];
}

/** Diagnostics that one request or action is about: a menu has no room for more, and neither has a request. */
export const MAX_DIAGNOSTICS = 100;
/** Longest message of a diagnostic that is taken, in UTF-16 units: a menu holds each several times. The rest is left out. */
export const MAX_MESSAGE = 2_000;

/** The piece of a document that an action works on. */
export interface ActionTarget extends AnswerTarget {
  readonly diagnostic: Diagnostic;
}

/** Knowledge beside the piece itself, each '' where there is none. */
export interface Knowledge {
  /** The user's own words for what to do. */
  readonly words: string;
  /** Definitions and other code that the piece needs, written as code with a line above each that names its file. */
  readonly definitions: string;
  /** Base name of the file. */
  readonly file: string;
  /** The outcome of a try before this one. */
  readonly lastTry: string;
}

/** The product of an action: a repair or a rewrite of the block, comments in it, a file of its own, or a text about it. */
type Yield = 'repair' | 'rewrite' | 'comments' | 'file' | 'text';

/** One entry of the catalogue: what it is called, where it applies, and how the model is asked. */
export interface Action {
  readonly id: string;
  /** A problem that a tool has found, or lines that the user points at. */
  readonly about: 'diagnostic' | 'lines';
  /** It takes nothing away: an answer of fewer words is never sure. */
  readonly onlyAdds?: true;
  readonly yields: Yield;
  readonly title: (diagnostic: Diagnostic) => string;
  /** The LSP code action kind. */
  readonly kind: string;
  /** True for the languages in which it makes sense; all without it. */
  readonly isFor?: (languageId: string) => boolean;
  /** The question to the user without whose words it cannot be asked; absent where none are needed. */
  readonly asksUser?: string;
  readonly ask: (target: ActionTarget, knowledge: Knowledge) => ChatInput;
}
