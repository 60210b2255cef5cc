import type { InlineCompletionItem } from 'vscode-languageserver';
import type { CompletionItem } from '../completion/display/item.ts';
import type { Position } from '../documents/position.ts';
import { serverCommand } from '../protocol/messages.ts';

/** An item as LSP has it, with the command that tells of its acceptance. */
export const toInlineCompletion = ({
  id,
  insertText,
  range,
}: CompletionItem): InlineCompletionItem => ({
  insertText,
  range,
  command: { title: '', command: serverCommand.completionAccepted, arguments: [id] },
});

/**
 * The same item from the cursor on, where it repeats what stands before it: VS Code wants that (see `display/item.ts`), but
 * coc.nvim draws an item where its range begins, and indents what it repeats once more. Line ends stay `\n`: Neovim and coc.nvim
 * split at them alone, and write those of the file.
 */
export function fromCursor(item: CompletionItem, { line, character }: Position, text: string) {
  const { start, end } = item.range;
  const isAround = start.line === line && end.line === line && end.character >= character;
  const before = text.slice(start.character, character);
  if (!isAround || !item.insertText.startsWith(before)) return item;
  const insertText = item.insertText.slice(before.length);
  return { ...item, insertText, range: { start: { line, character }, end } };
}
