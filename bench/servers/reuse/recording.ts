import { ImportedFiles } from '../../../server/src/completion/context/importedFiles.ts';
import type { LiveDocument } from '../../../server/src/documents/liveDocument.ts';
import type { LocalModel } from '../../../tools/localModel/localModel.ts';
import { FakeClock } from '../../../tools/testing/fakeClock.ts';
import type { InfillBody, Layout, Place } from './layouts.ts';
import type { Product } from './product.ts';
import { type Project, uriOf } from './project.ts';
import type { Exchange } from './virtualServer.ts';

/** An event in an editor, as far as a layout hears of it. */
type Happened =
  | { readonly kind: 'opened'; readonly document: LiveDocument }
  | { readonly kind: 'rested'; readonly ms: number }
  | { readonly kind: 'asked'; readonly place: Place };

/** The session of one file, to be laid out in other ways. */
export class Recording {
  readonly #happened: Happened[] = [];
  readonly #product: Product;
  readonly #uri: string;
  readonly #imported: ImportedFiles;

  constructor(product: Product, { file, read }: Project) {
    this.#product = product;
    this.#uri = uriOf(file);
    this.#imported = new ImportedFiles(read, () => true, new FakeClock());
  }

  async opened(): Promise<void> {
    const documents = [...this.#product.documents.all()];
    for (const document of documents) this.#happened.push({ kind: 'opened', document });
    await this.#imported.settled(this.#document());
  }

  rested(ms: number): void {
    this.#happened.push({ kind: 'rested', ms });
  }

  /** A model has been asked at a place of the document as it is now. */
  asked(line: number, character: number): void {
    const document = this.#document();
    const open = [...this.#product.documents.all()].filter(({ uri }) => uri !== this.#uri);
    const place = { document, line, character, open, imported: this.#imported.of(document) };
    this.#happened.push({ kind: 'asked', place });
  }

  /** The tokens that a layout costs at the places where a model was asked. */
  async laidOut(model: LocalModel, layout: Layout): Promise<Exchange[]> {
    const exchanges: Exchange[] = [];
    const ask = async (body: InfillBody | undefined, isAhead: boolean) => {
      if (body === undefined) return;
      const whole = { ...body, n_predict: isAhead ? 0 : 16, cache_prompt: true };
      const response = await fetch(`${model.url}/infill`, {
        method: 'POST',
        body: JSON.stringify(whole),
      });
      const { timings } = await response.json();
      exchanges.push({ isAhead, evaluated: timings.prompt_n, reused: timings.cache_n });
    };
    for (const each of this.#happened) {
      if (each.kind === 'opened') layout.opened?.(each.document);
      else if (each.kind === 'rested') await ask(layout.rested?.(each.ms), true);
      else await ask(layout.bodyAt(each.place), false);
    }
    return exchanges;
  }

  #document(): LiveDocument {
    const document = this.#product.documents.get(this.#uri);
    if (document === undefined) throw new Error('The file is not open');
    return document;
  }
}
