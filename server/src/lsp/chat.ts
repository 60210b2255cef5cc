import { EndpointError } from '../domain/endpointError.ts';
import { withoutThinking } from '../domain/wrapping/withoutThinking.ts';
import { chatModelOf, chatRequest, isForChat } from '../engine/chat.ts';
import type { EngineHost } from '../engine/engineHost.ts';
import type { ChatModelsResult, ChatResult } from '../protocol/chatMessages.ts';
import type { PlainText } from '../protocol/plainText.ts';
import { chatFailureText, chatTexts } from './chatTexts.ts';
import type { ClientRequests } from './door/clientRequests.ts';
import type { ChatQuestion } from './door/customParams.ts';
import { textStream } from './textStream.ts';

type ChatHost = Pick<
  EngineHost,
  'endpoints' | 'generate' | 'isTrusted' | 'isEnabled' | 'control' | 'metrics'
>;

/** The endpoints that the editor's chat may use. */
export const chatModels = (
  host: Pick<EngineHost, 'endpoints' | 'isTrusted' | 'isEnabled'>,
): ChatModelsResult => ({
  models: host.isTrusted && host.isEnabled ? host.endpoints.filter(isForChat).map(chatModelOf) : [],
});

/**
 * Answers the last turn of a conversation by the endpoint that the user has chosen; all that is wrong is told in the result.
 * Rejects with `CancelledError` when the signal aborts.
 */
export async function chat(
  host: ChatHost,
  { id, model, turns }: ChatQuestion,
  client: ClientRequests,
  canSetKey: boolean,
  signal: AbortSignal,
): Promise<ChatResult> {
  if (!host.isTrusted) return refused('noPermission', chatTexts.notTrusted);
  if (!host.isEnabled) return refused('noPermission', chatTexts.off);
  const endpoint = host.endpoints.find((each) => each.id === model);
  if (endpoint === undefined) return refused('notFound', chatTexts.unknown(model));
  if (!isForChat(endpoint)) return refused('notFound', chatTexts.notForChat(endpoint));
  if (host.control.isPaused(model)) return failed(chatFailureText(pausedAt(model), canSetKey));
  if (turns === undefined) return failed(chatTexts.tooMuch);
  const request = chatRequest(endpoint, turns);
  if (request === undefined) return failed(chatTexts.noQuestion);
  const tell = textStream(client, id);
  const onText = (text: string) => tell(withoutThinking(text, false));
  try {
    const generation = await host.generate(request, { signal, priority: 'action', onText });
    const text = withoutThinking(generation.text, true);
    if (generation.withheld !== undefined) return failed(chatTexts.withheld);
    const { fault } = generation;
    const kind = fault ?? (text.trim() === '' ? emptyKind(generation.text) : undefined);
    if (kind === undefined) return { text };
    return failed(chatFailureText(new EndpointError(model, kind), canSetKey), text);
  } catch (error) {
    if (!(error instanceof EndpointError)) throw error;
    return failed(chatFailureText(reasonOf(error, host, model), canSetKey));
  }
}

const pausedAt = (id: string): EndpointError => new EndpointError(id, 'paused');

/** Nobody could be asked: it rests after a failure, which is what the user wants to know. */
function reasonOf(error: EndpointError, { metrics }: ChatHost, id: string): EndpointError {
  if (error.kind !== 'noEndpoint') return error;
  const { lastError, lastSentence: sentence } =
    metrics.snapshot().endpoints.find((each) => each.id === id) ?? {};
  const kind = (lastError ?? 'noEndpoint') as EndpointError['kind'];
  return new EndpointError(id, kind, { sentence });
}

const emptyKind = (text: string) => (text.trim() === '' ? 'malformed' : 'onlyThought');

const failed = (text: PlainText, said = ''): ChatResult => ({
  text: said,
  problem: { kind: 'failed', text },
});

const refused = (
  kind: NonNullable<ChatResult['problem']>['kind'],
  text: PlainText,
): ChatResult => ({ text: '', problem: { kind, text } });
