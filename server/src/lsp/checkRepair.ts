import { MessageType } from 'vscode-languageserver';
import type { ActionOffer } from '../actions/offers.ts';
import type { EditOutcome } from '../actions/outcome.ts';
import type { DiagnosticsResult } from '../protocol/actionMessages.ts';
import { plain } from '../protocol/plainText.ts';
import type { ActionEditor, Try } from './actionEditor.ts';
import { newProblemText, stillThereText } from './actionTexts.ts';
import { UserMessages } from './userMessages.ts';

type Found = DiagnosticsResult['diagnostics'][number];

/** Another try of a repair that did not help, if the user wants one. */
interface NextTry {
  readonly offer: ActionOffer;
  readonly how: Try;
}

/** Lines around an edit in which a new problem is held against it. */
const NEAR = 3;

/**
 * Prepares to look at a repair: what it returns, called once the edit is made, waits until the editor's tools have looked at the document
 * again, and tells the user where the problem is still there or a new one has come. Resolves with another try if they want one; nothing
 * is ever changed a second time without them. `undefined` where there is nothing to look at, or the editor does not tell.
 */
export async function checkRepair(
  editor: ActionEditor,
  offer: ActionOffer,
  outcome: EditOutcome,
): Promise<(() => Promise<NextTry | undefined>) | undefined> {
  const { surfaces, spellings, documents } = editor;
  if (offer.lines !== undefined || offer.diagnostics !== undefined) return undefined;
  const uri = spellings.of(offer.uri);
  const before = await surfaces.diagnostics({ uri, isAfterEdit: false });
  if (before === undefined) return undefined;
  return async () => {
    const after = await surfaces.diagnostics({ uri, isAfterEdit: true });
    const document = documents.get(offer.uri);
    if (after === undefined || document === undefined) return undefined;
    const left = after.find((each) => isSame(each, offer.diagnostic) && isNear(each, outcome));
    const fresh = after.find(
      (each) => each.isError && isNear(each, outcome) && !before.some((old) => isLike(old, each)),
    );
    const found = left ?? fresh;
    if (found === undefined) return undefined;
    const again = plain`Try Again`;
    const text = found === left ? stillThereText : newProblemText(found.message);
    const asked = new UserMessages(editor.connection).ask(MessageType.Warning, text, [again]);
    if ((await asked.catch(() => undefined)) !== again) return undefined;
    const now = documents.get(offer.uri);
    if (now === undefined) return undefined;
    const { line, message, source, code } = found;
    const diagnostic = {
      line,
      message,
      source,
      ...(code === undefined ? {} : { code }),
    };
    return {
      offer: { ...offer, version: now.version, diagnostic },
      how: { lastTry: lastTryOf(offer, outcome, found), isFresh: true },
    };
  };
}

const isSame = (found: Found, { message, source }: ActionOffer['diagnostic']): boolean =>
  found.message === message && found.source === source;

const isLike = (one: Found, other: Found): boolean =>
  one.message === other.message && one.source === other.source;

/** True for a problem in lines that were changed, or right beside them. */
function isNear({ line }: Found, { edits }: EditOutcome): boolean {
  let shift = 0;
  return edits.some(({ first, end, lines }) => {
    const start = first + shift;
    shift += lines.length - (end - first);
    return line >= start - NEAR && line <= start + lines.length + NEAR;
  });
}

/** The try before, as the model is told of it. */
function lastTryOf(
  { diagnostic }: ActionOffer,
  { edits, lines }: EditOutcome,
  found: Found,
): string {
  const before = edits.flatMap(({ first, end }) => lines.slice(first, end)).join('\n');
  const now = edits.flatMap((edit) => edit.lines).join('\n');
  return `A try to mend "${diagnostic.message}" has already changed these lines:\n${before}\nto these, which stand in the block now:\n${now}\nThat was not enough. What is wrong now: ${found.message}`;
}
