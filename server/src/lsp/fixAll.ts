import { MessageType } from 'vscode-languageserver';
import type { FixAllOutcome } from '../actions/fixAll/fixAllOutcome.ts';
import type { FixAllRun } from '../actions/fixAll/fixAllRun.ts';
import { canHelp } from '../actions/fixAll/piece.ts';
import type { EngineHost } from '../engine/engineHost.ts';
import type { FixAllResult } from '../protocol/fixAllMessages.ts';
import type { PlainText } from '../protocol/plainText.ts';
import type { ActionEditor } from './actionEditor.ts';
import { apply } from './applyEdit.ts';
import type { FixAllRequest } from './door/fixAllParams.ts';
import { fixAllEdit } from './fixAllEdit.ts';
import { cancelled, fixAllTexts, leftBy, notApplied, summary } from './fixAllTexts.ts';
import { UserMessages } from './userMessages.ts';
import { progressFor } from './workProgress.ts';

type FixAllHost = Pick<EngineHost, 'actions' | 'isTrusted' | 'isEnabled' | 'hasActionEndpoint'>;

const NOTHING: FixAllResult = { done: 0, left: [], isCancelled: false };

/**
 * Mends all problems of many documents, with progress and a cancel button, and has the editor show one edit of everything. Answered once
 * that is made or refused; the summary stays behind it, with buttons that go on with what is left.
 */
export async function fixAll(
  editor: ActionEditor,
  host: FixAllHost,
  asked: FixAllRequest,
  signal: AbortSignal,
): Promise<FixAllResult> {
  const messages = new UserMessages(editor.connection);
  const { actions } = host;
  const problem = problemOf(host);
  const begun = problem === undefined ? actions.fixAll.begin() : undefined;
  if (begun === undefined) {
    messages.warn(problem ?? fixAllTexts.isAsking);
    return NOTHING;
  }
  const { id, documents, isResumed } = asked;
  const run = actions.fixAll.run(id, documents, isResumed);
  const goOn = (): void => {
    // A user who goes on with a run has the result in front of them.
    void fixAll(editor, host, { id, documents, isResumed: true }, new AbortController().signal);
  };
  const asking = askWithProgress(editor, host, run, signal);
  const { isCancelled, defect } = await asking.finally(() => begun.dispose());
  const outcome = outcomeNow(editor, host, run);
  if (isCancelled) {
    const { mended, mendedBefore, left } = outcome;
    const unasked = left.reduce((sum, { why, count }) => sum + (why === 'unasked' ? count : 0), 0);
    offer(editor, cancelled(run.all - unasked, run.all), {
      Resume: goOn,
      ...(mended === 0 ? {} : { [`Apply ${mended}`]: () => void make(editor, host, run, goOn) }),
    });
    return { done: mendedBefore, left: leftBy(left), isCancelled: true };
  }
  const result = await make(editor, host, run, goOn);
  if (defect !== undefined) throw defect;
  return result;
}

/** Why no model may be asked, for the user. */
function problemOf({ isTrusted, isEnabled, hasActionEndpoint }: FixAllHost): PlainText | undefined {
  if (!isTrusted) return fixAllTexts.notTrusted;
  if (!isEnabled) return fixAllTexts.off;
  return hasActionEndpoint ? undefined : fixAllTexts.noModel;
}

/** Has the editor make the edits of a run as they are now, and tells the user what came of it. */
async function make(
  editor: ActionEditor,
  host: FixAllHost,
  run: FixAllRun,
  goOn: () => void,
): Promise<FixAllResult> {
  const { actions } = host;
  const outcome = outcomeNow(editor, host, run);
  const { mended, mendedBefore } = outcome;
  const again = () => void make(editor, host, run, goOn);
  const applied = mended === 0 ? { isShown: false } : await made(editor, host, outcome);
  if (applied === undefined) {
    offer(editor, notApplied(mended), { [`Apply ${mended}`]: again });
    return { done: mendedBefore, left: leftBy(outcome.left), isCancelled: false };
  }
  const others = mended === 0 ? [] : actions.fixAll.applied(outcome, applied.isShown);
  const unmade = others.reduce((sum, { aim }) => sum + aim.diagnostics.length, 0);
  const done = mendedBefore + mended - unmade;
  const chosen = unmade === 0 ? [] : [{ why: 'leftOut' as const, count: unmade }];
  const left = leftBy([...chosen, ...outcome.left]);
  const canGoOn = outcome.left.some(({ why }) => canHelp(why));
  offer(editor, summary(done, run.all, left), {
    ...(unmade === 0 ? {} : { [`Apply ${unmade}`]: again }),
    ...(canGoOn ? { 'Try Again': goOn } : {}),
  });
  return { done, left, isCancelled: false };
}

const outcomeNow = (editor: ActionEditor, { actions }: FixAllHost, run: FixAllRun): FixAllOutcome =>
  actions.fixAll.outcome(run, editor.support().hasPreview);

/** Has the editor make an edit; `isShown`: its user could choose. `undefined` if it was not made. */
async function made(
  editor: ActionEditor,
  { actions }: FixAllHost,
  outcome: FixAllOutcome,
): Promise<{ readonly isShown: boolean } | undefined> {
  const selectsSure = editor.surfaces.canPreview && editor.support().createsFiles;
  const support = { ...editor.support(), selectsSure };
  const edit = fixAllEdit(outcome, support, editor.spellings, actions.preview);
  const isShown = edit.changeAnnotations !== undefined;
  const { review, reviewSelected } = fixAllTexts;
  if (isShown) new UserMessages(editor.connection).info(selectsSure ? reviewSelected : review);
  if ((await apply(editor, edit)) !== 'yes') return undefined;
  const [first] = outcome.documents;
  if (isShown && first !== undefined)
    await editor.surfaces.caughtUp(editor.spellings.of(first.document.uri));
  return { isShown };
}

async function askWithProgress(
  editor: ActionEditor,
  { actions }: FixAllHost,
  run: FixAllRun,
  signal: AbortSignal,
): Promise<{ readonly isCancelled: boolean; readonly defect: unknown }> {
  const controller = new AbortController();
  const cancel = () => controller.abort();
  if (signal.aborted) cancel();
  signal.addEventListener('abort', cancel, { once: true });
  const progress = await progressFor(editor);
  const listener = progress?.token.onCancellationRequested(cancel);
  progress?.begin(fixAllTexts.title, 0, 'waiting for the model', true);
  try {
    const defect = await actions.fixAll.ask(run, {
      signal: controller.signal,
      onProgress: (done) =>
        progress?.report(Math.round((100 * done) / run.all), `${done} of ${run.all} done`),
    });
    return { isCancelled: controller.signal.aborted, defect };
  } finally {
    signal.removeEventListener('abort', cancel);
    listener?.dispose();
    progress?.done();
  }
}

/** Says something, with buttons and what each does; nobody waits for the user. */
function offer(
  { connection }: ActionEditor,
  text: PlainText,
  buttons: Readonly<Record<string, () => void>>,
): void {
  const names = Object.keys(buttons);
  const messages = new UserMessages(connection);
  if (names.length === 0) {
    messages.info(text);
    return;
  }
  void messages
    .ask(MessageType.Info, text, names)
    // The connection may close before the user chooses.
    .catch(() => undefined)
    .then((chosen) => buttons[chosen ?? '']?.());
}
