import * as vscode from 'vscode';
import type { ChatModel, ChatResult } from '../../server/src/protocol/chatMessages.ts';
import { CHAT_VENDOR, MAX_ENDPOINT_TEXT } from '../../server/src/protocol/messages.ts';
import { harmless, plain } from '../../server/src/protocol/plainText.ts';
import { lengthOf, refuseTools, turnsOf } from './chatTurns.ts';
import type { AurelisClient } from './languageClient.ts';

/** As everywhere here, a token is about four characters. */
const CHARACTERS_PER_TOKEN = 4;

const GONE = plain`The Aurelis server stopped before the answer was there. Try again.`;

/** Offers the endpoints to the editor's own chat, and to other extensions, as models. */
export function offerChatModels(
  client: Pick<
    AurelisClient,
    'chat' | 'chatModels' | 'isRunning' | 'onChatModelsChanged' | 'onStateChanged'
  >,
): vscode.Disposable {
  const changes = new vscode.EventEmitter<void>();
  const provider: vscode.LanguageModelChatProvider = {
    onDidChangeLanguageModelChatInformation: changes.event,
    async provideLanguageModelChatInformation() {
      if (!client.isRunning) return [];
      const { models } = await client.chatModels();
      return models.map(informationOf);
    },
    // Options for the model come from anybody: the settings of the endpoint hold.
    async provideLanguageModelChatResponse({ id: model }, messages, options, progress, token) {
      refuseTools(options);
      const turns = turnsOf(messages);
      let said = '';
      const say = (piece: string) => {
        said += piece;
        progress.report(new vscode.LanguageModelTextPart(piece));
      };
      const { text, problem } = await client.chat({ model, turns }, say, token).catch((error) => {
        if (token.isCancellationRequested) throw new vscode.CancellationError();
        throw client.isRunning ? error : new vscode.LanguageModelError(GONE);
      });
      // Nothing that was said can be taken back.
      const rest = text.startsWith(said) ? text.slice(said.length) : `\n\n${text}`;
      if (rest !== '' && text !== '') say(rest);
      if (problem !== undefined) throw errorOf(problem);
    },
    async provideTokenCount(_, message) {
      return Math.ceil(lengthOf(message) / CHARACTERS_PER_TOKEN);
    },
  };
  return vscode.Disposable.from(
    changes,
    client.onChatModelsChanged(() => changes.fire()),
    client.onStateChanged(() => changes.fire()),
    vscode.lm.registerLanguageModelChatProvider(CHAT_VENDOR, provider),
  );
}

const informationOf = ({
  id,
  name,
  family,
  maxInputTokens,
  maxOutputTokens,
}: ChatModel): vscode.LanguageModelChatInformation => ({
  id,
  name,
  family,
  detail: family,
  version: '1',
  maxInputTokens,
  maxOutputTokens,
  capabilities: {},
});

function errorOf({ kind, text }: NonNullable<ChatResult['problem']>): vscode.LanguageModelError {
  const message = harmless(text, MAX_ENDPOINT_TEXT);
  if (kind === 'notFound') return vscode.LanguageModelError.NotFound(message);
  if (kind === 'noPermission') return vscode.LanguageModelError.NoPermissions(message);
  return new vscode.LanguageModelError(message);
}
