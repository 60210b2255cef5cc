import { CancelledError } from '../../base/errors.ts';
import type { Predictor } from '../../domain/predictor.ts';
import { holdsCredential } from '../../privacy/credentials.ts';
import { predictionWindow } from '../context/contextWindow.ts';
import type { Cursor } from '../cursor.ts';
import type { Remembered } from '../memory/suggestion.ts';
import type { SuggestionStore } from '../memory/suggestionStore.ts';
import { toCanonical } from '../postprocess/index.ts';
import { Seam } from '../postprocess/seam.ts';
import { marksOf } from '../syntax/marks.ts';

export interface PredictionTools {
  readonly predictor: Predictor;
  readonly newId: () => string;
}

/** Predictions made from the workspace for a place, put into memory like a model's answer. */
export class Predictions {
  readonly #options: { readonly maxLines: number };
  readonly #tools: PredictionTools;
  readonly #memory: SuggestionStore;

  constructor(
    options: { readonly maxLines: number },
    tools: PredictionTools,
    memory: SuggestionStore,
  ) {
    this.#options = options;
    this.#tools = tools;
    this.#memory = memory;
  }

  /** Predicts the text at a cursor; refused text is neither returned nor kept. Rejects with `CancelledError` on abort. */
  async predict(
    cursor: Cursor,
    signal: AbortSignal,
    isRefused?: (cursor: Cursor, text: string) => boolean,
  ): Promise<(Remembered & { readonly isJoined: false }) | undefined> {
    const text = await this.#textAt(cursor, signal);
    if (text === '' || isRefused?.(cursor, text)) return undefined;
    const suggestion = {
      id: this.#tools.newId(),
      text,
      source: 'workspace',
      model: 'workspace',
    } as const;
    this.#memory.put(cursor, suggestion);
    return { suggestion, rest: text, isJoined: false };
  }

  /**
   * More of a prediction that is remembered, beginning with it: the model's answer where a prediction was shown meanwhile, or what
   * has become likely since a prediction was made. What is remembered itself otherwise.
   */
  async improve(cursor: Cursor, remembered: Remembered, signal: AbortSignal): Promise<Remembered> {
    const { suggestion, rest } = remembered;
    if (cursor.selected !== undefined) return remembered;
    const answer = this.#memory
      .all(cursor)
      .find((each) => each.suggestion.source !== 'workspace' && each.rest.startsWith(rest));
    if (answer !== undefined) return answer;
    const text = await this.#textAt(cursor, signal);
    if (text.length <= rest.length || !text.startsWith(rest)) return remembered;
    const shown = suggestion.text.slice(0, suggestion.text.length - rest.length);
    const grown = { ...suggestion, text: shown + text };
    this.#memory.grow(cursor, grown);
    return { suggestion: grown, rest: text };
  }

  async #textAt(cursor: Cursor, signal: AbortSignal): Promise<string> {
    const query = {
      uri: cursor.document.uri,
      languageId: cursor.document.languageId,
      ...predictionWindow(cursor),
      maxLines: this.#options.maxLines,
    };
    const prediction = await this.#tools.predictor.predict(query, signal);
    if (signal.aborted) throw new CancelledError();
    const text = prediction?.text ?? '';
    // What was learnt from a file may be a credential: that is never proposed.
    if (holdsCredential(cursor.linePrefix + text, cursor.linePrefix.length)) return '';
    return closedBefore(cursor, toCanonical(text, cursor));
  }
}

/**
 * A guess ends anywhere: where closers follow the cursor on its line, as much of it as leaves nothing open. '' where that is
 * nothing.
 */
function closedBefore({ linePrefix, lineSuffix, document }: Cursor, text: string): string {
  if (lineSuffix.trim() === '' || text === '') return text;
  return new Seam(linePrefix, lineSuffix, marksOf(document.languageId)).balanced(text);
}
