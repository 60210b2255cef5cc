import { type Readable, Writable } from 'node:stream';
import {
  AbstractMessageReader,
  type DataCallback,
  type Message,
  type MessageReader,
} from 'vscode-languageserver/node';
import type { Clock } from '../../base/clock.ts';
import { jsonInPieces } from '../../base/jsonPieces.ts';
import { inTurns } from '../../base/turns.ts';
import { Frames } from './frames.ts';

/** Bytes of a message from which on it is parsed in pieces; a smaller one takes at most some milliseconds. */
const LARGE = 256 * 1024;
/** Messages, and their bytes, that may wait until they are handled; then no more are parsed, and only as many bytes read. */
const MAX_WAITING = 250;
const MAX_WAITING_BYTES = 1024 * 1024;

/**
 * Reads messages from a stream no faster than they are handled, so that a flood of them waits where it comes from, and large
 * ones in turns of the event loop. Messages keep their order.
 */
export class StreamReader extends AbstractMessageReader implements MessageReader {
  readonly #input: Readable;
  readonly #soon: Clock['soon'];
  readonly #handled: () => Promise<void>;
  readonly #onBroken: (error: Error) => void;
  readonly #frames = new Frames();
  #waiting = 0;
  #waitingBytes = 0;

  /**
   * `handled` resolves when all messages read so far have been given to their handlers; `onBroken` is told of a `FrameError`,
   * behind which nothing is read.
   */
  constructor(
    input: Readable,
    soon: Clock['soon'],
    handled: () => Promise<void>,
    onBroken: (error: Error) => void,
  ) {
    super();
    this.#input = input;
    this.#soon = soon;
    this.#handled = handled;
    this.#onBroken = onBroken;
  }

  listen(callback: DataCallback): { dispose(): void } {
    const sink = new Writable({
      highWaterMark: MAX_WAITING_BYTES,
      write: (chunk: Buffer, _, done) => {
        this.#read(chunk, callback).then(() => done(), done);
      },
    });
    sink.once('error', this.#onBroken);
    sink.once('close', () => this.fireClose());
    this.#input.pipe(sink);
    return { dispose: () => this.#input.unpipe(sink) };
  }

  async #read(chunk: Buffer, callback: DataCallback): Promise<void> {
    for (const body of this.#frames.bodies(chunk)) {
      try {
        const isLarge = body.length >= LARGE;
        const message = isLarge ? await inTurns(jsonInPieces(body), this.#soon) : parsed(body);
        callback(message as Message);
      } catch (error) {
        this.fireError(error);
      }
      this.#waiting++;
      this.#waitingBytes += body.length;
      if (this.#waiting < MAX_WAITING && this.#waitingBytes < MAX_WAITING_BYTES) continue;
      await this.#handled();
      this.#waiting = 0;
      this.#waitingBytes = 0;
    }
  }
}

const parsed = (body: Buffer): unknown => JSON.parse(body.toString());
