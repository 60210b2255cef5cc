import { normal } from '../../server/src/base/normal.ts';
import type { MinuteFigures } from '../../server/src/scaling/rules.ts';
import { seededRandom } from '../../tools/random.ts';
import { EventHeap } from './eventHeap.ts';

/** One worker: requests under way at once, and those that may wait for a place. */
const PLACES = 100;
const QUEUE = 200;
/** Processor time of a request, in seconds: tens of times a real one's, so that a day of requests can be simulated. */
export const CPU_SECONDS = 0.05;
/** A model's first word as in `bench/seed.ts` (median 350 ms, 99th percentile 1.8 s), and the rest of its answer. */
const FIRST_WORD = { median: 0.35, sigma: Math.log(1.8 / 0.35) / 2.326 };
const STREAM = { median: 2.5, sigma: 0.8 };
/** OpenAI's own clients repeat a refused request twice, and say that they do. */
const TRIES = 3;
const AGAIN_SECONDS = [4, 8] as const;
/** A first word that comes later than this is late. */
const LATE_SECONDS = 2;

interface Request {
  /** Its minute. */
  readonly made: Made;
  readonly askedAt: number;
  readonly cpuSeconds: number;
  readonly firstWordSeconds: number;
  readonly streamSeconds: number;
  triedAt: number;
  tries: number;
}

/** Requests that came in a minute, and those of them whose first word came late or never. */
interface Made {
  count: number;
  late: number;
}

class Worker {
  places = PLACES;
  processorFreeAt = 0;
  readonly waiting: Request[] = [];

  get load(): number {
    return PLACES - this.places + this.waiting.length;
  }
}

export interface FleetMinute {
  readonly workers: number;
  readonly figures: MinuteFigures;
  readonly made: Readonly<Made>;
}

export interface FleetOptions {
  /** The mean number of requests in each second. */
  readonly perSecond: readonly number[];
  readonly seed: number;
  /** From the decision until a new worker takes requests. */
  readonly startSeconds: number;
  /** How many workers there are to be from the beginning of a minute on; without figures before the first one. */
  readonly choose: (minute: number, workers: number, last: MinuteFigures | undefined) => number;
}

/** A request that comes (again), a worker's answer that ends, a worker that is ready. */
type Event = Request | Worker | 'ready';

/** Workers behind a balancer that asks the less loaded of two, over a day, request by request. */
class SimulatedFleet {
  readonly #random: () => number;
  readonly #events = new EventHeap<Event>();
  readonly #ready: Worker[] = [];
  #starting = 0;
  #now = 0;
  // Of this minute.
  #made: Made = { count: 0, late: 0 };
  #asked = 0;
  #busySeconds = 0;
  #working = 0;
  #waits: number[] = [];

  constructor(seed: number, workers: number) {
    this.#random = seededRandom(seed);
    for (let index = 0; index < workers; index++) this.#ready.push(new Worker());
  }

  setWorkers(count: number, startSeconds: number): void {
    // What a worker has begun it ends; requests that come go to the others.
    this.#ready.length = Math.min(count, this.#ready.length);
    this.#starting = Math.min(this.#starting, count - this.#ready.length);
    while (this.#ready.length + this.#starting < count) {
      this.#starting++;
      this.#events.add(this.#now + startSeconds, 'ready');
    }
  }

  second(rate: number): void {
    const end = Math.round(this.#now + 1);
    this.#working += this.#ready.length / 60;
    for (let at = this.#now + this.#gap(rate); at < end; at += this.#gap(rate)) {
      this.#runUntil(at);
      this.#made.count++;
      this.#arrive({
        made: this.#made,
        askedAt: at,
        cpuSeconds: -Math.log(1 - this.#random()) * CPU_SECONDS,
        firstWordSeconds: logNormal(FIRST_WORD, this.#random),
        streamSeconds: logNormal(STREAM, this.#random),
        triedAt: at,
        tries: 0,
      });
    }
    this.#runUntil(end);
  }

  /** The last minute’s figures; the next one begins. */
  minute(): { figures: MinuteFigures; made: Made } {
    const waits = Float64Array.from(this.#waits).sort();
    const figures = {
      cpu: Math.min(1, this.#busySeconds / (60 * this.#working)),
      queue: this.#ready.reduce((sum, { waiting }) => sum + waiting.length, 0),
      waitSeconds: waits[Math.floor(waits.length * 0.95)] ?? 0,
      asked: this.#asked,
      begun: waits.length,
      working: this.#working,
    };
    const made = this.#made;
    this.#made = { count: 0, late: 0 };
    this.#asked = this.#busySeconds = this.#working = 0;
    this.#waits = [];
    return { figures, made };
  }

  #gap(rate: number): number {
    return -Math.log(1 - this.#random()) / rate;
  }

  #runUntil(at: number): void {
    while (this.#events.nextAt <= at) {
      this.#now = this.#events.nextAt;
      this.#happen(this.#events.take());
    }
    this.#now = at;
  }

  #happen(event: Event): void {
    if (event === 'ready') {
      // Or it was to be one too many meanwhile.
      if (this.#starting === 0) return;
      this.#starting--;
      this.#ready.push(new Worker());
    } else if (event instanceof Worker) {
      event.places++;
      const next = event.waiting.shift();
      if (next !== undefined) this.#begin(event, next);
    } else {
      this.#arrive(event);
    }
  }

  #arrive(request: Request): void {
    if (request.tries === 0) this.#asked++;
    request.tries++;
    request.triedAt = this.#now;
    const worker = this.#lessLoadedOfTwo();
    if (worker.places > 0) this.#begin(worker, request);
    else if (worker.waiting.length < QUEUE) worker.waiting.push(request);
    else if (request.tries === TRIES) request.made.late++;
    else {
      const [least, most] = AGAIN_SECONDS;
      this.#events.add(this.#now + least + this.#random() * (most - least), request);
    }
  }

  /** Mitzenmacher 2001; nginx has it as `random two least_conn`. */
  #lessLoadedOfTwo(): Worker {
    const any = () => this.#ready[Math.floor(this.#random() * this.#ready.length)] as Worker;
    const [one, other] = [any(), any()];
    return other.load < one.load ? other : one;
  }

  #begin(worker: Worker, request: Request): void {
    worker.places--;
    this.#busySeconds += request.cpuSeconds;
    worker.processorFreeAt = Math.max(this.#now, worker.processorFreeAt) + request.cpuSeconds;
    this.#waits.push(worker.processorFreeAt - request.triedAt);
    const firstWordAt = worker.processorFreeAt + request.firstWordSeconds;
    if (firstWordAt - request.askedAt > LATE_SECONDS) request.made.late++;
    this.#events.add(firstWordAt + request.streamSeconds, worker);
  }
}

const logNormal = (
  { median, sigma }: { readonly median: number; readonly sigma: number },
  random: () => number,
): number => median * Math.exp(sigma * normal(random));

export function simulate({ perSecond, seed, startSeconds, choose }: FleetOptions): FleetMinute[] {
  const minutes: FleetMinute[] = [];
  let workers = choose(0, 0, undefined);
  const fleet = new SimulatedFleet(seed, workers);
  for (const [second, rate] of perSecond.entries()) {
    fleet.second(rate);
    if (second % 60 < 59) continue;
    const { figures, made } = fleet.minute();
    minutes.push({ workers, figures, made });
    workers = choose(minutes.length, workers, figures);
    fleet.setWorkers(workers, startSeconds);
  }
  return minutes;
}
