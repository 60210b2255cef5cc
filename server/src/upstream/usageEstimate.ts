import { type GenerationRequest, textsOf, type Usage } from '../domain/generation.ts';

/** Source code holds about four characters a token. */
const CHARACTERS_PER_TOKEN = 4;

/** The usage of a request, and of the text that answers it, where the server reports none. */
export function estimate(request: GenerationRequest, text: string): Usage {
  const asked = textsOf(request.input).reduce((length, each) => length + each.length, 0);
  const tokens = (characters: number) => Math.ceil(characters / CHARACTERS_PER_TOKEN);
  return { inputTokens: tokens(asked), outputTokens: tokens(text.length) };
}
