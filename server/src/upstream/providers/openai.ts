import { type Endpoint, modelFor } from '../../domain/endpoint.ts';
import type { GenerationRequest, InfillInput, Usage } from '../../domain/generation.ts';
import { infillMessages } from '../templates/chatInfill.ts';
import { commented } from '../templates/comments.ts';
import { familyOf, fimTemplates } from '../templates/index.ts';
import type { AnswerPart, PreparedRequest, Provider } from './provider.ts';

/** Any OpenAI-compatible server: `/completions` with a suffix, or `/chat/completions`. */
export const openai: Provider = {
  prepare(request, endpoint): PreparedRequest {
    const common = {
      model: modelFor(endpoint, request.task),
      max_tokens: Math.min(request.maxOutputTokens, endpoint.limits.outputTokens ?? Infinity),
      temperature: request.temperature,
      stream: true,
      stream_options: { include_usage: true },
    };
    const { input } = request;
    if (input.kind === 'infill' && endpoint.completionApi === 'fim') {
      return { path: '/completions', body: { ...common, ...infill(request, input, endpoint) } };
    }
    return { path: '/chat/completions', body: { ...common, messages: messagesOf(request) } };
  },

  headers(endpoint: Endpoint, apiKey: string | undefined): Record<string, string> {
    return {
      'content-type': 'application/json',
      accept: 'text/event-stream, application/json',
      ...(apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` }),
      ...endpoint.headers,
    };
  },

  read(event: unknown): AnswerPart {
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
  },
};

/** The server's own `suffix`, or the prompt of the model's family where the settings name one. */
function infill({ languageId }: GenerationRequest, input: InfillInput, endpoint: Endpoint) {
  const { fimTemplate, completionModel } = endpoint;
  const family = fimTemplate === 'auto' ? familyOf(completionModel) : fimTemplate;
  if (family === undefined) {
    return { prompt: commented(input, languageId) + input.prefix, suffix: input.suffix };
  }
  const { prompt, stop } = fimTemplates[family];
  return { prompt: prompt(input, languageId), stop };
}

function messagesOf(request: GenerationRequest) {
  const { input } = request;
  if (input.kind === 'infill') return infillMessages(input, request.languageId);
  return [
    { role: 'system', content: input.system },
    { role: 'user', content: input.user },
  ];
}

/** The text of a choice in any of the forms: completion, chat chunk, whole chat answer. */
function textOf(choice: Record<string, unknown>): string | undefined {
  const holder = [choice.delta, choice.message].find(isRecord);
  const text = holder === undefined ? choice.text : holder.content;
  return typeof text === 'string' ? text : undefined;
}

function usageOf(usage: unknown): Usage | undefined {
  if (!isRecord(usage)) return undefined;
  const { prompt_tokens: inputTokens, completion_tokens: outputTokens } = usage;
  if (typeof inputTokens !== 'number' || typeof outputTokens !== 'number') return undefined;
  return { inputTokens, outputTokens };
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;
