import type { Usage } from '../domain/generation.ts';

type Members = Readonly<Record<string, unknown>>;

/** Reads the counts of a request's tokens out of an object, in whatever form; `undefined` where there are none. */
export const usageIn = (event: Members): Usage | undefined =>
  (isMembers(event.usage) ? usageOf(event.usage) : undefined) ?? countsOf(event);

/** The counts of OpenAI and Anthropic, and how many of the prompt's tokens were in a cache. */
function usageOf(usage: Members): Usage | undefined {
  const counted =
    tokensOf(usage.prompt_tokens, usage.completion_tokens) ??
    tokensOf(usage.input_tokens, usage.output_tokens);
  if (counted === undefined) return undefined;
  const details = [usage.prompt_tokens_details, usage.input_tokens_details].find(isMembers);
  const cached = [details?.cached_tokens, usage.prompt_cache_hit_tokens, usage.cached_tokens].find(
    isCount,
  );
  if (cached === undefined || cached > counted.inputTokens) return counted;
  return { ...counted, evaluatedTokens: counted.inputTokens - cached };
}

/** The counts of Ollama and llama.cpp stand beside the text, with the last event. */
const countsOf = (event: Members): Usage | undefined =>
  tokensOf(event.prompt_eval_count, event.eval_count) ??
  (event.stop === true ? tokensOf(event.tokens_evaluated, event.tokens_predicted) : undefined);

/** Ten times the longest window of any model, in tokens. */
const MAX_TOKENS = 100_000_000;

/**
 * A server's count of tokens; `undefined` where it is no count of a request: not two whole numbers, too many for any model, or
 * nothing for the question, which servers say that do not count.
 */
const tokensOf = (inputTokens: unknown, outputTokens: unknown): Usage | undefined =>
  isCount(inputTokens) && isCount(outputTokens) && inputTokens > 0
    ? { inputTokens, outputTokens }
    : undefined;

const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isCount = (value: unknown): value is number =>
  Number.isInteger(value) && Number(value) >= 0 && Number(value) <= MAX_TOKENS;
