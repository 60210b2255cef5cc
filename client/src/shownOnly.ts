import * as vscode from 'vscode';
import { MAX_EXPLAINED } from '../../server/src/protocol/askedMessages.ts';
import { plain } from '../../server/src/protocol/plainText.ts';
import type { AurelisClient } from './languageClient.ts';
import { tellProblem } from './problems.ts';
import { EXPLAIN } from './readOnly.ts';
import { SELECTOR } from './selector.ts';
import { warn } from './surfaces.ts';

/** Views of the editor, and our own pages. */
const NO_CODE =
  /^(?:aurelis|output|comment|debug|vscode-(?:settings|scm|terminal|chat)|chat|walkThrough|search-editor)/;
const MADE_BY_HAND = new Set(SELECTOR.map(({ scheme }) => scheme));

/** Offers to explain what the editor only shows: old versions of files, decompiled ones, those of another place. */
export const offerToExplain = (client: AurelisClient): vscode.Disposable =>
  vscode.Disposable.from(
    // Not in the palette: it needs a place.
    vscode.commands.registerCommand(EXPLAIN_SHOWN, (shown: unknown) => explainShown(client, shown)),
    vscode.languages.registerCodeActionsProvider(
      { scheme: '*' },
      { provideCodeActions: (document, range) => explanations(client, document, range) },
      { providedCodeActionKinds: [EXPLAIN] },
    ),
  );

const EXPLAIN_SHOWN = 'aurelis.explainShown';

function explanations(
  client: AurelisClient,
  document: vscode.TextDocument,
  { start, end, isEmpty }: vscode.Range,
): vscode.CodeAction[] {
  const { uri } = document;
  const isCode = !MADE_BY_HAND.has(uri.scheme) && !NO_CODE.test(uri.scheme);
  if (!isCode || isEmpty || !client.isRunning || !vscode.workspace.isTrusted) return [];
  const action = new vscode.CodeAction('Explain with Aurelis', EXPLAIN);
  const last = end.character === 0 ? end.line - 1 : end.line;
  const shown = { uri, first: start.line, last };
  action.command = { command: EXPLAIN_SHOWN, title: action.title, arguments: [shown] };
  return [action];
}

/** Explains lines of a document that is only shown. */
async function explainShown(client: AurelisClient, argument: unknown): Promise<void> {
  const { uri, first, last } = (argument ?? {}) as Record<string, unknown>;
  if (!(uri instanceof vscode.Uri) || typeof first !== 'number' || typeof last !== 'number') return;
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
