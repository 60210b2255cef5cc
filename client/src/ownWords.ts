import type * as vscode from 'vscode';
import type { AskWordsParams, AskWordsResult } from '../../server/src/protocol/actionMessages.ts';
import { harmless } from '../../server/src/protocol/plainText.ts';
import { askLine } from './surfaces.ts';

/** In the editor's secret storage: people write of their code and customers. */
const KEY = 'aurelis.words';
const MAX_KEPT = 20;

/** Asks the user for a line of their own words, and offers those of before. */
export class OwnWords {
  readonly #secrets: vscode.SecretStorage;

  constructor(secrets: vscode.SecretStorage) {
    this.#secrets = secrets;
  }

  async ask(
    { title, prompt }: AskWordsParams,
    token: vscode.CancellationToken,
  ): Promise<AskWordsResult> {
    const before = await this.#before();
    const words = await askLine(harmless(title), harmless(prompt), before.map(asLabel), token);
    if (words === undefined || words.trim() === '') return {};
    const said = before.find((each) => asLabel(each) === words) ?? words.trim();
    const kept = [said, ...before.filter((each) => each !== said)].slice(0, MAX_KEPT);
    await this.#secrets.store(KEY, JSON.stringify(kept));
    return { words: said };
  }

  async #before(): Promise<string[]> {
    try {
      const kept: unknown = JSON.parse((await this.#secrets.get(KEY)) ?? '[]');
      return Array.isArray(kept) ? kept.filter((each) => typeof each === 'string') : [];
    } catch {
      // Whatever is there instead is none of ours.
      return [];
    }
  }
}

const asLabel = (words: string) => harmless(words, 200);
