import type { Ending } from '../../../server/src/domain/generation.ts';

/** The place as a model sees it that knows what is right. */
export interface Knowledge {
  readonly languageId: string;
  /** Lines of the true block, of the block as it is, and of the file around it. */
  readonly right: readonly string[];
  readonly old: readonly string[];
  readonly above: readonly string[];
  readonly below: readonly string[];
  /** The same in other languages. */
  readonly translations: readonly { readonly languageId: string; readonly block: string[] }[];
}

export interface Answered {
  readonly text: string;
  readonly ending?: Ending;
}

/** One way to put an answer; `undefined`: this one cannot be put so. */
export interface Shape {
  readonly name: string;
  /** True if all of what is right is in the answer, so that it can be used. */
  readonly isUsable: boolean;
  /** The products that may be put so; edits alone without it. */
  readonly isFor: readonly ('edit' | 'file' | 'text')[];
  readonly answer: (known: Knowledge) => Answered | string | undefined;
}
