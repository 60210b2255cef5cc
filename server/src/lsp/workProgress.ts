import { withDeadline } from '../base/deadline.ts';
import type { ActionEditor } from './actionEditor.ts';

/** Longest wait for an editor to make room for progress. */
const MAX_PROGRESS_MS = 2_000;

/** Progress with a way to cancel; none where the editor does not show any, refuses, or does not answer. */
export async function progressFor({
  connection,
  clock,
}: Pick<ActionEditor, 'connection' | 'clock'>) {
  try {
    return await withDeadline(clock, MAX_PROGRESS_MS, () =>
      connection.window.createWorkDoneProgress(),
    );
  } catch {
    // The action is what the user wants, with progress or without.
    return undefined;
  }
}
