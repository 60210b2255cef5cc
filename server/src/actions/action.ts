import type { ChatInput } from '../domain/generation.ts';
import type { AnswerTarget } from './answer/reading.ts';

/** A diagnostic at a place, as the editor knows it. */
export interface Diagnostic {
  /** Line of its start, counted from 0. */
  readonly line: number;
  readonly message: string;
  /** The tool that found it, such as `ts`. */
  readonly source: string | undefined;
}

/** Diagnostics that one request or action is about: a menu has no room for more, and neither has a request. */
export const MAX_DIAGNOSTICS = 100;

/** The piece of a document that an action works on. */
export interface ActionTarget extends AnswerTarget {
  readonly diagnostic: Diagnostic;
}

/** One entry of the catalogue: what it is called and how the model is asked. */
export interface ActionKind {
  readonly id: string;
  /** A problem that a tool has found, or lines that the user points at. */
  readonly about: 'diagnostic' | 'lines';
  readonly title: (diagnostic: Diagnostic) => string;
  /** The LSP code action kind. */
  readonly kind: string;
  readonly ask: (target: ActionTarget) => ChatInput;
}
