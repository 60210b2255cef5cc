import type { Disposable } from '../../base/disposable.ts';
import { type FixAllDocument, FixAllRun } from './fixAllRun.ts';

/** Most runs that can be gone on with: each holds the documents that it is about. */
const MAX_RUNS = 3;

/** Runs by the names that the client gave them, for those that are gone on with. */
export class FixAllRuns {
  /** The one named least recently first. */
  readonly #runs = new Map<string, FixAllRun>();
  #isAsking = false;

  /** Lets one run ask until what is returned is disposed of: two at once would ask twice as many at once. `undefined` while another does. */
  begin(): Disposable | undefined {
    if (this.#isAsking) return undefined;
    this.#isAsking = true;
    return {
      dispose: () => {
        this.#isAsking = false;
      },
    };
  }

  /** A new run, or, to go on with it, the one of that name; a new one, too, where that is forgotten. */
  named(id: string, documents: readonly FixAllDocument[], isResumed: boolean): FixAllRun {
    const run = (isResumed ? this.#runs.get(id) : undefined) ?? new FixAllRun(documents);
    this.#runs.delete(id);
    this.#runs.set(id, run);
    const [oldest] = this.#runs.keys();
    if (this.#runs.size > MAX_RUNS && oldest !== undefined) this.#runs.delete(oldest);
    return run;
  }
}
