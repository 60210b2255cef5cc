import type { CodeAction, CodeActionParams } from 'vscode-languageserver';
import type { ActionOffer } from '../actions/provider.ts';
import { serverCommand } from '../protocol/messages.ts';

/** Offers for the diagnostics that the editor shows at a place, as LSP has them. */
export const troublesOf = ({ context }: CodeActionParams) =>
  context.diagnostics.map(({ range, message, source }) => ({
    line: range.start.line,
    message: typeof message === 'string' ? message : message.value,
    source,
  }));

/**
 * A client that shows progress runs the action as a command, so that it can be cancelled; any other
 * resolves it into an edit.
 */
export function toCodeAction(
  offer: ActionOffer,
  params: CodeActionParams,
  asCommand: boolean,
): CodeAction {
  const { title, kind, diagnostic } = offer;
  const targets = offer.diagnostics ?? [diagnostic];
  const diagnostics = params.context.diagnostics.filter(({ range }) =>
    targets.some(({ line }) => range.start.line === line),
  );
  const how = asCommand
    ? { command: { title, command: serverCommand.runAction, arguments: [offer] } }
    : { data: offer };
  return { title, kind, diagnostics, ...how };
}

/**
 * True if a client asks for actions of a kind, or for all: kinds are names with dots, and who asks for one asks for
 * those below it, too (LSP 3.17, `CodeActionContext.only`).
 */
export const isWanted = (kind: string, { context }: CodeActionParams): boolean =>
  !Array.isArray(context.only) ||
  context.only.length === 0 ||
  context.only.some((asked) => asked === '' || kind === asked || kind.startsWith(`${asked}.`));
