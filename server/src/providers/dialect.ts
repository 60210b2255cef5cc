import type { Canonical } from '../base/digest.ts';
import { type Endpoint, modelFor } from '../domain/endpoint.ts';
import type { FeatureRequest, InfillInput } from '../domain/generation.ts';
import { infillMessages } from './templates/chatInfill.ts';
import { commented } from './templates/comments.ts';
import { fimTemplates } from './templates/index.ts';
import { familyOf } from './templates/modelNames.ts';

/** The dialect of OpenAI's API that most servers speak: its bodies and its headers. */

type Body = { readonly [member: string]: Canonical };

/** Most tokens of the answer to a request, within what the endpoint allows. */
export const outputTokens = (
  request: FeatureRequest,
  { limits }: Endpoint,
  most = Number.POSITIVE_INFINITY,
): number => Math.min(request.maxOutputTokens, limits.outputTokens ?? most, most);

export const common = (request: FeatureRequest, endpoint: Endpoint): Body => ({
  model: modelFor(endpoint, request.task),
  max_tokens: outputTokens(request, endpoint),
  temperature: request.temperature,
  stream: true,
  stream_options: { include_usage: true },
});

/** The request as messages of a chat, with the instructions for the form in which the endpoint is asked for changes of code. */
export function messagesOf({ input, languageId }: FeatureRequest, endpoint: Endpoint) {
  if (input.kind === 'infill') return infillMessages(input, languageId);
  const { system, systemForEdits = system, turns = [], user } = input;
  const instructions = endpoint.editForm === 'edits' ? systemForEdits : system;
  return [
    // A conversation that others lead has its own; some models refuse empty ones.
    ...(instructions === '' ? [] : [{ role: 'system', content: instructions }]),
    ...turns.map(({ by, text }) => ({
      role: by === 'user' ? 'user' : 'assistant',
      content: text,
    })),
    { role: 'user', content: user },
  ];
}

/** The server's own `suffix`, with snippets as comments before the code. */
export const ownSuffix = ({ languageId }: FeatureRequest, input: InfillInput) => ({
  prompt: commented(input, languageId) + input.prefix,
  suffix: input.suffix,
});

/** The prompt of the model's family, where the settings name one or the model's name tells. */
export function familyPrompt(
  { languageId }: FeatureRequest,
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
