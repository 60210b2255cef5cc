import { canonicalJson } from '../base/digest.ts';
import { joined, NO_FACTS, type RequestFacts } from './requestFacts.ts';

/** Where facts outlive the process. */
export interface FactStore {
  read(): RequestFacts;
  write(facts: RequestFacts): void;
}

/** The facts about the form in which one model of one endpoint takes requests, and the forms that were tried in vain. */
export class LearntFacts {
  readonly #store: FactStore | undefined;
  #known: RequestFacts | undefined;
  readonly #vain = new Set<string>();

  constructor(store?: FactStore) {
    this.#store = store;
  }

  get known(): RequestFacts {
    this.#known ??= this.#store?.read() ?? NO_FACTS;
    return this.#known;
  }

  /** The facts with others beside them; `undefined` where that would change nothing, or was tried before and did not help. */
  with(more: RequestFacts, before: RequestFacts = this.known): RequestFacts | undefined {
    const next = joined(before, more);
    const name = canonicalJson(next);
    return name === canonicalJson(before) || this.#vain.has(name) ? undefined : next;
  }

  /** A request in this form was answered. */
  learn(facts: RequestFacts): void {
    if (facts === this.known || canonicalJson(facts) === canonicalJson(this.known)) return;
    this.#known = joined(this.known, facts);
    this.#store?.write(this.#known);
  }

  /** A request in this form was refused, too: it is not sent so again. */
  failed(facts: RequestFacts): void {
    this.#vain.add(canonicalJson(facts));
  }

  /** The user has changed something: what did not help may help now. */
  tryAgain(): void {
    this.#vain.clear();
  }
}
