import type { prepare } from '../../server/src/upstream/prepare.ts';
import { tokensOf } from './tokens.ts';

type PreparedRequest = ReturnType<typeof prepare>;

/** The batch of llama.cpp's server unless its command line says another. */
const BATCH_TOKENS = 2_048;

/** Tokens of one prompt, and how many of them had to be evaluated. */
export interface Evaluated {
  readonly tokens: number;
  readonly evaluated: number;
  /** Nobody waited for it. */
  readonly isAhead?: true;
}

/**
 * A server with one slot, whose key-value cache keeps the last prompt: evaluates what is behind the longest beginning that a
 * prompt shares with the one before, at least its last token.
 */
export class SimulatedServer {
  #kept: readonly string[] = [];

  evaluate(request: PreparedRequest): Evaluated {
    const tokens = promptOf(request);
    let shared = 0;
    while (shared < tokens.length && tokens[shared] === this.#kept[shared]) shared++;
    this.#kept = tokens;
    return { tokens: tokens.length, evaluated: Math.max(1, tokens.length - shared) };
  }
}

/** The prompt of a request, as its server writes it. */
function promptOf({ path, body }: PreparedRequest): string[] {
  if (path !== '/infill') return tokensOf(String(body.prompt));
  const extra = (Array.isArray(body.input_extra) ? body.input_extra : []) as readonly {
    readonly filename: string;
    readonly text: string;
  }[];
  const files = extra.flatMap(({ filename, text }) => [
    '<|file_sep|>',
    ...tokensOf(`${filename}\n`),
    ...tokensOf(text),
  ]);
  return [...(files.length === 0 ? [] : ['<|repo_name|>', ...files]), ...infill(body)];
}

/**
 * The parts of `/infill`, each cut in tokens of its own: of the prefix the last three quarters of a batch, of the suffix a
 * quarter without the prompt (`format_prompt_infill` in llama.cpp's `tools/server/server-common.cpp`).
 */
function infill({ input_prefix, input_suffix, prompt }: PreparedRequest['body']): string[] {
  const typed = tokensOf(String(prompt));
  const before = tokensOf(String(input_prefix)).slice(-(3 * (BATCH_TOKENS / 4) - 3));
  const after = tokensOf(String(input_suffix)).slice(
    0,
    Math.max(0, BATCH_TOKENS / 4 - (2 + typed.length)),
  );
  return ['<|fim_prefix|>', ...before, ...typed, '<|fim_suffix|>', ...after, '<|fim_middle|>'];
}
