import {
  type CodeAction,
  type CodeActionParams,
  CodeActionTriggerKind,
  type Command,
} from 'vscode-languageserver';
import { MAX_DIAGNOSTICS } from '../actions/action.ts';
import type { ActionOffer } from '../actions/provider.ts';
import type { LineRange } from '../documents/enclosingBlock.ts';
import { serverCommand } from '../protocol/messages.ts';
import { harmless } from '../protocol/plainText.ts';
import type { ActionSupport } from './actionSupport.ts';

/** Offers for the diagnostics that the editor shows at a place, as LSP has them. */
export const troublesOf = ({ context }: CodeActionParams) =>
  context.diagnostics.slice(0, MAX_DIAGNOSTICS).map(({ range, message, source }) => ({
    line: range.start.line,
    message: typeof message === 'string' ? message : message.value,
    source,
  }));

/**
 * The lines that a user points at, first and last included: most editors tell a server its own diagnostics only, and then
 * the place is all that there is to go by. None where the editor asks by itself, while the cursor moves, and, where it tells
 * all diagnostics (`tellsAll`), none without a selection: without an action at the cursor it looks for a problem nearby.
 */
export function linesAskedAbout(
  { range, context }: CodeActionParams,
  tellsAll: boolean,
): LineRange | undefined {
  if (context.triggerKind === CodeActionTriggerKind.Automatic) return undefined;
  const { start, end } = range;
  const isEmpty = start.line === end.line && start.character === end.character;
  if (tellsAll && isEmpty) return undefined;
  // Editors that select whole lines end the selection before the first character of the next one.
  const last = end.character === 0 && end.line > start.line ? end.line - 1 : end.line;
  return { first: start.line, last: Math.max(start.line, last) };
}

/**
 * The form in which a client can carry an action out. Most run a command, which shows progress, can be cancelled, and
 * asks the client to apply the edit; a few editors do so though they do not declare it. One that can only
 * resolve an action gets the edit so.
 */
export function toCodeAction(
  offer: ActionOffer,
  params: CodeActionParams,
  { hasLiterals, resolves }: ActionSupport,
): CodeAction | Command {
  const { kind, diagnostic } = offer;
  const title = harmless(offer.title);
  const command = { title, command: serverCommand.runAction, arguments: [offer] };
  if (!hasLiterals) return command;
  const lines = new Set((offer.diagnostics ?? [diagnostic]).map(({ line }) => line));
  const considered = params.context.diagnostics.slice(0, MAX_DIAGNOSTICS);
  const diagnostics = considered.filter(({ range }) => lines.has(range.start.line));
  return { title, kind, diagnostics, ...(resolves ? { data: offer } : { command }) };
}

/**
 * True if a client asks for actions of a kind, or for all: kinds are names with dots, and who asks for one asks for
 * those below it, too (LSP 3.17, `CodeActionContext.only`).
 */
export const isWanted = (kind: string, { context }: CodeActionParams): boolean =>
  !Array.isArray(context.only) ||
  context.only.length === 0 ||
  context.only.some((asked) => asked === '' || kind === asked || kind.startsWith(`${asked}.`));
