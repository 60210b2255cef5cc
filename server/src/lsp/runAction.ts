import type { Connection } from 'vscode-languageserver';
import type { ActionOffer, ActionOutcome, ActionProvider } from '../actions/provider.ts';
import { CancelledError } from '../base/errors.ts';
import type { DocumentStore } from '../documents/documentStore.ts';
import type { LiveDocument } from '../documents/liveDocument.ts';
import { EndpointError } from '../domain/endpointError.ts';
import { type LastLine, toWorkspaceEdit } from './codeActions.ts';

/** Carries an action out with progress and a cancel button, and applies its edit. */
export async function runAction(
  connection: Connection,
  documents: DocumentStore,
  actions: ActionProvider,
  offer: ActionOffer,
): Promise<void> {
  const progress = await connection.window.createWorkDoneProgress();
  const controller = new AbortController();
  const listener = progress.token.onCancellationRequested(() => controller.abort());
  progress.begin(offer.title, undefined, 'asking the model', true);
  try {
    const unit = offer.troubles === undefined ? 'lines' : 'blocks done';
    const onProgress = (count: number) => progress.report(`${count} ${unit}`);
    const outcome = await actions.run(offer, controller.signal, onProgress);
    await conclude(connection, documents, actions, outcome);
  } catch (error) {
    if (error instanceof CancelledError) return;
    if (!(error instanceof EndpointError)) throw error;
    connection.window.showWarningMessage(`Aurelis could not fix this. ${error.message}`);
  } finally {
    listener.dispose();
    progress.done();
  }
}

async function conclude(
  connection: Connection,
  documents: DocumentStore,
  actions: ActionProvider,
  outcome: ActionOutcome,
): Promise<void> {
  const document = outcome.kind === 'edit' ? documents.get(outcome.uri) : undefined;
  if (outcome.kind !== 'edit' || document === undefined) {
    connection.window.showInformationMessage(EXPLANATION[outcome.kind]);
    return;
  }
  const edit = toWorkspaceEdit(outcome, lastLineOf(document));
  const { applied } = await connection.workspace.applyEdit({ label: 'Aurelis', edit });
  if (applied) actions.applied();
  else connection.window.showInformationMessage(EXPLANATION.outdated);
}

const EXPLANATION: Readonly<Record<ActionOutcome['kind'], string>> = {
  edit: 'Aurelis: the document is no longer open, so nothing was changed.',
  unchanged: 'Aurelis: the model proposes no change here.',
  outdated: 'Aurelis: the document changed meanwhile, so nothing was changed.',
  unusable: 'Aurelis: the model gave no usable answer, so nothing was changed.',
};

export function lastLineOf({ lines }: LiveDocument): LastLine {
  const line = lines.length - 1;
  return { line, length: lines[line]?.length ?? 0 };
}
