import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import {
  CHAT_VENDOR,
  type LanguageModelParams,
  type LanguageModelResult,
  type LanguageModelTextParams,
  method,
} from '../../server/src/protocol/messages.ts';

const JUSTIFICATION = 'Aurelis uses this model for suggestions and code actions.';

/** Answers a server that asks the editor's models. */
export function answerForModels(
  client: LanguageClient,
  access: vscode.LanguageModelAccessInformation,
): void {
  client.onRequest(method.languageModel, (params: LanguageModelParams, token) => {
    const { id } = params;
    const tell = (text: string) => {
      const said: LanguageModelTextParams = { id, text };
      void client.sendNotification(method.languageModelText, said);
    };
    return askLanguageModel(params, access, tell, token);
  });
}

/**
 * Asks a model of the editor's and passes its text on. The user is asked for consent only by a request that they
 * have started; completions while typing do without the model until then.
 */
export async function askLanguageModel(
  { model, messages, isAsked }: LanguageModelParams,
  access: vscode.LanguageModelAccessInformation,
  onText: (text: string) => void,
  token: vscode.CancellationToken,
): Promise<LanguageModelResult> {
  try {
    const found = await vscode.lm.selectChatModels(selectorOf(model));
    // The editor offers our endpoints, too: one of them would be asked by itself, without end.
    const chosen = found.find(({ vendor }) => vendor !== CHAT_VENDOR);
    if (chosen === undefined) return { error: 'notFound' };
    if (!isAsked && access.canSendRequest(chosen) !== true) return { error: 'noConsent' };
    // There is no system role: instructions go first, as the user's.
    const { Assistant, User } = vscode.LanguageModelChatMessage;
    const asked = messages.map(({ role, content }) =>
      role === 'assistant' ? Assistant(content) : User(content),
    );
    const response = await chosen.sendRequest(asked, { justification: JUSTIFICATION }, token);
    for await (const text of response.text) onText(text);
    return {};
  } catch (error) {
    return { error: errorOf(error) };
  }
}

/** `vendor/family`, a family alone, or whichever there is. */
function selectorOf(model: string): vscode.LanguageModelChatSelector {
  if (model === '' || model === 'default') return {};
  const slash = model.indexOf('/');
  if (slash === -1) return { family: model };
  return { vendor: model.slice(0, slash), family: model.slice(slash + 1) };
}

function errorOf(error: unknown): NonNullable<LanguageModelResult['error']> {
  if (!(error instanceof vscode.LanguageModelError)) return 'failed';
  const { NoPermissions, NotFound, Blocked } = vscode.LanguageModelError;
  if (error.code === NoPermissions.name) return 'noConsent';
  if (error.code === NotFound.name) return 'notFound';
  return error.code === Blocked.name ? 'blocked' : 'failed';
}
