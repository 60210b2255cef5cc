import type { Clock } from '../base/clock.ts';
import { CancelledError } from '../base/errors.ts';
import { Departures } from './departures.ts';
import { Line, type Waiting } from './line.ts';
import { busy, waitedTooLong } from './refusals.ts';

/** A batch that has waited so long goes by its time, as those that a user waits for do. */
const AGEING_MS = 30_000;

export interface QueueLimits {
  /** Requests under way at once; as many as come without it. */
  readonly concurrency?: number | undefined;
  /** Requests that wait. */
  readonly queue: number;
  /** Nobody waits for longer; without it, for as long as it takes. */
  readonly requestSeconds?: number | undefined;
}

interface Waiter extends Waiting {
  readonly since: number;
  readonly admit: () => void;
  readonly refuse: (reason: Error) => void;
}

/**
 * Places for requests under way, and a bounded line for one: those that a user waits for go first. Where the line is full, one of them
 * takes the place of the newest batch in it.
 */
export class AdmissionQueue {
  #limits: QueueLimits;
  readonly #clock: Clock;
  readonly #interactive = new Line<Waiter>();
  readonly #batch = new Line<Waiter>();
  readonly #departures = new Departures();
  #underWay = 0;

  constructor(limits: QueueLimits, clock: Clock) {
    this.#limits = limits;
    this.#clock = clock;
  }

  get underWay(): number {
    return this.#underWay;
  }

  get waiting(): number {
    return this.#interactive.size + this.#batch.size;
  }

  /** Other limits from now on; whoever waits or is under way stays. */
  set limits(limits: QueueLimits) {
    this.#limits = limits;
    this.#dispatch();
  }

  /**
   * Resolves once there is a place, which `leave` gives back. Rejects with an `ApiError` where the line is full, or too slow, and with
   * `CancelledError` when the signal aborts.
   */
  async enter(priority: 'interactive' | 'batch', signal: AbortSignal): Promise<void> {
    if (signal.aborted) throw new CancelledError();
    if (this.#hasPlace && this.waiting === 0) {
      this.#take();
      return;
    }
    const line = priority === 'batch' ? this.#batch : this.#interactive;
    if (this.waiting >= this.#limits.queue) this.#makeRoom(priority);
    const { requestSeconds } = this.#limits;
    await new Promise<void>((resolve, reject) => {
      const late =
        requestSeconds === undefined
          ? undefined
          : this.#clock.after(requestSeconds * 1_000, () => refuse(waitedTooLong(requestSeconds)));
      const end = () => {
        late?.dispose();
        line.remove(waiter);
        signal.removeEventListener('abort', onAbort);
      };
      const refuse = (reason: Error) => {
        end();
        reject(reason);
      };
      const onAbort = () => refuse(new CancelledError());
      const admit = () => {
        end();
        this.#take();
        resolve();
      };
      const waiter = { isGone: false, since: this.#clock.monotonic(), admit, refuse };
      signal.addEventListener('abort', onAbort, { once: true });
      line.add(waiter);
    });
  }

  leave(): void {
    this.#underWay--;
    this.#departures.add(this.#clock.monotonic(), this.waiting === 0);
    this.#dispatch();
  }

  #take(): void {
    this.#underWay++;
    if (!this.#hasPlace) this.#departures.begin(this.#clock.monotonic());
  }

  get #hasPlace(): boolean {
    return this.#underWay < (this.#limits.concurrency ?? Number.POSITIVE_INFINITY);
  }

  /** Throws where nobody in the line gives way. */
  #makeRoom(priority: 'interactive' | 'batch'): void {
    const newest = priority === 'batch' ? undefined : this.#batch.newest();
    // A line of no length has nobody who could give way.
    if (newest === undefined) throw busy(this.#waitMs());
    newest.refuse(busy(this.#waitMs()));
  }

  /** When all who wait now will have gone, as fast as they went of late. */
  #waitMs(): number {
    return (this.waiting + 1) * this.#departures.everyMs(this.#clock.monotonic());
  }

  #dispatch(): void {
    while (this.#hasPlace) {
      const next = this.#next();
      if (next === undefined) return;
      next.admit();
    }
  }

  #next(): Waiter | undefined {
    const [interactive, batch] = [this.#interactive.oldest(), this.#batch.oldest()];
    if (interactive === undefined || batch === undefined) return interactive ?? batch;
    const isOld = this.#clock.monotonic() - batch.since >= AGEING_MS;
    return isOld && batch.since < interactive.since ? batch : interactive;
  }
}
