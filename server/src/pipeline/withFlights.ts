import type { Clock } from '../base/clock.ts';
import { CancelledError } from '../base/errors.ts';
import type { Observer } from '../base/observer.ts';
import { EndpointError } from '../domain/endpointError.ts';
import type {
  Generate,
  Generation,
  GenerationContext,
  GenerationRequest,
} from '../domain/generation.ts';
import type { PipelineEvent } from '../domain/requestEvents.ts';

/**
 * Single flight: identical requests at the same moment share one. A flight ends early when every
 * subscriber has left, and its stream stops when every one that stayed has enough. Failure is shared, that
 * of a broken server for one second more, so that callers one after the other do not each try it.
 */
export function withFlights(
  keyOf: (request: GenerationRequest) => string,
  clock: Clock,
  next: Generate,
  observe: Observer<PipelineEvent>,
): Generate {
  const flights = new Map<string, Flight>();
  const failures = new Map<string, EndpointError>();
  const remember = (key: string, error: unknown) => {
    if (!(error instanceof EndpointError) || error.kind !== 'server') return;
    failures.set(key, error);
    clock.after(FAILURE_MS, () => failures.delete(key));
  };
  return (request, context) => {
    if (context.signal.aborted) return Promise.reject(new CancelledError());
    const key = `${context.isFresh ? 'fresh ' : ''}${keyOf(request)}`;
    const failure = context.priority === 'invoked' ? undefined : failures.get(key);
    if (failure !== undefined) return Promise.reject(failure);
    const running = flights.get(key);
    if (running !== undefined) {
      observe({ kind: 'joined' });
      return running.join(context).then(asJoined);
    }
    const flight = new Flight();
    const leave = () => {
      if (flights.get(key) === flight) flights.delete(key);
    };
    flights.set(key, flight);
    const joined = flight.join(context);
    flight.start((own) => next(request, { ...context, ...own }), leave);
    joined.catch((error) => remember(key, error));
    return joined;
  };
}

/** How long the failure of a server (HTTP 5xx) answers the same request. */
const FAILURE_MS = 1_000;

const asJoined = (generation: Generation): Generation =>
  generation.source === 'upstream' ? { ...generation, source: 'inFlight' } : generation;

class Flight {
  readonly #controller = new AbortController();
  readonly #subscribers = new Set<Subscriber>();
  #text = '';
  #onAbandoned: () => void = () => undefined;

  /** `onEnd` is called once, as soon as nobody may join any more. */
  start(
    run: (own: Pick<GenerationContext, 'signal' | 'onText'>) => Promise<Generation>,
    onEnd: () => void,
  ) {
    this.#onAbandoned = onEnd;
    const { signal } = this.#controller;
    run({ signal, onText: (text) => this.#spread(text) })
      .finally(onEnd)
      .then(
        (generation) => this.#settle((subscriber) => subscriber.resolve(generation)),
        (error) => this.#settle((subscriber) => subscriber.reject(error)),
      );
  }

  join({ signal, onText }: GenerationContext): Promise<Generation> {
    return new Promise((resolve, reject) => {
      const leave = () => {
        this.#subscribers.delete(subscriber);
        reject(new CancelledError());
        if (this.#subscribers.size === 0) this.#abandon();
      };
      const subscriber: Subscriber = {
        resolve,
        reject,
        wantsMore: true,
        onText: onText ?? (() => true),
        detach: () => signal.removeEventListener('abort', leave),
      };
      signal.addEventListener('abort', leave, { once: true });
      this.#subscribers.add(subscriber);
      if (this.#text !== '') subscriber.wantsMore = subscriber.onText(this.#text);
    });
  }

  #spread(text: string): boolean {
    this.#text = text;
    let someoneWantsMore = false;
    for (const subscriber of this.#subscribers) {
      if (subscriber.wantsMore) subscriber.wantsMore = subscriber.onText(text);
      someoneWantsMore ||= subscriber.wantsMore;
    }
    return someoneWantsMore;
  }

  #abandon(): void {
    this.#onAbandoned();
    this.#controller.abort();
  }

  #settle(deliver: (subscriber: Subscriber) => void): void {
    for (const subscriber of this.#subscribers) {
      subscriber.detach();
      deliver(subscriber);
    }
    this.#subscribers.clear();
  }
}

interface Subscriber {
  readonly resolve: (generation: Generation) => void;
  readonly reject: (error: unknown) => void;
  readonly onText: (textSoFar: string) => boolean;
  readonly detach: () => void;
  wantsMore: boolean;
}
