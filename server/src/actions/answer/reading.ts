import type { LineRange } from '../../documents/enclosingBlock.ts';
import type { LineEdit } from '../minimalEdit.ts';

/** The changes that an answer may make in a block, other than to mend it. */
export type Intent = 'rewrite' | 'comments';

/** Where an answer is to go. */
export interface AnswerTarget {
  readonly languageId: string;
  /** Of the whole document, without their ends. */
  readonly lines: readonly string[];
  /** Lines that were asked about. */
  readonly block: LineRange;
  /** Lines with diagnostic, counted from 0 in the document. */
  readonly diagnosticLines: readonly number[];
  /** The answer may say the same in other words, or add comments alone; absent: it mends what is there. */
  readonly intent?: Intent;
}

/** Why an answer was not used. */
export type Refusal =
  /** It ended before it was whole. */
  | 'cut'
  /** The model said that it will not or cannot. */
  | 'declined'
  /** There is no code in it, or code and sentences cannot be told apart. */
  | 'noCode'
  | 'empty'
  /** Something stands for code that was left out. */
  | 'elided'
  /** It is a list of changes, not code. */
  | 'difference'
  /** Characters that cannot be seen, or control tokens of a model. */
  | 'hidden'
  /** A credential in it is changed, missing, doubled, or not the document's. */
  | 'credential'
  /** It keeps too little of the block. */
  | 'tooLittle'
  /** It is about other lines, or nobody can say about which. */
  | 'elsewhere'
  /** It is written in another programming language. */
  | 'otherLanguage'
  /** It changes code, and was to change comments alone. */
  | 'changesCode'
  /** It should be looked at first, and this editor cannot show an edit before it is made. */
  | 'unsure';

/** The result of reading an answer for its place. `isSure`: it may be applied without review. */
export type Reading =
  | { readonly kind: 'edits'; readonly edits: readonly LineEdit[]; readonly isSure: boolean }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'refused'; readonly why: Refusal };

export const refused = (why: Refusal): Reading => ({ kind: 'refused', why });
