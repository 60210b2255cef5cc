import type { EditorState, Shown } from './assistant.ts';

/** An item on screen, with the line before the cursor at which it stands. */
export type Standing = Shown & { readonly id: string; readonly linePrefix: string };

/** The rest of an item after an event; `undefined` if that parted from it: an editor keeps what it shows while it is typed into. */
export function standingAfter(
  shown: Standing | undefined,
  before: EditorState | undefined,
  state: EditorState,
): Standing | undefined {
  const linePrefix = lastLine(state.before);
  const isSameLine = isOnSameLine(before, state);
  if (shown === undefined || !isSameLine || !linePrefix.startsWith(shown.linePrefix))
    return undefined;
  const typed = linePrefix.slice(shown.linePrefix.length);
  const goesOn = shown.text.startsWith(typed) && shown.text.length > typed.length;
  return goesOn ? { ...shown, linePrefix, text: shown.text.slice(typed.length) } : undefined;
}

/** True if an event has left the cursor on its line, as far as the text before it tells. */
export const isOnSameLine = (before: EditorState | undefined, state: EditorState): boolean =>
  state.before.split('\n').length === before?.before.split('\n').length;

export const lastLine = (text: string): string => text.slice(text.lastIndexOf('\n') + 1);
