import type { WorkspaceEdit } from 'vscode-languageserver';
import type { ActionOffer } from '../actions/offers.ts';
import { type ActionOutcome, type EditOutcome, onlySure } from '../actions/outcome.ts';
import type { ActionProvider } from '../actions/provider.ts';
import { CancelledError } from '../base/errors.ts';
import { baseName } from '../documents/baseName.ts';
import { EndpointError } from '../domain/endpointError.ts';
import { harmless, harmlessLines, type PlainText, plain } from '../protocol/plainText.ts';
import type { ActionEditor, Try } from './actionEditor.ts';
import {
  brokenOffText,
  failureText,
  leftText,
  noEditText,
  noTextText,
  previewText,
  reviewText,
  UNEXPLAINED,
  unseenText,
  unshownText,
} from './actionTexts.ts';
import { apply } from './applyEdit.ts';
import { checkRepair } from './checkRepair.ts';
import { requestFailed } from './door/answerError.ts';
import type { Explanation } from './editorSurfaces.ts';
import { previewed, wantsPreview } from './previewedEdit.ts';
import { UserMessages } from './userMessages.ts';
import { progressFor } from './workProgress.ts';
import { newFile, toWorkspaceEdit, withoutVersions } from './workspaceEdit.ts';

/** Carries an action out with progress and a cancel button: applies its edit, or shows its text. `signal`: whoever asked for it calls it off. */
export async function runAction(
  editor: ActionEditor,
  actions: ActionProvider,
  offer: ActionOffer,
  signal?: AbortSignal,
): Promise<void> {
  const prompt = actions.actionOf(offer)?.asksUser;
  if (prompt === undefined) return attempt(editor, actions, offer, {}, signal);
  const words = await editor.surfaces.askWords({ title: harmless(offer.title), prompt });
  if (words !== undefined) await attempt(editor, actions, offer, { words });
}

/** One try; a user who is not content with what is shown makes another. */
async function attempt(
  editor: ActionEditor,
  actions: ActionProvider,
  offer: ActionOffer,
  how: Try,
  signal?: AbortSignal,
): Promise<void> {
  const { surfaces, newId } = editor;
  const isText = isAboutText(actions, offer);
  const explanation =
    isText && surfaces.canExplain ? surfaces.explanation(newId(), headingOf(offer)) : undefined;
  const outcome = await outcomeWithProgress(editor, actions, offer, how, {
    ...(explanation === undefined ? {} : { explanation }),
    ...(signal === undefined ? {} : { signal }),
  });
  if (outcome === undefined) return;
  if (outcome.kind === 'text') return showText(editor, actions, outcome, explanation);
  if (outcome.kind === 'file') return showFile(editor, actions, offer, outcome);
  if (outcome.kind !== 'edit') {
    const said = isText ? noTextText(outcome) : noEditText(outcome);
    return explanation === undefined ? tell(editor, said) : explanation.failed(said);
  }
  if (!surfaces.canPreview || !wantsPreview(outcome, actions.preview)) {
    return applyEdits(editor, actions, offer, outcome, surfaces.canPreview);
  }
  const { choice, edit } = await previewed(editor, actions, offer, outcome);
  if (choice === 'regenerate') return attempt(editor, actions, offer, { ...how, isFresh: true });
  if (choice === 'apply') await applyEdits(editor, actions, offer, edit, true);
}

/** Applies edits; `isSeen`: the editor has shown those that need it. */
async function applyEdits(
  editor: ActionEditor,
  actions: ActionProvider,
  offer: ActionOffer,
  outcome: ActionOutcome,
  isSeen: boolean,
): Promise<void> {
  const check = outcome.kind === 'edit' ? await checkRepair(editor, offer, outcome) : undefined;
  // Behind all that waits: the document may be another one by then.
  const edit = editOf(editor, actions, outcome, isSeen);
  if (edit === undefined || outcome.kind !== 'edit') return;
  if (edit.changeAnnotations !== undefined) {
    tell(editor, isDoubted(outcome) ? previewText : reviewText);
  }
  // Where something is to be confirmed, this takes until that is done.
  const applied = await apply(editor, edit);
  if (applied === 'no' && edit.changeAnnotations === undefined)
    tell(editor, noEditText({ kind: 'outdated' }));
  if (applied !== 'yes') return;
  actions.applied();
  const next = await check?.();
  if (next !== undefined) await attempt(editor, actions, next.offer, next.how);
}

/** A text goes beside the code where the editor can show one, else into a message, as far as it fits. */
function showText(
  editor: ActionEditor,
  actions: ActionProvider,
  { text, brokenOff }: ActionOutcome & { kind: 'text' },
  explanation: Explanation | undefined,
): void {
  actions.applied();
  const problem = brokenOff === undefined ? undefined : brokenOffText(brokenOff);
  if (explanation !== undefined) explanation.done(text, problem);
  else {
    new UserMessages(editor.connection).explanation(harmlessLines(text, MAX_SHOWN_TEXT));
    if (problem !== undefined) tell(editor, problem);
  }
}

/** Says what is explained. */
function headingOf({ title, uri, diagnostic, lines }: ActionOffer): PlainText {
  const { first, last } = lines ?? { first: diagnostic.line, last: diagnostic.line };
  const place = first === last ? `line ${first + 1}` : `lines ${first + 1}–${last + 1}`;
  return plain`${title}: ${baseName(uri)}, ${place}`;
}

/** Most UTF-16 units of a text about code in a message. */
const MAX_SHOWN_TEXT = 4_000;

async function showFile(
  editor: ActionEditor,
  actions: ActionProvider,
  { uri: source }: ActionOffer,
  { uri, lines }: ActionOutcome & { kind: 'file' },
): Promise<void> {
  const { documents, spellings, surfaces } = editor;
  const languageId = documents.get(source)?.languageId ?? '';
  const text = `${lines.join('\n')}\n`;
  // Spelt as the client spells the file that is tested.
  const place = spellings.of(source).replace(/[^/]*$/, '') + uri.slice(uri.lastIndexOf('/') + 1);
  if (surfaces.canShowFiles) await surfaces.showFile({ uri: place, languageId, text });
  else if (!editor.support().createsFiles) return tell(editor, unshownText);
  else if ((await apply(editor, newFile(place, text))) !== 'yes') return tell(editor, unshownText);
  actions.applied();
}

/** Carries an action out for a client that applies its edit itself, and shows the message of an error. */
export async function resolveAction(
  editor: ActionEditor,
  actions: ActionProvider,
  offer: ActionOffer,
  signal: AbortSignal,
): Promise<WorkspaceEdit | undefined> {
  try {
    const outcome = await actions.run(offer, { signal, onProgress: () => undefined });
    if (outcome.kind === 'text') {
      showText(editor, actions, outcome, undefined);
      return undefined;
    }
    if (outcome.kind !== 'edit' && outcome.kind !== 'file' && isAboutText(actions, offer)) {
      tell(editor, noTextText(outcome));
      return undefined;
    }
    return editOf(editor, actions, outcome, false);
  } catch (error) {
    if (!(error instanceof EndpointError)) throw error;
    throw requestFailed(
      failureText(error, editor.isTrusted(), editor.surfaces.canSetKey, leadOf(actions, offer)),
    );
  }
}

const isAboutText = (actions: ActionProvider, offer: ActionOffer): boolean =>
  actions.actionOf(offer)?.yields === 'text';

const leadOf = (actions: ActionProvider, offer: ActionOffer): string | undefined =>
  isAboutText(actions, offer) ? UNEXPLAINED : undefined;

async function outcomeWithProgress(
  editor: ActionEditor,
  actions: ActionProvider,
  offer: ActionOffer,
  how: Try,
  { explanation, signal }: { readonly explanation?: Explanation; readonly signal?: AbortSignal },
): Promise<ActionOutcome | undefined> {
  const progress = await progressFor(editor);
  const controller = new AbortController();
  const listener = progress?.token.onCancellationRequested(() => controller.abort());
  progress?.begin(harmless(offer.title), undefined, 'waiting for the model', true);
  try {
    const unit = offer.diagnostics === undefined ? 'lines' : 'blocks done';
    const onProgress = (count: number) => progress?.report(`${count} ${unit}`);
    return await actions.run(offer, {
      ...how,
      signal:
        signal === undefined ? controller.signal : AbortSignal.any([controller.signal, signal]),
      onProgress,
      ...(explanation === undefined ? {} : { onText: explanation.grown }),
    });
  } catch (error) {
    if (error instanceof CancelledError) {
      explanation?.failed('You have stopped this answer.');
      return undefined;
    }
    if (!(error instanceof EndpointError)) throw error;
    const said = failureText(
      error,
      editor.isTrusted(),
      editor.surfaces.canSetKey,
      leadOf(actions, offer),
    );
    if (explanation === undefined) new UserMessages(editor.connection).warn(said);
    else explanation.failed(said);
    return undefined;
  } finally {
    listener?.dispose();
    progress?.done();
  }
}

/** The edit of an outcome, as far as this editor can be given it; the user is told of what is not in it. */
function editOf(
  editor: ActionEditor,
  actions: ActionProvider,
  outcome: ActionOutcome,
  isSeen: boolean,
): WorkspaceEdit | undefined {
  const support = editor.support();
  const doubted = isSeen ? outcome : withDoubts(outcome, actions);
  const possible = isSeen || support.hasPreview ? doubted : onlySure(doubted);
  const edit = possible.kind === 'edit' ? actions.brought(possible) : possible;
  const [why] = edit.kind === 'edit' ? edit.left : [];
  if (edit.kind === 'edit' && why !== undefined) tell(editor, leftText(edit.left.length, why));
  const document = edit.kind === 'edit' ? editor.documents.get(edit.uri) : undefined;
  if (edit.kind !== 'edit' || document === undefined) {
    const isUnseen = doubted !== possible && edit.kind === 'refused' && !isDoubted(outcome);
    const said = edit.kind === 'edit' ? noEditText({ kind: 'outdated' }) : sayNoEdit(edit);
    tell(editor, isUnseen ? unseenText : said);
    return undefined;
  }
  const made = toWorkspaceEdit(
    { ...edit, uri: editor.spellings.of(edit.uri) },
    document,
    isSeen,
    isDoubted(outcome),
  );
  return support.hasVersionedEdits ? made : withoutVersions(made);
}

/** True where an edit may be wrong, whatever the user wants to see. */
const isDoubted = (outcome: ActionOutcome): boolean =>
  outcome.kind === 'edit' && outcome.edits.some(({ isSure }) => !isSure);

/** Edits that the user wants to see first carry that, whatever is thought of them. */
function withDoubts(outcome: ActionOutcome, { preview }: ActionProvider): ActionOutcome {
  if (outcome.kind !== 'edit' || !wantsPreview(outcome, preview)) return outcome;
  const isAll = preview === 'always' || outcome.isRewrite;
  const edits = outcome.edits.map((edit) => (isAll ? { ...edit, isSure: false } : edit));
  return { ...outcome, edits } satisfies EditOutcome;
}

const sayNoEdit = (outcome: Exclude<ActionOutcome, { kind: 'edit' }>): string =>
  outcome.kind === 'text' || outcome.kind === 'file' ? unshownText : noEditText(outcome);

function tell({ connection }: ActionEditor, message: string): void {
  new UserMessages(connection).info(harmless(message));
}
