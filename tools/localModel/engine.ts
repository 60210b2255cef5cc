import type { ControlTokens } from './vocabulary.ts';

/** The memory of one slot: tokens that need not be evaluated again where a prompt begins with them. */
export interface KvSlot {
  /** The tokens that it holds. */
  readonly tokens: readonly number[];
  /** Forgets all but the first `count` tokens. */
  keep(count: number): Promise<void>;
  /** Evaluates tokens behind those that it holds; returns the likeliest next one. */
  evaluate(tokens: readonly number[]): Promise<number>;
}

/** A model with its vocabulary and the memory of its slots. */
export interface Engine {
  /** For people: which engine, in which version. */
  readonly name: string;
  readonly control: ControlTokens;
  readonly slots: readonly KvSlot[];
  /** With `isSpecial` the texts of control tokens become those tokens; else they are text. */
  tokenize(text: string, isSpecial: boolean): readonly number[];
  detokenize(tokens: readonly number[]): string;
  /** Tokens that have been evaluated in all, prompts and answers, as the engine itself counts. */
  evaluated(): number;
  dispose(): Promise<void>;
}
