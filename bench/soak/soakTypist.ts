import type { InlineCompletionItem, Position } from 'vscode-languageserver';
import { method } from '../../server/src/protocol/messages.ts';
import type { Editor, EditorDocument } from './editor.ts';
import type { FlakyModel } from './flakyModel.ts';
import type { FreshText, Language } from './freshText.ts';
import { HABITS } from './hour.ts';

/** Suggestions, and what became of them. */
export interface Suggestions {
  keys: number;
  shown: number;
  taken: number;
  dismissed: number;
  overtaken: number;
}

const INDENT = '    ';

/** Types line after line of new code, and does with suggestions what people do. */
export class SoakTypist {
  readonly suggestions: Suggestions = { keys: 0, shown: 0, taken: 0, dismissed: 0, overtaken: 0 };
  readonly #editor: Editor;
  readonly #text: FreshText;
  readonly #random: () => number;
  /** The rest of the line that is being typed: what a model that knows the person would say. */
  #rest = '';
  /** The code that a fix comes to. */
  fixed = '';

  constructor(editor: Editor, model: FlakyModel, text: FreshText, random: () => number) {
    this.#editor = editor;
    this.#text = text;
    this.#random = random;
    model.answer = (isChat) => {
      if (isChat) return `\`\`\`\n${this.fixed}\n\`\`\``;
      const next = text.line('typescript');
      return this.#random() < 0.5 ? `${this.#rest}\n${INDENT}${next}` : `${next}\n`;
    };
  }

  /** Types a line of a function's body behind another line. */
  async line(document: EditorDocument, behind: number, language: Language): Promise<void> {
    const end = { line: behind, character: document.lines[behind]?.length ?? 0 };
    await this.#put(document, end, `\n${INDENT}`);
    const line = this.#text.line(language);
    const at = { line: behind + 1, character: INDENT.length };
    for (let typed = 0; typed < line.length; ) {
      if (this.#does('typo')) await this.#slip(document, at);
      await this.#put(document, at, line.charAt(typed++));
      at.character++;
      this.#rest = line.slice(typed);
      const item = await this.#look(document, at);
      const text = typeof item?.insertText === 'string' ? item.insertText : '';
      const isRight = text !== '' && this.#rest !== '' && text.startsWith(this.#rest);
      if (item !== undefined && isRight && this.#does('accept')) {
        await this.#take(document, at, item);
        return;
      }
      if (item !== undefined && !isRight && this.#does('dismiss')) await this.#dismiss(item);
    }
  }

  #does(habit: keyof typeof HABITS): boolean {
    return this.#random() < HABITS[habit];
  }

  async #put(document: EditorDocument, at: Position, newText: string): Promise<void> {
    await this.#editor.edit(document, { range: { start: at, end: at }, newText });
    this.suggestions.keys++;
  }

  async #slip(document: EditorDocument, at: Position): Promise<void> {
    await this.#put(document, at, 'q');
    const end = { ...at, character: at.character + 1 };
    await this.#look(document, end);
    await this.#editor.edit(document, { range: { start: at, end }, newText: '' });
    this.suggestions.keys++;
    await this.#look(document, at);
  }

  /** Asks for a suggestion, unless the next key overtakes the request. */
  async #look(document: EditorDocument, at: Position): Promise<InlineCompletionItem | undefined> {
    if (this.#does('overtakes')) {
      this.suggestions.overtaken++;
      await this.#editor.cancelledSuggestion(document, at);
      return undefined;
    }
    const isInvoked = this.#does('invoke');
    let item = await this.#editor.suggestion(document, at, isInvoked);
    if (isInvoked) item = await this.#editor.suggestion(document, at, true);
    if (item === undefined) return undefined;
    this.suggestions.shown++;
    await this.#editor.notify(method.shown, { id: idOf(item) });
    return item;
  }

  async #take(
    document: EditorDocument,
    at: Position,
    { range, insertText, command }: InlineCompletionItem,
  ): Promise<void> {
    const newText = String(insertText);
    this.suggestions.taken++;
    await this.#editor.edit(document, { range: range ?? { start: at, end: at }, newText });
    if (command !== undefined) await this.#editor.request('workspace/executeCommand', command);
    const lines = newText.split('\n');
    const last = lines.at(-1)?.length ?? 0;
    const character = lines.length === 1 ? at.character + last : last;
    await this.#look(document, { line: at.line + lines.length - 1, character });
  }

  async #dismiss(item: InlineCompletionItem): Promise<void> {
    this.suggestions.dismissed++;
    await this.#editor.notify(method.dismissed, { id: idOf(item) });
  }
}

const idOf = ({ command }: InlineCompletionItem): unknown => command?.arguments?.[0];
