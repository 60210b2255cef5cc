import type { CodeAction, CodeActionParams, WorkspaceEdit } from 'vscode-languageserver';
import type { ActionOffer, ActionOutcome } from '../actions/provider.ts';
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
  const { title, kind, trouble, troubles = [trouble] } = offer;
  const diagnostics = params.context.diagnostics.filter(({ range }) =>
    troubles.some(({ line }) => range.start.line === line),
  );
  const how = asCommand
    ? { command: { title, command: serverCommand.runAction, arguments: [offer] } }
    : { data: offer };
  return { title, kind, diagnostics, ...how };
}

/** The edit of an outcome, for exactly the version of the document that it was made for. */
export function toWorkspaceEdit(
  outcome: ActionOutcome & { kind: 'edit' },
  lastLine: LastLine,
): WorkspaceEdit {
  const edits = outcome.edits.map(({ first, end, lines }) => {
    const isAtEnd = end > lastLine.line;
    const newText = lines.map((line) => `${line}\n`).join('');
    if (!isAtEnd) {
      const range = { start: { line: first, character: 0 }, end: { line: end, character: 0 } };
      return { range, newText };
    }
    const start = { line: first, character: 0 };
    const range = { start, end: { line: lastLine.line, character: lastLine.length } };
    return { range, newText: newText.slice(0, -1) };
  });
  const textDocument = { uri: outcome.uri, version: outcome.version };
  return { documentChanges: [{ textDocument, edits }] };
}

/** The last line of a document, which has no line break to take along. */
export interface LastLine {
  readonly line: number;
  readonly length: number;
}
