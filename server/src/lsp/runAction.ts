import { type Connection, ResponseError, type WorkspaceEdit } from 'vscode-languageserver';
import { type ActionOutcome, onlySure } from '../actions/outcome.ts';
import type { ActionOffer, ActionProvider } from '../actions/provider.ts';
import type { Clock } from '../base/clock.ts';
import { withDeadline } from '../base/deadline.ts';
import { CancelledError } from '../base/errors.ts';
import type { DocumentStore } from '../documents/documentStore.ts';
import type { Spellings } from '../documents/spellings.ts';
import { EndpointError } from '../domain/endpointError.ts';
import { harmless } from '../protocol/plainText.ts';
import type { ActionSupport } from './actionSupport.ts';
import { failureText, leftText, noEditText, previewText } from './actionTexts.ts';
import { requestFailed } from './door/answerError.ts';
import { UserMessages } from './userMessages.ts';
import { toWorkspaceEdit, withoutVersions } from './workspaceEdit.ts';

/** The editor that an action is for. */
export interface ActionEditor {
  readonly connection: Connection;
  readonly documents: DocumentStore;
  readonly clock: Clock;
  readonly isTrusted: () => boolean;
  readonly support: () => ActionSupport;
  readonly spellings: Spellings;
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
  const applied = await apply(editor, edit);
  if (applied === 'yes') actions.applied();
  else if (applied === 'no' && edit.changeAnnotations === undefined)
    tell(editor, noEditText({ kind: 'outdated' }));
}

/** Asks the client to make an edit. One that answers by an error, as Emacs does when its user says no, has told why. */
async function apply(
  { connection }: ActionEditor,
  edit: WorkspaceEdit,
): Promise<'yes' | 'no' | 'refused'> {
  try {
    const answer: { applied?: unknown } | null = await connection.workspace.applyEdit({
      label: 'Aurelis',
      edit,
    });
    return answer?.applied === true ? 'yes' : 'no';
  } catch (error) {
    if (!(error instanceof ResponseError)) throw error;
    return 'refused';
  }
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
    throw requestFailed(failureText(error, editor.isTrusted()));
  }
}

async function outcomeWithProgress(
  editor: ActionEditor,
  actions: ActionProvider,
  offer: ActionOffer,
): Promise<ActionOutcome | undefined> {
  const progress = await progressFor(editor);
  const controller = new AbortController();
  const listener = progress?.token.onCancellationRequested(() => controller.abort());
  progress?.begin(harmless(offer.title), undefined, 'waiting for the model', true);
  try {
    const unit = offer.diagnostics === undefined ? 'lines' : 'blocks done';
    const onProgress = (count: number) => progress?.report(`${count} ${unit}`);
    return await actions.run(offer, controller.signal, onProgress);
  } catch (error) {
    if (error instanceof CancelledError) return undefined;
    if (!(error instanceof EndpointError)) throw error;
    new UserMessages(editor.connection).warn(failureText(error, editor.isTrusted()));
    return undefined;
  } finally {
    listener?.dispose();
    progress?.done();
  }
}

/** Longest wait for an editor to make room for progress. */
const MAX_PROGRESS_MS = 2_000;

/** Progress with a way to cancel; none where the editor does not show any, refuses, or does not answer. */
async function progressFor({ connection, clock }: ActionEditor) {
  try {
    return await withDeadline(clock, MAX_PROGRESS_MS, () =>
      connection.window.createWorkDoneProgress(),
    );
  } catch {
    // The action is what the user wants, with progress or without.
    return undefined;
  }
}

/** The edit of an outcome, as far as this editor can be given it; the user is told of what is not in it. */
function editOf(editor: ActionEditor, outcome: ActionOutcome): WorkspaceEdit | undefined {
  const support = editor.support();
  const possible = support.hasPreview ? outcome : onlySure(outcome);
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
  const edit = toWorkspaceEdit({ ...possible, uri: editor.spellings.of(possible.uri) }, document);
  return support.hasVersionedEdits ? edit : withoutVersions(edit);
}

function tell({ connection }: ActionEditor, message: string): void {
  new UserMessages(connection).info(harmless(message));
}
