import * as vscode from 'vscode';
import { MAX_EXPLAINED } from '../../server/src/protocol/askedMessages.ts';
import { plain } from '../../server/src/protocol/plainText.ts';
import type { AurelisClient } from './languageClient.ts';
import { tellProblem } from './problems.ts';
import { EXPLAIN } from './readOnly.ts';
import { SELECTOR } from './selector.ts';
import { inform, warn } from './surfaces.ts';

/** Views of the editor, and our own pages. */
const NO_CODE =
  /^(?:aurelis|output|comment|debug|vscode-(?:settings|scm|terminal|chat)|chat|walkThrough|search-editor)/;
const MADE_BY_HAND = new Set(SELECTOR.map(({ scheme }) => scheme));

/**
 * Offers to explain what is of another place, where the editor can edit it. Of what it only shows (old versions of files, decompiled ones,
 * protected ones) VS Code shows no code actions: there the context menu has the command.
 */
export const offerToExplain = (client: AurelisClient): vscode.Disposable =>
  vscode.languages.registerCodeActionsProvider(
    { scheme: '*' },
    { provideCodeActions: (document, range) => explanations(client, document, range) },
    { providedCodeActionKinds: [EXPLAIN] },
  );

function explanations(
  client: AurelisClient,
  document: vscode.TextDocument,
  range: vscode.Range,
): vscode.CodeAction[] {
  const { uri } = document;
  const isCode = !MADE_BY_HAND.has(uri.scheme) && !NO_CODE.test(uri.scheme);
  if (!isCode || range.isEmpty || !client.isRunning || !vscode.workspace.isTrusted) return [];
  const action = new vscode.CodeAction('Explain with Aurelis', EXPLAIN);
  const shown = { uri, ...linesOf(range) };
  action.command = { command: 'aurelis.explainShown', title: action.title, arguments: [shown] };
  return [action];
}

/** Explains the lines of a document that an action names, or those that are selected in the editor whose menu it was called from. */
export async function explainShown(
  client: Pick<AurelisClient, 'explainText'>,
  argument: unknown,
): Promise<void> {
  const place = named(argument) ?? selectedIn(argument);
  if (place === undefined || NO_CODE.test(place.uri.scheme)) {
    inform(plain`Aurelis: select the lines of code that you want explained, then try again.`);
    return;
  }
  const { uri, first, last } = place;
  const document = await vscode.workspace.openTextDocument(uri);
  const text = document.getText();
  if (text.length > MAX_EXPLAINED) {
    warn(
      plain`Aurelis asked no model, because this document is too large. Copy a part of it into a new file.`,
    );
    return;
  }
  const { languageId } = document;
  const problem = await client.explainText({ uri: uri.toString(), languageId, text, first, last });
  if (problem !== null) await tellProblem(problem);
}

interface Place {
  readonly uri: vscode.Uri;
  /** Counted from 0, both included. */
  readonly first: number;
  readonly last: number;
}

function named(argument: unknown): Place | undefined {
  const { uri, first, last } = (argument ?? {}) as Record<string, unknown>;
  return uri instanceof vscode.Uri && typeof first === 'number' && typeof last === 'number'
    ? { uri, first, last }
    : undefined;
}

/** A menu hands over the document; either side of a diff may be the one that is meant. */
function selectedIn(argument: unknown): Place | undefined {
  const { activeTextEditor, visibleTextEditors } = vscode.window;
  const editor =
    argument instanceof vscode.Uri
      ? visibleTextEditors.find(({ document }) => String(document.uri) === String(argument))
      : activeTextEditor;
  if (editor === undefined || editor.selection.isEmpty) return undefined;
  return { uri: editor.document.uri, ...linesOf(editor.selection) };
}

const linesOf = ({ start, end }: vscode.Range) => ({
  first: start.line,
  // Nothing of a line is selected whose beginning ends a selection.
  last: end.character === 0 && end.line > start.line ? end.line - 1 : end.line,
});
