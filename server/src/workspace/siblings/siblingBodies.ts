import type { Prediction, PredictionQuery } from '../../domain/predictor.ts';
import type { Corpus } from '../index/corpus.ts';
import type { Source } from '../index/evidence.ts';
import { usefulness } from '../index/usefulness.ts';
import { Vocabulary } from '../tokens/vocabulary.ts';
import { bodyPlaceAt } from './bodyPlace.ts';
import { type Draft, draftsOf } from './drafts.ts';
import { FunctionIndex } from './functionIndex.ts';
import { siblingsOf } from './siblings.ts';
import { type Signature, Signatures } from './signature.ts';
import { surenessOf } from './sureness.ts';

/** The open file, open documents, the workspace's files. */
export interface Sources {
  readonly own: Source;
  readonly documents: Source;
  readonly files: Source;
}

/**
 * Proposes bodies of functions after those of their siblings: functions of which the signature becomes this one when
 * words within its names are renamed.
 */
export class SiblingBodies {
  readonly #vocabulary: Vocabulary;
  readonly #signatures: Signatures;
  readonly #files: FunctionIndex;
  readonly #documents: FunctionIndex;
  readonly #own: FunctionIndex;
  #areDocumentsRead = false;

  constructor(vocabulary: Vocabulary, shapeOf: (token: number) => number) {
    this.#vocabulary = vocabulary;
    this.#signatures = new Signatures(vocabulary);
    const index = () => new FunctionIndex(this.#signatures, vocabulary, shapeOf);
    [this.#files, this.#documents, this.#own] = [index(), index(), index()];
  }

  /** Learns the functions of a file of the workspace, from where it begins in the corpus of all. */
  learnFile(corpus: Corpus, start: number): void {
    this.#files.add(corpus, start, corpus.length);
  }

  /** Open documents have changed, or where they stand. */
  forgetDocuments(): void {
    this.#areDocumentsRead = false;
  }

  /** As much of a body as is most useful, where it is sure enough. */
  predict(query: PredictionQuery, sources: Sources): Prediction | undefined {
    const drafts = this.#draftsAt(query, sources);
    let best: { prediction: Prediction; value: number } | undefined;
    for (const draft of drafts) {
      const confidence = surenessOf(draft, drafts);
      if (confidence === undefined) continue;
      const value = usefulness(draft.text.length, confidence);
      if (value <= (best?.value ?? 0)) continue;
      best = { prediction: { text: draft.text, confidence }, value };
    }
    return best?.prediction;
  }

  /** Drafts of the body of the function that begins before the cursor: more of it from draft to draft. */
  #draftsAt(query: PredictionQuery, { own, documents, files }: Sources): Draft[] {
    const { corpus } = own;
    const signature = this.#signatureBefore(corpus);
    if (signature === undefined) return [];
    const place = bodyPlaceAt(query.prefix, query.suffix, linesOf(corpus, signature));
    if (place === undefined) return [];
    this.#own.clear();
    this.#own.add(corpus, 0, corpus.length);
    if (!this.#areDocumentsRead) {
      this.#documents.clear();
      this.#documents.add(documents.corpus, 0, documents.corpus.length);
      this.#areDocumentsRead = true;
    }
    const [signatures, vocabulary] = [this.#signatures, this.#vocabulary];
    const siblings = siblingsOf(
      signature,
      own,
      [
        { source: own, functions: this.#own },
        { source: documents, functions: this.#documents },
        { source: files, functions: this.#files },
      ],
      { signatures, vocabulary, maxLines: query.maxLines },
    );
    return siblings.length === 0
      ? []
      : draftsOf(siblings, place, { query, corpus, signature, vocabulary });
  }

  /** The signature right before the cursor. */
  #signatureBefore(corpus: Corpus): Signature | undefined {
    let opener = corpus.length - 1;
    if (opener > 0 && corpus.tokenAt(opener) === Vocabulary.NEWLINE) opener--;
    if (opener < 1 || !this.#signatures.isOpener(corpus.tokenAt(opener))) return undefined;
    return this.#signatures.endingAt(corpus, opener);
  }
}

function linesOf(corpus: Corpus, { start, opener }: Signature): number {
  let lines = 1;
  for (let at = start; at < opener; at++) if (corpus.tokenAt(at) === Vocabulary.NEWLINE) lines++;
  return lines;
}
