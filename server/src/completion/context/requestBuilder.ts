import type { DocumentStore } from '../../documents/documentStore.ts';
import type { Notebooks } from '../../documents/notebooks.ts';
import type { GenerationRequest, InfillInput } from '../../domain/generation.ts';
import { blockLines } from '../blockLines.ts';
import type { Cursor } from '../cursor.ts';
import { MAX_PREFIX_LENGTH, prefixWindow, suffixWindow } from './contextWindow.ts';
import type { Snippets } from './snippets.ts';

const TOKENS_PER_LINE = 16;
/** Asked for whatever is shown at once: a call costs more than the lines that it brings. */
const LEAST_LINES = 12;
/** Closers that an editor adds, and whatever is behind them: a text of several lines can come before them. */
const CLOSERS = /^\s*(?:[)\]}>"'`]|<\/|[;,]*\s*$)/;

export interface RequestOptions {
  readonly maxLines: number;
  /** 0 for the likeliest answer; more for another one. */
  readonly temperature?: number;
}

export interface RequestTools {
  readonly documents: DocumentStore;
  readonly notebooks: Notebooks;
  readonly snippets: Pick<Snippets, 'near'>;
}

/** Writes the request for what belongs at a cursor: windows of its document, and what may help from elsewhere. */
export class RequestBuilder {
  readonly #tools: RequestTools;

  constructor(tools: RequestTools) {
    this.#tools = tools;
  }

  requestAt(cursor: Cursor, { maxLines, temperature = 0 }: RequestOptions): GenerationRequest {
    const oneLine = !CLOSERS.test(cursor.lineSuffix);
    const shown = cursor.lineSuffix.trim() === '' ? maxLines : blockLines(maxLines);
    const lines = Math.max(shown, LEAST_LINES);
    const stopRule = oneLine
      ? ({ name: 'line', version: 2 } as const)
      : ({ name: 'lines', version: 2, maxLines: lines } as const);
    return {
      task: 'completion',
      input: this.#input(cursor),
      languageId: cursor.document.languageId,
      maxOutputTokens: (oneLine ? 4 : lines) * TOKENS_PER_LINE,
      temperature,
      stopRule,
    };
  }

  #input(cursor: Cursor): InfillInput {
    const own = prefixWindow(cursor);
    const prefix = this.#cellsAbove(cursor, MAX_PREFIX_LENGTH - own.length) + own;
    const suffix = suffixWindow(cursor);
    const input = { kind: 'infill', prefix, suffix } as const;
    // Without the cursor's own line, which changes with every key.
    const above = prefix.slice(0, prefix.lastIndexOf('\n') + 1);
    const below = suffix.includes('\n') ? suffix.slice(suffix.indexOf('\n')) : '';
    const snippets = this.#tools.snippets.near(cursor, [above, below]);
    return snippets.length === 0 ? input : { ...input, snippets };
  }

  /** In a notebook the cells above, whole ones and in the cell's language, as far as there is room. */
  #cellsAbove({ document: { uri, languageId } }: Cursor, room: number): string {
    const { documents, notebooks } = this.#tools;
    let text = '';
    for (const cell of notebooks.cellsAbove(uri).toReversed()) {
      const document = documents.get(cell);
      if (document?.languageId !== languageId) continue;
      if (text.length + document.length + 1 > room) break;
      text = `${document.getText()}\n${text}`;
    }
    return text;
  }
}
