import type { Clock } from '../base/clock.ts';
import { withDeadline } from '../base/deadline.ts';
import type { HttpCall } from '../base/httpCall.ts';
import { smallJson } from '../base/smallJson.ts';
import type { Endpoint } from '../domain/endpoint.ts';
import { providerOf } from '../providers/index.ts';
import type { AskServer } from '../providers/provider.ts';
import type { LearntFacts } from './learntFacts.ts';

/** All questions to one server; what takes longer is busy, and is asked again later. */
const QUESTIONS_MS = 800;
const AGAIN_MS = 60_000;

interface QuestionTools {
  readonly call: HttpCall;
  readonly clock: Clock;
  readonly credential: (endpoint: Endpoint) => Promise<string | undefined>;
  /** True if the endpoint's key may be sent the way that its URL says. */
  readonly mayCarryKey: (endpoint: Endpoint, apiKey: string | undefined) => boolean;
  readonly factsOf: (endpoint: Endpoint) => LearntFacts;
  /** True while the user has paused an endpoint: it is asked nothing. */
  readonly isPaused?: (endpoint: Endpoint) => boolean;
}

/**
 * Asks servers in which form their models take requests, where the models' names do not tell. The questions hold no code. What one says
 * is a fact like any other: it is kept, and is not asked for again.
 */
export class FormQuestions {
  readonly #endpoints: readonly Endpoint[];
  readonly #tools: QuestionTools;
  #asked:
    | {
        readonly at: number;
        readonly of: readonly Endpoint[];
        readonly answers: Promise<unknown>;
      }
    | undefined;

  constructor(endpoints: readonly Endpoint[], tools: QuestionTools) {
    this.#endpoints = endpoints;
    this.#tools = tools;
  }

  /** Resolves when the forms are known, or cannot be for the moment. Never rejects. */
  async load(): Promise<void> {
    const open = this.#endpoints.filter(
      (endpoint) =>
        !this.#isPaused(endpoint) && this.#tools.factsOf(endpoint).known.api === undefined,
    );
    if (open.length === 0) return;
    const now = this.#tools.clock.monotonic();
    const asked = this.#asked;
    // One that was paused then has not been asked.
    const isKept =
      asked !== undefined &&
      now - asked.at < AGAIN_MS &&
      open.every((each) => asked.of.includes(each));
    if (!isKept) {
      const answers = Promise.all(open.map((each) => this.#ask(each)));
      this.#asked = { at: now, of: open, answers };
    }
    await this.#asked?.answers;
  }

  async #ask(endpoint: Endpoint): Promise<void> {
    const { clock, credential, mayCarryKey, factsOf } = this.#tools;
    const { completionModel, completionApi } = endpoint;
    try {
      const apiKey = await credential(endpoint);
      if (!mayCarryKey(endpoint, apiKey)) return;
      const form = await withDeadline(clock, QUESTIONS_MS, async () =>
        providerOf(endpoint).learnForm?.(completionModel, this.#asking(endpoint, apiKey)),
      );
      if (form === undefined) return;
      const facts = factsOf(endpoint);
      facts.learn({ ...facts.known, api: completionApi, ...form });
    } catch {
      // Nobody there, or busy: the request that follows meets the error, or is asked in the usual form.
    }
  }

  #isPaused(endpoint: Endpoint): boolean {
    return this.#tools.isPaused?.(endpoint) ?? false;
  }

  #asking(endpoint: Endpoint, apiKey: string | undefined): AskServer {
    const headers = providerOf(endpoint).headers(endpoint, apiKey);
    return async (path, body) => {
      if (this.#isPaused(endpoint)) throw new Error('It is paused');
      const url = new URL(path, `${endpoint.url}/`).toString();
      const posted = body === undefined ? {} : { body: JSON.stringify(body) };
      const question = { url, headers, ...posted };
      const answer = await smallJson(this.#tools.call, this.#tools.clock, QUESTIONS_MS, question);
      if (answer === undefined) throw new Error('There is no answer');
      if (answer.status !== 200 && !isNo(answer.status)) throw new Error(`HTTP ${answer.status}`);
      return answer.json;
    };
  }
}

/** True for a status that says that there is no answer; others may pass, or are about the key. */
const isNo = (status: number): boolean => [400, 404, 405, 410, 422, 501].includes(status);
