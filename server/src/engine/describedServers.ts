import type { Clock } from '../base/clock.ts';
import type { HttpCall } from '../base/httpCall.ts';
import { type Question, type SmallAnswer, smallJson } from '../base/smallJson.ts';
import type { Announcement } from '../domain/announcement.ts';
import type { Endpoint } from '../domain/endpoint.ts';
import type { ModelChoices } from '../domain/operation.ts';
import { providerOf } from '../providers/index.ts';
import type { SelfDescription, ServerFacts } from '../providers/selfDescription.ts';
import { formOfSize } from '../providers/templates/modelSize.ts';
import { AskingPauses } from './askingPauses.ts';

export interface DescriptionTools {
  readonly call: HttpCall;
  readonly clock: Clock;
  readonly credential: (endpoint: Endpoint) => Promise<string | undefined>;
  /** True if the endpoint's key may be sent the way that its URL says. */
  readonly mayCarryKey: (endpoint: Endpoint, apiKey: string | undefined) => boolean;
  /** True while the user has paused an endpoint: it is asked nothing. */
  readonly isPaused?: (endpoint: Endpoint) => boolean;
  /** Told what gateways say to their caller. */
  readonly onAnnounced?: (endpoint: Endpoint, announced: Announcement) => void;
  /** Told which models they take where none is named. */
  readonly onChosen?: (endpoint: Endpoint, choices: ModelChoices) => void;
  /** Told that a server does not say which model it has, or is not there, where its answers do not say it either. */
  readonly onUntold?: (endpoint: Endpoint, why: 'isAway' | 'isSilent') => void;
}

/** A server that loads a model is slow to answer. */
const DEADLINE_MS = 5_000;
/** A server may have been started anew with another model or context. */
const KEPT_MS = 300_000;
/** While requests come it is looked so often whether a server is to be asked again which model it takes. */
const LOOK_MS = 60_000;
/** Left for the answer, of a context; of a small one, no more than a quarter. */
const ANSWER_TOKENS = 1_024;

/** The facts that servers tell of themselves, by endpoint: asked while somebody is about to type, and never with code. */
export class DescribedServers {
  readonly #tools: DescriptionTools;
  readonly #onChanged: () => void;
  readonly #facts = new Map<string, ServerFacts>();
  readonly #askedAt = new Map<string, number>();
  readonly #lookedAt = new Map<string, number>();
  /** Of those whose answers do not say by which model they are. */
  readonly #pauses = new AskingPauses();

  /** `onChanged` is told when a server says something new. */
  constructor(tools: DescriptionTools, onChanged: () => void) {
    this.#tools = tools;
    this.#onChanged = onChanged;
  }

  /** The endpoint within what its server said; what the settings say holds. */
  readonly known = (endpoint: Endpoint): Endpoint => {
    const facts = this.#facts.get(nameOf(endpoint));
    if (facts === undefined) return endpoint;
    const { contextTokens, inputTokens, outputTokens, slots, api, billions } = facts;
    const limits = {
      ...(contextTokens === undefined ? {} : { inputTokens: inputOf(contextTokens) }),
      ...(inputTokens === undefined ? {} : { inputTokens }),
      ...(outputTokens === undefined ? {} : { outputTokens }),
      ...(slots === undefined ? {} : { concurrency: slots }),
      ...endpoint.limits,
    };
    const size = billions === undefined ? {} : { editForm: formOfSize(billions) };
    return Object.freeze({
      ...size,
      ...endpoint,
      limits,
      completionApi: api ?? endpoint.completionApi,
    });
  };

  /** The model that a server has loaded, as it said last. */
  readonly modelOf = (endpoint: Endpoint): Pick<ServerFacts, 'name' | 'family'> =>
    this.#facts.get(nameOf(endpoint)) ?? {};

  /** Asks those that were not asked for some time. Never rejects. */
  async ask(endpoints: readonly Endpoint[]): Promise<void> {
    const changes = await Promise.all(endpoints.map((endpoint) => this.#askOne(endpoint)));
    if (changes.includes(true)) this.#onChanged();
  }

  /** Asks those that take a model of their own choice, now and then, whether it is still the same; `undefined` where none is to be asked now. */
  askForChoices(endpoints: readonly Endpoint[]): Promise<void> | undefined {
    const now = this.#tools.clock.monotonic();
    const due = endpoints.filter((each) => {
      if (providerOf(each).chooses === undefined || this.#isPaused(each)) return false;
      const name = nameOf(each);
      if (tellsAhead(each)) {
        const isDue = this.#pauses.isOver(name, now);
        if (isDue) this.#askedAt.delete(name);
        return isDue;
      }
      if (now - (this.#lookedAt.get(name) ?? Number.NEGATIVE_INFINITY) < LOOK_MS) return false;
      this.#lookedAt.set(name, now);
      return true;
    });
    return due.length === 0 ? undefined : this.ask(due);
  }

  /** True if the server said something new. */
  async #askOne(endpoint: Endpoint): Promise<boolean> {
    const { describes } = providerOf(endpoint);
    const name = nameOf(endpoint);
    const now = this.#tools.clock.monotonic();
    const isFresh = now - (this.#askedAt.get(name) ?? Number.NEGATIVE_INFINITY) < KEPT_MS;
    if (describes === undefined || isFresh || this.#isPaused(endpoint)) return false;
    this.#askedAt.set(name, now);
    const question = await this.#question(endpoint, describes);
    if (question === undefined) return false;
    const { call, clock } = this.#tools;
    let isThere = false;
    const asking: HttpCall = async (request) => {
      const response = await call(request);
      isThere = true;
      return response;
    };
    const answer = await smallJson(asking, clock, DEADLINE_MS, question);
    // It loads its model, or refuses the key, and says more when that is mended.
    if (answer?.status === 503 || answer?.status === 401) this.#askedAt.delete(name);
    this.#hearChoices(endpoint, answer, isThere);
    if (answer?.status !== 200) return false;
    const announced = describes.announced?.(answer.json, endpoint);
    if (announced !== undefined) this.#tools.onAnnounced?.(endpoint, announced);
    const facts = describes.read(answer.json, endpoint);
    const before = JSON.stringify(this.#facts.get(name) ?? {});
    if (JSON.stringify(facts) === before) return false;
    this.#facts.set(name, facts);
    return true;
  }

  /** Which model it takes, or that it does not say so any more. */
  #hearChoices(endpoint: Endpoint, answer: SmallAnswer | undefined, isThere: boolean): void {
    const { chooses } = providerOf(endpoint);
    if (chooses === undefined) return;
    const choices = answer?.status === 200 ? chooses.choicesIn(answer.json) : {};
    const name = nameOf(endpoint);
    if (Object.keys(choices).length > 0) {
      this.#pauses.told(name);
      this.#tools.onChosen?.(endpoint, choices);
    } else if (tellsAhead(endpoint)) {
      if (answer?.status === 503 || !isThere) this.#pauses.isBackSoon(name);
      this.#tools.onUntold?.(endpoint, isThere ? 'isSilent' : 'isAway');
    }
  }

  /** `undefined` where it may not be asked. */
  async #question(
    endpoint: Endpoint,
    { question }: SelfDescription,
  ): Promise<Question | undefined> {
    const { credential, mayCarryKey } = this.#tools;
    const apiKey = await credential(endpoint).catch(() => undefined);
    if (!mayCarryKey(endpoint, apiKey) || this.#isPaused(endpoint)) return undefined;
    const headers = {
      ...providerOf(endpoint).headers(endpoint, apiKey),
      accept: 'application/json',
    };
    return { ...question(endpoint), headers };
  }

  #isPaused(endpoint: Endpoint): boolean {
    return this.#tools.isPaused?.(endpoint) ?? false;
  }
}

const inputOf = (contextTokens: number): number =>
  contextTokens - Math.min(ANSWER_TOKENS, Math.floor(contextTokens / 4));

/** True for a server that says which model it has when it is asked what it is, and not with its answers. */
const tellsAhead = (endpoint: Endpoint): boolean => {
  const { chooses } = providerOf(endpoint);
  return chooses !== undefined && chooses.answeredBy === undefined;
};

const nameOf = ({ provider, url, completionModel }: Endpoint): string =>
  [provider, url, completionModel].join(' ');
