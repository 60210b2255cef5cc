import type { Connection, WorkspaceEdit } from 'vscode-languageserver';
import { type ActionOutcome, onlySure } from '../actions/outcome.ts';
import type { ActionOffer, ActionProvider } from '../actions/provider.ts';
import { CancelledError } from '../base/errors.ts';
import type { DocumentStore } from '../documents/documentStore.ts';
import { EndpointError } from '../domain/endpointError.ts';
import { harmless } from '../protocol/plainText.ts';
import { failureText, leftText, noEditText, previewText } from './actionTexts.ts';
import { UserMessages } from './userMessages.ts';
import { toWorkspaceEdit } from './workspaceEdit.ts';

/** The editor that an action is for. */
export interface ActionEditor {
  readonly connection: Connection;
  readonly documents: DocumentStore;
  /** True if it can show an edit before it is made. */
  readonly hasPreview: () => boolean;
}

/** Carries an action out with progress and a cancel button, and applies its edit. */
export async function runAction(
  editor: ActionEditor,
  actions: ActionProvider,
  offer: ActionOffer,
): Promise<void> {
  const outcome = await outcomeWithProgress(editor, actions, offer);
  if (outcome === undefined) return;
  const edit = editOf(editor, outcome);
  if (edit === undefined || outcome.kind !== 'edit') return;
  if (edit.changeAnnotations !== undefined) tell(editor, previewText);
  // Where something is to be confirmed, this takes until that is done.
  const { applied } = await editor.connection.workspace.applyEdit({ label: 'Aurelis', edit });
  if (applied) actions.applied();
  else if (edit.changeAnnotations === undefined) tell(editor, noEditText({ kind: 'outdated' }));
}

/** Carries an action out for a client that applies its edit itself, and shows the message of an error. */
export async function resolveAction(
  editor: ActionEditor,
  actions: ActionProvider,
  offer: ActionOffer,
  signal: AbortSignal,
): Promise<WorkspaceEdit | undefined> {
  try {
    return editOf(editor, await actions.run(offer, signal, () => undefined));
  } catch (error) {
    if (!(error instanceof EndpointError)) throw error;
    throw new Error(failureText(error), { cause: error });
  }
}

async function outcomeWithProgress(
  { connection }: ActionEditor,
  actions: ActionProvider,
  offer: ActionOffer,
): Promise<ActionOutcome | undefined> {
  const progress = await connection.window.createWorkDoneProgress();
  const controller = new AbortController();
  const listener = progress.token.onCancellationRequested(() => controller.abort());
  progress.begin(harmless(offer.title), undefined, 'waiting for the model', true);
  try {
    const unit = offer.diagnostics === undefined ? 'lines' : 'blocks done';
    const onProgress = (count: number) => progress.report(`${count} ${unit}`);
    return await actions.run(offer, controller.signal, onProgress);
  } catch (error) {
    if (error instanceof CancelledError) return undefined;
    if (!(error instanceof EndpointError)) throw error;
    new UserMessages(connection).warn(harmless(failureText(error)));
    return undefined;
  } finally {
    listener.dispose();
    progress.done();
  }
}

/** The edit of an outcome, as far as this editor can be given it; the user is told of what is not in it. */
function editOf(editor: ActionEditor, outcome: ActionOutcome): WorkspaceEdit | undefined {
  const possible = editor.hasPreview() ? outcome : onlySure(outcome);
  if (possible.kind !== 'edit') {
    tell(editor, noEditText(possible));
    return undefined;
  }
  const document = editor.documents.get(possible.uri);
  if (document === undefined || document.version !== possible.version) {
    tell(editor, noEditText({ kind: 'outdated' }));
    return undefined;
  }
  const [why] = possible.left;
  if (why !== undefined) tell(editor, leftText(possible.left.length, why));
  return toWorkspaceEdit(possible, document);
}

function tell({ connection }: ActionEditor, message: string): void {
  new UserMessages(connection).info(harmless(message));
}
