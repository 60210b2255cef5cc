import { type Endpoint, modelFor } from '../domain/endpoint.ts';
import type { GenerationRequest } from '../domain/generation.ts';
import { type ModelChoices, type Operation, operationOf } from '../domain/operation.ts';
import { providerOf } from '../providers/index.ts';

/** Endpoints come and go with the settings. */
const MAX_ENDPOINTS = 100;
/** Is the name of no model: nothing is found, and nothing kept, under it. */
const NOT_KNOWN = '';

/**
 * The models that servers take where none is named, by endpoint and address: as their lists and their answers told last. Whoever keeps answers
 * keeps them under these names, for another model may be the first tomorrow.
 */
export class ChosenModels {
  readonly #onChanged: () => void;
  /** The one that was told last is last. */
  readonly #known = new Map<string, ModelChoices>();

  /** Those that have said so, and did not when they were asked last: because nobody was there, or though somebody was. */
  readonly #unsure = new Map<string, 'isAway' | 'isSilent'>();

  /** `onChanged` is told when a server takes another model than the one that was known. */
  constructor(onChanged: () => void = () => undefined) {
    this.#onChanged = onChanged;
  }

  /**
   * The model that would answer a request now; empty where its answer will say so first, or where a server that has said it does not any more; `undefined`
   * where the endpoint names one, or nobody has said or will.
   */
  readonly of = (endpoint: Endpoint, request: GenerationRequest): string | undefined => {
    const { chooses } = providerOf(endpoint);
    if (chooses === undefined || isNamed(modelFor(endpoint, request.task), chooses.unnamed))
      return undefined;
    const name = nameOf(endpoint);
    const known = this.#known.get(name)?.[operationOf(request, endpoint)];
    // Another one may be there: what is kept of the one before is no answer of it. While nobody is there, it is all that there is.
    if (known !== undefined && this.#unsure.get(name) === 'isSilent') return NOT_KNOWN;
    return known ?? (chooses.answeredBy === undefined ? undefined : NOT_KNOWN);
  };

  /** True for a server that has told which model it takes. */
  readonly hasTold = (endpoint: Endpoint): boolean =>
    Object.keys(this.#known.get(nameOf(endpoint)) ?? {}).length > 0;

  /** False for a server that has said which model it has, and does not any more, nor will its answers: another one may be there. */
  readonly isSure = (endpoint: Endpoint): boolean => !this.#unsure.has(nameOf(endpoint));

  /** A server was asked which model it has, and has not said it, or was not there. */
  readonly untold = (endpoint: Endpoint, why: 'isAway' | 'isSilent'): void => {
    if (this.hasTold(endpoint)) this.#unsure.set(nameOf(endpoint), why);
  };

  readonly told = (endpoint: Endpoint, choices: ModelChoices): void => {
    const name = nameOf(endpoint);
    const before = this.#known.get(name) ?? {};
    const now = { ...before, ...choices };
    this.#unsure.delete(name);
    this.#known.delete(name);
    this.#known.set(name, now);
    const [oldest] = this.#known.keys();
    if (this.#known.size > MAX_ENDPOINTS && oldest !== undefined) {
      this.#known.delete(oldest);
      this.#unsure.delete(oldest);
    }
    const operations = Object.keys(before) as Operation[];
    if (operations.some((each) => now[each] !== before[each])) this.#onChanged();
  };
}

const isNamed = (model: string, unnamed: string | undefined): boolean =>
  unnamed !== undefined && unnamed !== model;

const nameOf = ({ id, url, query = '' }: Endpoint): string => [id, url, query].join('\n');
