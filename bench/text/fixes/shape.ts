import type { Ending } from '../../../server/src/domain/generation.ts';

/** The place as a model that knows the right block sees it. */
export interface Knowledge {
  /** Lines of the right block, of the faulty one, of the right file around the block. */
  readonly right: readonly string[];
  readonly wrong: readonly string[];
  readonly above: readonly string[];
  readonly below: readonly string[];
  /** The right line, by its place in the right block. */
  readonly at: number;
  /** The document's line number of the block, counted from 1. */
  readonly number: number;
  readonly languageId: string;
}

interface Answered {
  readonly text: string;
  readonly ending?: Ending;
}

/** One way to put an answer. `undefined`: this block cannot be answered so. */
export interface Shape {
  readonly name: string;
  readonly answer: (known: Knowledge) => Answered | string | undefined;
}
