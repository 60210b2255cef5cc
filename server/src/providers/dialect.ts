import type { Canonical } from '../base/digest.ts';
import { type Endpoint, modelFor } from '../domain/endpoint.ts';
import type { GenerationRequest, InfillInput, Usage } from '../domain/generation.ts';
import type { AnswerPart } from './provider.ts';
import { infillMessages } from './templates/chatInfill.ts';
import { commented } from './templates/comments.ts';
import { familyOf, fimTemplates } from './templates/index.ts';

/** The dialect of OpenAI's API that most servers speak: its bodies, its headers, its events. */

type Body = { readonly [member: string]: Canonical };

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/** Most tokens of the answer to a request, within what the endpoint allows. */
export const outputTokens = (
  request: GenerationRequest,
  { limits }: Endpoint,
  most = Number.POSITIVE_INFINITY,
): number => Math.min(request.maxOutputTokens, limits.outputTokens ?? most, most);

export const common = (request: GenerationRequest, endpoint: Endpoint): Body => ({
  model: modelFor(endpoint, request.task),
  max_tokens: outputTokens(request, endpoint),
  temperature: request.temperature,
  stream: true,
  stream_options: { include_usage: true },
});

/** The request as messages of a chat. */
export function messagesOf({ input, languageId }: GenerationRequest) {
  if (input.kind === 'infill') return infillMessages(input, languageId);
  return [
    { role: 'system', content: input.system },
    { role: 'user', content: input.user },
  ];
}

/** The server's own `suffix`, with snippets as comments before the code. */
export const ownSuffix = ({ languageId }: GenerationRequest, input: InfillInput) => ({
  prompt: commented(input, languageId) + input.prefix,
  suffix: input.suffix,
});

/** The prompt of the model's family, where the settings name one or the model's name tells. */
export function familyPrompt(
  { languageId }: GenerationRequest,
  input: InfillInput,
  { fimTemplate, completionModel }: Endpoint,
): { readonly prompt: string; readonly stop: readonly string[] } | undefined {
  const family = fimTemplate === 'auto' ? familyOf(completionModel) : fimTemplate;
  if (family === undefined) return undefined;
  const { prompt, stop } = fimTemplates[family];
  return { prompt: prompt(input, languageId), stop };
}

export const bearer = (
  { headers }: Endpoint,
  apiKey: string | undefined,
): Record<string, string> => ({
  'content-type': 'application/json',
  accept: 'text/event-stream, application/json',
  ...(apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` }),
  ...headers,
});

/** One event of a completion or a chat, streamed or whole. */
export function readChoices(event: unknown): AnswerPart {
  if (!isRecord(event)) return { failed: true };
  if (event.error !== undefined && event.error !== null) return { failed: true };
  const usage = usageOf(event.usage);
  const choices = Array.isArray(event.choices) ? event.choices : [];
  const choice: unknown = choices.find((each) => isRecord(each) && (each.index ?? 0) === 0);
  const text = isRecord(choice) ? textOf(choice) : undefined;
  const finish = isRecord(choice) ? choice.finish_reason : undefined;
  return {
    ...(text ? { text } : {}),
    ...(typeof finish === 'string' ? { finish: finish === 'stop' ? 'stop' : 'length' } : {}),
    ...(usage ? { usage } : {}),
  };
}

/** The text of a choice in any of the forms: completion, chat chunk, whole chat answer. */
function textOf(choice: Record<string, unknown>): string | undefined {
  const holder = [choice.delta, choice.message].find(isRecord);
  const text = holder === undefined ? choice.text : holder.content;
  return typeof text === 'string' ? text : undefined;
}

function usageOf(usage: unknown): Usage | undefined {
  if (!isRecord(usage)) return undefined;
  return tokensOf(usage.prompt_tokens, usage.completion_tokens);
}

export const tokensOf = (inputTokens: unknown, outputTokens: unknown): Usage | undefined =>
  typeof inputTokens === 'number' && typeof outputTokens === 'number'
    ? { inputTokens, outputTokens }
    : undefined;
