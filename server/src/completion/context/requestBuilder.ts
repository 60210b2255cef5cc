import { baseName } from '../../documents/baseName.ts';
import type { DocumentStore } from '../../documents/documentStore.ts';
import type { Notebooks } from '../../documents/notebooks.ts';
import type { GenerationRequest, InfillInput } from '../../domain/generation.ts';
import type { SharingPolicy } from '../../privacy/sharingPolicy.ts';
import { blockLines } from '../blockLines.ts';
import type { Cursor } from '../cursor.ts';
import { prefixWindow, suffixWindow } from './contextWindow.ts';
import { FULL_SIZE, type PromptSize } from './promptSize.ts';
import type { Snippets } from './snippets.ts';

const TOKENS_PER_LINE = 16;
/** Asked for whatever is shown at once: a call costs more than the lines that it brings. */
const LEAST_LINES = 12;
/** Closers that an editor adds, and whatever is behind them: a text of several lines can come before them. */
const CLOSERS = /^\s*(?:[)\]}>"'`]|<\/|$|[;,]+\s*$)/;

export interface RequestOptions {
  readonly maxLines: number;
  /** 0 for the likeliest answer; more for another one. */
  readonly temperature?: number;
  /** True where nobody waits: code of other files may be chosen anew. */
  readonly isPause?: boolean;
}

export interface RequestTools {
  readonly documents: DocumentStore;
  readonly notebooks: Notebooks;
  readonly policy: Pick<SharingPolicy, 'exclusionOf'>;
  readonly snippets: Pick<Snippets, 'near'>;
  /** The size that suits the server which would be asked now; absent for the full size. */
  readonly size?: () => PromptSize;
}

/** Writes the request for what belongs at a cursor: windows of its document, and what may help from elsewhere. */
export class RequestBuilder {
  readonly #tools: RequestTools;

  constructor(tools: RequestTools) {
    this.#tools = tools;
  }

  requestAt(
    cursor: Cursor,
    { maxLines, temperature = 0, isPause = false }: RequestOptions,
  ): GenerationRequest {
    const oneLine = !CLOSERS.test(cursor.lineSuffix);
    const shown = cursor.lineSuffix.trim() === '' ? maxLines : blockLines(maxLines);
    const lines = Math.max(shown, LEAST_LINES);
    const stopRule = oneLine
      ? ({ name: 'line', version: 2 } as const)
      : ({ name: 'lines', version: 2, maxLines: lines } as const);
    return {
      task: 'completion',
      input: this.#input(cursor, isPause),
      languageId: cursor.document.languageId,
      maxOutputTokens: (oneLine ? 4 : lines) * TOKENS_PER_LINE,
      temperature,
      stopRule,
    };
  }

  #input(cursor: Cursor, isPause: boolean): InfillInput {
    const size = this.#tools.size?.() ?? FULL_SIZE;
    const own = prefixWindow(cursor, size.prefix, size.keptPrefix);
    const prefix = this.#cellsAbove(cursor, size.prefix - own.length) + own;
    const suffix = suffixWindow(cursor, size.suffix);
    const file = baseName(cursor.document.uri);
    const input = { kind: 'infill', prefix, suffix, file } as const;
    // Without the cursor's own line, which changes with every key.
    const above = prefix.slice(0, prefix.lastIndexOf('\n') + 1);
    const below = suffix.includes('\n') ? suffix.slice(suffix.indexOf('\n')) : '';
    const snippets = this.#tools.snippets.near(cursor, [above, below], {
      length: size.snippets,
      isPause,
    });
    return snippets.length === 0 ? input : { ...input, snippets };
  }

  /** In a notebook the cells above, whole ones and in the cell's language, as far as there is room. */
  #cellsAbove({ document: { uri, languageId } }: Cursor, room: number): string {
    const { documents, notebooks, policy } = this.#tools;
    let text = '';
    for (const cell of notebooks.cellsAbove(uri).toReversed()) {
      const document = documents.get(cell);
      if (document?.languageId !== languageId || policy.exclusionOf(document) !== undefined)
        continue;
      if (text.length + document.length + 1 > room) break;
      text = `${document.getText()}\n${text}`;
    }
    return text;
  }
}
