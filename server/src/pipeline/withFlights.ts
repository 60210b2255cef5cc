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
 * subscriber has left, and its stream stops when every one that stayed has enough. It is the call of whoever has been there
 * longest: that of the next one where whoever began it leaves. Failure is shared, that
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
      context.onJoined?.();
      return running.join(context);
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
  #events: readonly string[] = [];
  #onAbandoned: () => void = () => undefined;

  /** `onEnd` is called once, as soon as nobody may join any more. */
  start(
    run: (own: Pick<GenerationContext, 'signal' | 'onText' | 'onEvents'>) => Promise<Generation>,
    onEnd: () => void,
  ) {
    this.#onAbandoned = onEnd;
    const { signal } = this.#controller;
    const onText = (text: string) => {
      this.#text = text;
      return this.#spread((subscriber) => subscriber.onText(text));
    };
    const onEvents = (events: readonly string[]) => {
      this.#events = events;
      return this.#spread((subscriber) => subscriber.onEvents(events));
    };
    run({ signal, onText, onEvents }).then(
      (generation) => {
        onEnd();
        const owner = this.#owner;
        this.#settle((each) => each.resolve(each === owner ? generation : asJoined(generation)));
      },
      (error) => {
        onEnd();
        this.#settle((subscriber) => subscriber.reject(error));
      },
    );
  }

  join({ signal, onText, onEvents, onInherited }: GenerationContext): Promise<Generation> {
    return new Promise((resolve, reject) => {
      const leave = () => {
        const isOwner = this.#owner === subscriber;
        this.#subscribers.delete(subscriber);
        reject(new CancelledError());
        if (this.#subscribers.size === 0) this.#abandon();
        else if (isOwner) this.#owner?.onInherited?.();
      };
      const subscriber: Subscriber = {
        resolve,
        reject,
        wantsMore: true,
        onText: onText ?? (() => true),
        onEvents: onEvents ?? (() => true),
        onInherited,
        detach: () => signal.removeEventListener('abort', leave),
      };
      signal.addEventListener('abort', leave, { once: true });
      this.#subscribers.add(subscriber);
      if (this.#text !== '') subscriber.wantsMore = subscriber.onText(this.#text);
      if (this.#events.length > 0) subscriber.wantsMore = subscriber.onEvents(this.#events);
    });
  }

  /** The one whose call it is. */
  get #owner(): Subscriber | undefined {
    return this.#subscribers.values().next().value;
  }

  #spread(tell: (subscriber: Subscriber) => boolean): boolean {
    let someoneWantsMore = false;
    for (const subscriber of this.#subscribers) {
      if (subscriber.wantsMore) subscriber.wantsMore = tell(subscriber);
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
  readonly onEvents: (eventsSoFar: readonly string[]) => boolean;
  readonly onInherited: (() => void) | undefined;
  readonly detach: () => void;
  wantsMore: boolean;
}
