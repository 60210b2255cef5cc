import * as vscode from 'vscode';
import type { ChatTurn } from '../../server/src/protocol/chatMessages.ts';
import { plain } from '../../server/src/protocol/plainText.ts';

/** Marks for servers that keep prompts: they say nothing to a model. */
const HINTS: readonly string[] = ['cache_control', 'stateful_marker'];
const TEXT_TYPE = /^(?:text\/|application\/(?:[\w.-]+\+)?json\b)/i;

const TOOLS = plain`Aurelis passes only text on to models, and this conversation uses tools. Turn the tools off, start a new conversation, or choose another model.`;
const OTHER = plain`Aurelis passes only text on to models, and this conversation holds an image or another file that is none. Start a new one without it, or choose another model.`;

/** A conversation as the server takes it. Throws a `LanguageModelError` for one that is more than text: nothing is left out unsaid. */
export const turnsOf = (
  messages: readonly vscode.LanguageModelChatRequestMessage[],
): readonly ChatTurn[] =>
  messages.map(({ role, content }) => ({
    by: role === vscode.LanguageModelChatMessageRole.Assistant ? 'model' : 'user',
    text: content.map(textOf).join(''),
  }));

/** UTF-16 units of the text of a message. */
export function lengthOf(message: string | vscode.LanguageModelChatRequestMessage): number {
  if (typeof message === 'string') return message.length;
  return message.content.reduce<number>((sum, part) => sum + (textIn(part)?.length ?? 0), 0);
}

/** Throws a `LanguageModelError` where a tool has to be called. */
export function refuseTools(options: vscode.ProvideLanguageModelChatResponseOptions): void {
  const isNeeded = options.toolMode === vscode.LanguageModelChatToolMode.Required;
  if (isNeeded && (options.tools?.length ?? 0) > 0) throw new vscode.LanguageModelError(TOOLS);
}

function textOf(part: unknown): string {
  const text = textIn(part);
  if (text !== undefined) return text;
  const isOfTool =
    part instanceof vscode.LanguageModelToolCallPart ||
    part instanceof vscode.LanguageModelToolResultPart;
  throw new vscode.LanguageModelError(isOfTool ? TOOLS : OTHER);
}

/** The text of a part; `undefined` for one that is none. */
function textIn(part: unknown): string | undefined {
  if (part instanceof vscode.LanguageModelTextPart) return part.value;
  if (!(part instanceof vscode.LanguageModelDataPart)) return undefined;
  if (HINTS.includes(part.mimeType)) return '';
  return TEXT_TYPE.test(part.mimeType) ? new TextDecoder().decode(part.data) : undefined;
}
