import { PREDICTION_WINDOW } from '../../domain/predictor.ts';
import type { WorkspaceModel } from '../model/workspaceModel.ts';

/** Files, and places in each, that are asked for: so often V8 has compiled what a query runs. */
const FILES = 12;
const PLACES = 4;

interface Sample {
  readonly uri: string;
  readonly text: string;
}

/** Some of the files that are read, the first ones that say enough. */
export class Samples {
  readonly #samples: Sample[] = [];

  offer(uri: string, text: string): void {
    if (this.#samples.length < FILES && text.length > 4_000) this.#samples.push({ uri, text });
  }

  /** Asks a model for what stands there, so that the first query of a user does not pay for the compiler. */
  ask(model: Pick<WorkspaceModel, 'predict'>): void {
    for (const { uri, text } of this.#samples.splice(0)) {
      for (let place = 1; place <= PLACES; place++) {
        const offset = Math.floor((text.length * place) / (PLACES + 1));
        const prefix = text.slice(Math.max(0, offset - PREDICTION_WINDOW.prefix), offset);
        const suffix = text.slice(offset, offset + PREDICTION_WINDOW.suffix);
        model.predict({ uri, languageId: '', prefix, suffix, maxLines: 1 });
      }
    }
  }
}
