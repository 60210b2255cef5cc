import { explain } from '../actions/catalogue/explain.ts';
import type { ActionProvider } from '../actions/provider.ts';
import { inTurns } from '../base/turns.ts';
import { LiveDocument } from '../documents/liveDocument.ts';
import type { AskedProblem, ExplainTextParams } from '../protocol/askedMessages.ts';
import type { ActionEditor } from './actionEditor.ts';
import { UNEXPLAINED } from './actionTexts.ts';
import { type AskedHost, unaskedProblem } from './askedTexts.ts';
import { runAction } from './runAction.ts';

/** Explains lines of a document that is shown only, such as an old version of a file; what comes of it is told where explanations are. */
export async function explainText(
  editor: ActionEditor,
  host: AskedHost & { readonly actions: ActionProvider },
  { uri, languageId, text, first, last }: ExplainTextParams,
  signal: AbortSignal,
): Promise<AskedProblem | undefined> {
  const unasked = unaskedProblem(host, UNEXPLAINED);
  if (unasked !== undefined) return unasked;
  // It may have millions of lines.
  const document = await inTurns(
    LiveDocument.creation(uri, languageId, 0, text),
    editor.clock.soon,
  );
  const diagnostic = { line: first, message: '', source: undefined };
  const { id, kind } = explain;
  const title = explain.title(diagnostic);
  const lines = { first, last: Math.max(first, last) };
  const offer = { actionId: id, title, kind, uri, version: 0, diagnostic, lines };
  await runAction(editor, host.actions.reading(document), offer, signal);
  return undefined;
}
