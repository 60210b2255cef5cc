import { ResponseError, type WorkspaceEdit } from 'vscode-languageserver';
import type { ActionEditor } from './actionEditor.ts';

/** Asks the client to make an edit. One that answers by an error, as Emacs does when its user says no, has told why. */
export async function apply(
  { connection }: Pick<ActionEditor, 'connection'>,
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
