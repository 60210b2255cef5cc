import type { Endpoint } from '../domain/endpoint.ts';
import type { GenerationRequest, Task } from '../domain/generation.ts';
import { mayAnswer } from '../domain/mayAnswer.ts';
import { type KeyScope, proseKey, type RequestKey, requestKey } from '../pipeline/requestKey.ts';
import type { EndpointKey } from '../pipeline/withCache.ts';
import { providerOf } from '../providers/index.ts';
import type { CacheSecrets } from './answerCache.ts';

export interface CacheKeyOptions {
  readonly secrets: CacheSecrets;
  /** Stands for the account behind an endpoint's key; never the key itself. */
  readonly identity: (endpoint: Endpoint) => string;
  /** The endpoints that may answer, by the request's task. */
  readonly byTask: Readonly<Record<Task, readonly Endpoint[]>>;
  /** The endpoint in the form in which it is asked now. */
  readonly formed: (endpoint: Endpoint, task: Task) => Endpoint;
  /** The model that would answer where the endpoint names none, empty while nobody knows which; `undefined` where it names one. */
  readonly chosen: (endpoint: Endpoint, request: GenerationRequest) => string | undefined;
  /** False where an answer may be by another model than that one. */
  readonly isSure: (endpoint: Endpoint) => boolean;
  /** True to find answers to the same question put with other manners. */
  readonly similarPrompts: boolean;
}

/** A team's answers are shared by whoever holds its secret; others are one account's. */
export const keyScope = ({ own, shared }: CacheSecrets, identity: string): KeyScope =>
  shared === undefined ? { secret: own, identity } : { secret: shared, identity: '' };

/** The keys of a request, and what they were made under, for each endpoint. */
interface KnownKeys {
  readonly under: readonly (readonly unknown[])[];
  readonly keys: readonly EndpointKey[];
}

/** The keys under which a request's answers are kept: one for each endpoint that may have given them. */
export class CacheKeys {
  readonly #options: CacheKeyOptions;
  /** A request is asked for several times on its way, under the same accounts and in the same forms. */
  readonly #known = new WeakMap<GenerationRequest, KnownKeys>();

  constructor(options: CacheKeyOptions) {
    this.#options = options;
  }

  /** The exact keys. */
  readonly exact = (request: GenerationRequest): readonly EndpointKey[] => {
    const { formed, chosen } = this.#options;
    const endpoints = this.#eligible(request).map((each) => formed(each, request.task));
    const known = this.#known.get(request);
    if (known !== undefined && this.#isStill(known, endpoints, request)) return known.keys;
    const keys = endpoints.map((endpoint) => {
      const answeredBy = chosen(endpoint, request);
      const key = requestKey(this.#scopeOf(endpoint), request, endpoint, answeredBy);
      return this.#keyAt(endpoint, key, answeredBy);
    });
    const under = endpoints.map((endpoint) => this.#underOf(endpoint, request));
    this.#known.set(request, { under, keys });
    return keys;
  };

  /** True if the keys that were made of a request would be made again. */
  #isStill(
    { under }: KnownKeys,
    endpoints: readonly Endpoint[],
    request: GenerationRequest,
  ): boolean {
    if (under.length !== endpoints.length) return false;
    return endpoints.every((endpoint, at) => {
      const now = this.#underOf(endpoint, request);
      return under[at]?.every((each, part) => each === now[part]) === true;
    });
  }

  /** All that a key depends on beside its request, and that may change on the way of that. */
  #underOf(endpoint: Endpoint, request: GenerationRequest): readonly unknown[] {
    const { id, completionApi, fimTemplate } = endpoint;
    const { identity, chosen, isSure } = this.#options;
    const answeredBy = chosen(endpoint, request);
    return [id, identity(endpoint), completionApi, fimTemplate, answeredBy, isSure(endpoint)];
  }

  /** The keys of questions in prose that are put with other manners; none unless the settings want them. */
  readonly prose = (request: GenerationRequest): readonly EndpointKey[] => {
    if (!this.#options.similarPrompts) return [];
    return this.#eligible(request).flatMap((endpoint) => {
      const answeredBy = this.#options.chosen(endpoint, request);
      const key = proseKey(this.#scopeOf(endpoint), request, endpoint, answeredBy);
      return key === undefined ? [] : [this.#keyAt(endpoint, key, answeredBy)];
    });
  };

  /** The name under which equal requests share one call. */
  readonly flight = (request: GenerationRequest): string =>
    this.exact(request)
      .map(({ key }) => key)
      .join();

  #eligible(request: GenerationRequest): readonly Endpoint[] {
    return this.#options.byTask[request.task].filter((each) => mayAnswer(request, each));
  }

  /**
   * An answer is held to the model that its key is for where answers say by which model they are. Where neither they nor the server say so, none is
   * kept: it is held to a model that there is not.
   */
  #keyAt(endpoint: Endpoint, key: RequestKey, answeredBy: string | undefined): EndpointKey {
    const isSaid = answeredBy !== undefined && saysWhoAnswered(endpoint);
    const heldTo = isSaid ? { answeredBy } : this.#options.isSure(endpoint) ? {} : NOBODY;
    return { endpointId: endpoint.id, ...key, ...heldTo };
  }

  #scopeOf(endpoint: Endpoint): KeyScope {
    const { secrets, identity } = this.#options;
    return keyScope(secrets, identity(endpoint));
  }
}

const NOBODY = { answeredBy: '' };

const saysWhoAnswered = (endpoint: Endpoint): boolean =>
  providerOf(endpoint).chooses?.answeredBy !== undefined;
