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

/** The piece of a document that an action works on. */
export interface ActionTarget extends AnswerTarget {
  readonly diagnostic: Diagnostic;
}

/** One entry of the catalogue: what it is called and how the model is asked. */
export interface ActionKind {
  readonly id: string;
  readonly title: (diagnostic: Diagnostic) => string;
  /** The LSP code action kind. */
  readonly kind: string;
  readonly ask: (target: ActionTarget) => ChatInput;
}
