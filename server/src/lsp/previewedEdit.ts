import { editedLines } from '../actions/editedLines.ts';
import type { ActionOffer } from '../actions/offers.ts';
import type { ActionOutcome, EditOutcome } from '../actions/outcome.ts';
import type { ActionProvider, PreviewWish } from '../actions/provider.ts';
import type { PreviewChoice } from '../protocol/actionMessages.ts';
import { harmless } from '../protocol/plainText.ts';
import type { ActionEditor } from './actionEditor.ts';
import { doubtText } from './actionTexts.ts';

/** True if edits are shown before they are made: those that are not sure always are. */
export const wantsPreview = ({ edits, isRewrite }: EditOutcome, wish: PreviewWish): boolean =>
  wish === 'always' || (wish === 'rewrites' && isRewrite) || edits.some(({ isSure }) => !isSure);

/** Shows edits beside the document as it is, and asks the user; what they apply fits the document as it is by then, or is refused. */
export async function previewed(
  { documents, spellings, surfaces }: ActionEditor,
  actions: ActionProvider,
  { title, uri }: ActionOffer,
  outcome: EditOutcome,
): Promise<{ readonly choice: PreviewChoice; readonly edit: ActionOutcome }> {
  const lineEnd = documents.get(uri)?.lineEnd ?? '\n';
  const isDoubtful = outcome.edits.some(({ isSure }) => !isSure);
  const choice = await surfaces.preview({
    uri: spellings.of(uri),
    title: harmless(title),
    text: editedLines(outcome.lines, outcome.edits).join(lineEnd),
    ...(isDoubtful && !outcome.isRewrite ? { warning: doubtText } : {}),
  });
  return { choice, edit: actions.brought(outcome) };
}
