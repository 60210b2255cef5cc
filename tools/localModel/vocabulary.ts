import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The tokens that models for code have beside those of text, in the words of Qwen2.5-Coder. */
const CONTROL_TOKENS = {
  prefix: '<|fim_prefix|>',
  suffix: '<|fim_suffix|>',
  middle: '<|fim_middle|>',
  pad: '<|fim_pad|>',
  repository: '<|repo_name|>',
  file: '<|file_sep|>',
} as const;

/** The numbers of the control tokens. */
export type ControlTokens = Readonly<Record<keyof typeof CONTROL_TOKENS | 'end', number>>;

/** All tokens of a model. */
export interface Vocabulary {
  /** By their numbers, in the letters that GPT-2 writes bytes with. */
  readonly tokens: readonly string[];
  readonly merges: readonly string[];
  readonly control: ControlTokens;
}

const END = '<|endoftext|>';

/** A blank, in the letters that GPT-2 writes bytes with. */
const BLANK = 'Ġ';
/** Doubled so often, and the longest run. */
const DOUBLED = [1, 2, 4, 8];
export const LONGEST_RUN = 24;

/**
 * Reads the vocabulary of GPT-2 out of the package that holds it, and adds what models for code have: tokens for runs of up to 24
 * blanks, without which code has a third more tokens (Codex; Chen et al. 2021, section 3.2), and the control tokens.
 */
export function readVocabulary(packageFolder: string): Vocabulary {
  const numbers: Readonly<Record<string, number>> = JSON.parse(
    readFileSync(join(packageFolder, 'encoder.json'), 'utf8'),
  );
  const text = Object.entries(numbers)
    .sort(([, one], [, other]) => one - other)
    .map(([token]) => token);
  const merges = readFileSync(join(packageFolder, 'vocab.bpe'), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#version'));
  const runs = blankRuns();
  const known = [...text, ...runs.map(([one, other]) => BLANK.repeat(one + other))];
  const spelled = runs.map(([one, other]) => `${BLANK.repeat(one)} ${BLANK.repeat(other)}`);
  return {
    tokens: [...known, ...Object.values(CONTROL_TOKENS)],
    merges: [...merges, ...spelled],
    control: { ...controlTokens(known.length), end: numbers[END] ?? text.length - 1 },
  };
}

/** The two parts that each run of blanks is put together from, in the order in which that is done. */
function blankRuns(): (readonly [number, number])[] {
  const doubled = DOUBLED.map((length) => [length, length] as const);
  const rests = DOUBLED.map((length) => 2 * length).flatMap((length) =>
    Array.from({ length: Math.min(length - 1, LONGEST_RUN - length) }, (_, index) => {
      return [length, index + 1] as const;
    }),
  );
  return [...doubled, ...rests];
}

/** Numbers for the control tokens, from `first` on. */
export function controlTokens(first: number): Omit<ControlTokens, 'end'> {
  const names = Object.keys(CONTROL_TOKENS) as (keyof typeof CONTROL_TOKENS)[];
  const numbered = names.map((name, index) => [name, first + index] as const);
  return Object.fromEntries(numbered) as Omit<ControlTokens, 'end'>;
}

/** The texts of the control tokens, in the order of their numbers. */
export const CONTROL_TEXTS: readonly string[] = Object.values(CONTROL_TOKENS);
