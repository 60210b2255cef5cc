import type { Canonical } from '../base/digest.ts';

/** Models that think before they answer (OpenAI's o series and GPT-5) count their tokens otherwise and choose their own temperature. */
const REASONING = /^(?:[\w.-]+\/)?(?:o[1-9]|gpt-5)(?:\b|-)/;

/** A chat's body as a reasoning model takes it; unchanged for any other. */
export function withoutTemperature(body: { readonly [member: string]: Canonical }): {
  readonly [member: string]: Canonical;
} {
  if (!REASONING.test(String(body.model))) return body;
  const { max_tokens, temperature, ...others } = body;
  return { ...others, max_completion_tokens: max_tokens ?? null };
}
