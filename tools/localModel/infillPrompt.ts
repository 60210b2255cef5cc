import type { Engine } from './engine.ts';

/** The parts of `/infill`'s prompt, as a request gives them. */
export interface Infill {
  readonly prefix: string;
  readonly suffix: string;
  readonly extra: readonly { readonly text: string; readonly filename: string }[];
  /** The text between prefix and cursor. */
  readonly prompt: string;
}

/** The limits that cut it, in tokens. */
export interface InfillLimits {
  /** Evaluated at once; prefix and suffix together fit into it. */
  readonly batchTokens: number;
  readonly contextTokens: number;
}

/** `n_predict` of the server's own parameters; -1 means without a limit. */
const SERVER_PREDICTS = -1;

/**
 * The prompt that llama-server writes and cuts: other files first, then the end of the prefix, the part before the cursor,
 * and the beginning of the suffix. The prefix gets three quarters of a batch, the suffix what the part before the cursor
 * leaves of the last one, the other files all that the context has beside a batch (rule: `format_prompt_infill` in
 * tools/server/server-common.cpp of ggml-org/llama.cpp).
 */
export function infillPrompt(
  { control, tokenize }: Pick<Engine, 'control' | 'tokenize'>,
  { prefix, suffix, extra, prompt }: Infill,
  { batchTokens, contextTokens }: InfillLimits,
): number[] {
  const text = (value: string) => tokenize(value, false);
  const others = [
    control.repository,
    ...text('myproject\n'),
    ...extra.flatMap((each) => [control.file, ...text(`${each.filename}\n`), ...text(each.text)]),
    control.file,
    ...text('filename\n'),
  ];
  const typed = tokenize(prompt, true);
  const quarter = Math.floor(batchTokens / 4);
  const suffixRoom = Math.max(0, quarter - (2 + typed.length));
  const othersRoom = Math.max(0, contextTokens - batchTokens - 2 * SERVER_PREDICTS);
  return [
    ...lastOf(others, othersRoom),
    control.prefix,
    ...lastOf(text(prefix), 3 * quarter),
    ...typed,
    control.suffix,
    ...text(suffix).slice(0, suffixRoom),
    control.middle,
  ];
}

const lastOf = (tokens: readonly number[], count: number): readonly number[] =>
  count === 0 ? [] : tokens.slice(-count);
