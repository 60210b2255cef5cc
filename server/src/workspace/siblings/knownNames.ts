import type { Corpus } from '../index/corpus.ts';
import type { Vocabulary } from '../tokens/vocabulary.ts';
import type { RenamedLine } from './renamedLine.ts';

/** Names that the open file holds, those of the signature, and those that a body declares on its way. */
export class KnownNames {
  readonly #vocabulary: Vocabulary;
  readonly #tokens = new Set<number>();
  readonly #declared = new Set<string>();

  /** `start` is where the signature begins, with which the corpus ends. */
  constructor(corpus: Corpus, start: number, vocabulary: Vocabulary) {
    this.#vocabulary = vocabulary;
    for (let at = 0; at < start; at++) this.#tokens.add(corpus.tokenAt(at));
    for (let at = start; at < corpus.length; at++) {
      this.#declared.add(vocabulary.textOf(corpus.tokenAt(at)));
    }
  }

  /**
   * How many names of a body's next line stand nowhere, and how many that the renaming made stand in the file, the signature
   * aside: they speak for it.
   */
  meet({ made, kept, declared }: RenamedLine): { unknown: number; confirmed: number } {
    for (const name of declared) this.#declared.add(name);
    const free = (names: readonly string[]) => names.filter((name) => !this.#declared.has(name));
    const [ownMade, ownKept] = [free(made), free(kept)];
    const confirmed = ownMade.filter((name) => this.#isInFile(name)).length;
    const knownKept = ownKept.filter((name) => this.#isInFile(name)).length;
    return { unknown: ownMade.length + ownKept.length - confirmed - knownKept, confirmed };
  }

  #isInFile(name: string): boolean {
    const token = this.#vocabulary.find(name);
    return token !== undefined && this.#tokens.has(token);
  }
}
