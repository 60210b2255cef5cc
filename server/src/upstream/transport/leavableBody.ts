import { finished } from 'node:stream';
import type { Dispatcher } from 'undici';
import type { Clock } from '../../base/clock.ts';
import type { HttpResponse } from '../../base/httpCall.ts';

type Body = Dispatcher.ResponseData['body'];
type Read = IteratorResult<Uint8Array, undefined>;

/** After the end of what is of interest so many bytes, and milliseconds, may follow; else the connection is closed. */
const REST_BYTES = 16_384;
const REST_MS = 1_000;

/**
 * A body whose reader may leave it: closed, which ends the answer at its server, too, or, once `finish` was called, read to
 * its end behind his back, so that the connection can be used again. `onBroken` is told of an error, and whether it was this that closed
 * the body: over HTTP/2 that is no fault of the connection.
 */
export function leavable(
  body: Body,
  clock: Clock,
  onBroken: (isLeft: boolean) => void,
): Pick<HttpResponse, 'body' | 'finish'> {
  let isFinished = false;
  let isLeft = false;
  body.on('error', () => onBroken(isLeft));
  const readRest = () => {
    const timer = clock.after(REST_MS, () => body.destroy());
    body
      .dump({ limit: REST_BYTES })
      .catch(ignore)
      .finally(() => timer.dispose());
  };
  return {
    finish: () => {
      isFinished = true;
    },
    body: {
      [Symbol.asyncIterator]: () => {
        const reader = new BodyReader(body);
        return {
          next: () => reader.next(),
          return: async () => {
            if (isLeft) return OVER;
            isLeft = true;
            // A read that is under way would never end otherwise.
            reader.leave();
            if (!isFinished) body.destroy();
            else if (!body.readableEnded) readRest();
            return OVER;
          },
        };
      },
    },
  };
}

/** The rest was too long: the connection is closed, and nobody misses it. */
const ignore = (): undefined => undefined;

interface Waiting {
  readonly resolve: (read: Read) => void;
  readonly reject: (error: unknown) => void;
}

/** Reads a body with one promise for each piece; Node's own iterator makes five, and a stream has thousands. One piece is asked for at a time. */
class BodyReader {
  readonly #body: Body;
  readonly #unwatch: () => void;
  #waiting: Waiting | undefined;
  #isLeft = false;
  /** How it ended: `null` for well; `undefined` while it has not. */
  #end: Error | null | undefined;

  constructor(body: Body) {
    this.#body = body;
    body.on('readable', this.#wake);
    this.#unwatch = finished(body, { writable: false }, (error) => {
      this.#end = error ?? null;
      this.#wake();
    });
  }

  next(): Promise<Read> {
    const read = this.#read();
    if (read instanceof Error) return Promise.reject(read);
    if (read !== undefined) return Promise.resolve(read);
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
    });
  }

  leave(): void {
    this.#detach();
    this.#isLeft = true;
    this.#waiting?.resolve(OVER);
    this.#waiting = undefined;
  }

  #detach(): void {
    this.#body.off('readable', this.#wake);
    this.#unwatch();
  }

  readonly #wake = (): void => {
    const waiting = this.#waiting;
    if (waiting === undefined) return;
    const read = this.#read();
    if (read === undefined) return;
    this.#waiting = undefined;
    if (read instanceof Error) waiting.reject(read);
    else waiting.resolve(read);
  };

  /** The next piece, the end, or what broke it; `undefined` while there is neither. */
  #read(): Read | Error | undefined {
    if (this.#isLeft) return OVER;
    const value: Uint8Array | null = this.#body.destroyed ? null : this.#body.read();
    if (value !== null) return { done: false, value };
    if (this.#end === undefined) return undefined;
    this.#detach();
    return this.#end ?? OVER;
  }
}

const OVER: Read = { done: true, value: undefined };
