import { raceAbort } from '../base/abort.ts';
import { type Clock, delay } from '../base/clock.ts';
import type { HttpCall } from '../base/httpCall.ts';
import { isNearby } from '../base/nearbyHost.ts';
import { smallJson } from '../base/smallJson.ts';
import { type Endpoint, modelFor } from '../domain/endpoint.ts';
import type { Task } from '../domain/generation.ts';
import { providerOf } from '../providers/index.ts';
import { isCloudName } from '../providers/listedModel.ts';
import type { AskLoading, LoadState, ModelLoading } from '../providers/provider.ts';

/** In milliseconds: longest time for a question, and for a model to be loaded from a slow disk. */
const QUESTION_MS = 2_000;
const LOAD_MS = 600_000;
/** Between two questions whether a model is there: growing from the first to the second. */
const FIRST_PAUSE_MS = 250;
const MAX_PAUSE_MS = 500;
/** Between two looks while a load is not answered: a server that says twice that the model is there has lost that answer. */
const LOOK_MS = 10_000;
/** Where another endpoint could answer, it is waited for so long to hear whether this one has its model. */
const SOON_MS = 300;
/** A model that was there is taken to be there for so long: servers unload idle ones after some minutes. */
const KEPT_MS = 240_000;
/** A server that did not say whether it has its model is asked again after so long. */
const UNTOLD_MS = 10_000;

export interface LoaderTools {
  readonly call: HttpCall;
  readonly clock: Clock;
  readonly credential: (endpoint: Endpoint) => Promise<string | undefined>;
  /** True if the endpoint's key may be sent the way that its URL says. */
  readonly mayCarryKey: (endpoint: Endpoint, apiKey: string | undefined) => boolean;
  /** True while the user has paused an endpoint: it is asked nothing, and what it loads is no longer looked at. */
  readonly isPaused?: (endpoint: Endpoint) => boolean;
}

/** A load under way. */
interface Load {
  /** Resolves when the model is there, or nobody can say so. */
  readonly done: Promise<void>;
  /** Resolves once the server has said whether it has the model: true where it has not. */
  readonly isAway: Promise<boolean>;
}

/**
 * Has models loaded by servers on this machine or beside it, before they are needed, each once, however many wait for it. Nobody's
 * leaving gives a load up. Servers that others pay for are left alone.
 */
export class ModelLoader {
  readonly #tools: LoaderTools;
  readonly #loads = new Map<string, Load>();
  /** Until when each model is taken to be there. */
  readonly #thereUntil = new Map<string, number>();
  readonly #stop = new AbortController();
  /** Whether each endpoint is nearby: asked for with every request. */
  readonly #near = new WeakMap<Endpoint, boolean>();

  constructor(tools: LoaderTools) {
    this.#tools = tools;
  }

  /** True if this server can be told to load a model. */
  knows(endpoint: Endpoint, task: Task): boolean {
    if (providerOf(endpoint).loading === undefined) return false;
    const isNear = this.#near.get(endpoint) ?? isNearby(endpoint.url);
    this.#near.set(endpoint, isNear);
    return isNear && !isCloudName(modelFor(endpoint, task));
  }

  /**
   * Resolves when the model of a task is there, or the server does not say so: at once where it was there of late. Rejects with
   * `CancelledError` when `signal` aborts; the load goes on.
   */
  async ready(endpoint: Endpoint, task: Task, signal: AbortSignal): Promise<void> {
    const loading = this.prepare(endpoint, task);
    if (loading !== undefined) await raceAbort(loading, signal);
  }

  /** Has a model loaded unless it is there, or on its way; `undefined` where nothing is to be done. Never rejects. */
  prepare(endpoint: Endpoint, task: Task): Promise<void> | undefined {
    const { loading } = providerOf(endpoint);
    if (loading === undefined || !this.knows(endpoint, task)) return undefined;
    const model = modelFor(endpoint, task);
    const name = nameOf(endpoint, model);
    const until = this.#thereUntil.get(name) ?? Number.NEGATIVE_INFINITY;
    if (this.#tools.clock.monotonic() < until) return undefined;
    const running = this.#loads.get(name);
    if (running !== undefined) return running.done;
    const looked = Promise.withResolvers<boolean>();
    const ended = (isTold: boolean) => {
      looked.resolve(false);
      this.#loads.delete(name);
      this.#taken(name, isTold ? KEPT_MS : UNTOLD_MS);
    };
    const load = this.#load(endpoint, model, loading, looked.resolve);
    // Whatever failed says nothing of the model.
    const done = load.then(ended, () => ended(false));
    this.#loads.set(name, { done, isAway: looked.promise });
    return done;
  }

  /** True if a server has said, just now or soon, that it has to load the model of a task first. */
  async isAway(endpoint: Endpoint, task: Task): Promise<boolean> {
    const load = this.#loads.get(nameOf(endpoint, modelFor(endpoint, task)));
    if (load === undefined) return false;
    const soon = new AbortController();
    const late = delay(this.#tools.clock, SOON_MS, soon.signal).then(() => false);
    return Promise.race([load.isAway, late]).finally(() => soon.abort());
  }

  /** The server has said that it is loading. */
  isLoading(endpoint: Endpoint, task: Task): void {
    this.#thereUntil.delete(nameOf(endpoint, modelFor(endpoint, task)));
  }

  /** The model has answered. */
  answered(endpoint: Endpoint, task: Task): void {
    this.#taken(nameOf(endpoint, modelFor(endpoint, task)), KEPT_MS);
  }

  /** Asks no more. */
  dispose(): void {
    this.#stop.abort();
  }

  #taken(name: string, forMs: number): void {
    this.#thereUntil.set(name, this.#tools.clock.monotonic() + forMs);
  }

  /** Resolves when the model is there, or nobody can say so: to false where the server has not said anything of it. */
  async #load(
    endpoint: Endpoint,
    model: string,
    loading: ModelLoading,
    looked: (isAway: boolean) => void,
  ): Promise<boolean> {
    const { clock, credential, mayCarryKey } = this.#tools;
    const apiKey = await credential(endpoint).catch(() => undefined);
    if (!mayCarryKey(endpoint, apiKey)) return true;
    const until = clock.monotonic() + LOAD_MS;
    const state = () => loading.state(endpoint, model, this.#asking(endpoint, apiKey, QUESTION_MS));
    let now = await state();
    looked(now === 'unloaded' || now === 'loading');
    if (now === 'unloaded') {
      const ask = this.#asking(endpoint, apiKey, LOAD_MS);
      await this.#untilLoaded(loading.load(endpoint, model, ask), state);
      now = await state();
    }
    for (let pauseMs = FIRST_PAUSE_MS; now === 'loading'; now = await state()) {
      if (clock.monotonic() + pauseMs >= until) return true;
      if (!(await delay(clock, pauseMs, this.#stop.signal))) return true;
      pauseMs = Math.min(MAX_PAUSE_MS, 2 * pauseMs);
    }
    return now !== undefined;
  }

  /** Waits for the answer to a load, or until the model has been there at two looks beside it. */
  async #untilLoaded(load: Promise<unknown>, state: () => Promise<LoadState | undefined>) {
    const answered = new AbortController();
    const end = () => answered.abort();
    load.then(end, end);
    const signal = AbortSignal.any([answered.signal, this.#stop.signal]);
    let looks = 0;
    while (looks < 2 && (await delay(this.#tools.clock, LOOK_MS, signal)))
      looks = (await state()) === 'loaded' ? looks + 1 : 0;
  }

  #asking(endpoint: Endpoint, apiKey: string | undefined, deadlineMs: number): AskLoading {
    const { call, clock, isPaused } = this.#tools;
    const headers = {
      ...providerOf(endpoint).headers(endpoint, apiKey),
      accept: 'application/json',
    };
    return async (path, body) => {
      if (isPaused?.(endpoint)) return undefined;
      const url = new URL(path, `${endpoint.url}/`).toString();
      const posted = body === undefined ? {} : { body: JSON.stringify(body) };
      return smallJson(call, clock, deadlineMs, { url, headers, ...posted });
    };
  }
}

const nameOf = ({ provider, url }: Endpoint, model: string): string =>
  [provider, url, model].join(' ');
