import type { Endpoint } from '../domain/endpoint.ts';
import type { GenerationRequest, Turn } from '../domain/generation.ts';
import { type ChatModel, MAX_CHAT_TEXT } from '../protocol/chatMessages.ts';
import { harmless } from '../protocol/plainText.ts';
import { vscodeLm } from '../providers/vscodeLm.ts';

/** Of an endpoint whose settings and server tell neither: less than what most hosted models take. */
const USUAL_INPUT_TOKENS = 32_768;
const USUAL_OUTPUT_TOKENS = 4_096;
/** As everywhere here, a token is about four characters. */
const MAX_INPUT_TOKENS = MAX_CHAT_TEXT / 4;

/** True for an endpoint that the editor's chat is offered. Its own models it has already, and through us they would ask in a circle. */
export const isForChat = ({ roles, provider }: Endpoint): boolean =>
  roles.includes('action') && provider !== vscodeLm.name;

/** An endpoint as the editor's chat shows it. */
export function chatModelOf({ id, model, limits }: Endpoint): ChatModel {
  const { inputTokens = USUAL_INPUT_TOKENS } = limits;
  return {
    id,
    name: harmless(id),
    family: harmless(model),
    maxInputTokens: Math.min(inputTokens, MAX_INPUT_TOKENS),
    maxOutputTokens: outputTokensOf(limits),
  };
}

/**
 * The request for the last turn of a conversation, to that endpoint alone; `undefined` where that is not the user's, or empty.
 * Turns of one speaker in a row are one: many models know no other order than by turns.
 */
export function chatRequest(
  endpoint: Endpoint,
  said: readonly Turn[],
): GenerationRequest | undefined {
  const turns: Turn[] = [];
  for (const turn of said) {
    if (turn.text.trim() === '') continue;
    const last = turns.at(-1);
    if (last?.by === turn.by) turns.splice(-1, 1, joined(last, turn));
    else turns.push(turn);
  }
  const question = turns.pop();
  if (question?.by !== 'user') return undefined;
  return {
    task: 'action',
    // With turns, even if there are none, it is never taken for a question in other words.
    input: { kind: 'chat', system: '', turns, user: question.text },
    languageId: 'markdown',
    maxOutputTokens: outputTokensOf(endpoint.limits),
    temperature: 0,
    stopRule: { name: 'none', version: 1 },
    endpointId: endpoint.id,
  };
}

const outputTokensOf = ({ outputTokens = USUAL_OUTPUT_TOKENS }: Endpoint['limits']): number =>
  outputTokens;

const joined = (one: Turn, two: Turn): Turn => ({ by: one.by, text: `${one.text}\n\n${two.text}` });
