import {
  type CancellationToken,
  type Connection,
  ErrorCodes,
  LSPErrorCodes,
  ResponseError,
} from 'vscode-languageserver';
import { plain } from '../../protocol/plainText.ts';
import { withSignal } from '../cancellation.ts';
import { serverLog } from '../serverLog.ts';
import { AnswerError } from './answerError.ts';
import { LogOnce } from './logOnce.ts';
import { members, type Raw } from './shape.ts';

/**
 * The one way in for requests and notifications: parameters are parsed before a handler sees them, and what a handler throws
 * is neither answered nor logged as it is, for its text may be code or a path.
 */
export class Door {
  readonly #connection: Connection;
  readonly #describe: (error: unknown) => string;
  readonly #log = new LogOnce();

  /** `describe` says where an error of ours comes from, without its text. */
  constructor(connection: Connection, describe: (error: unknown) => string) {
    this.#connection = connection;
    this.#describe = describe;
  }

  request<Params>(
    method: string,
    parse: (raw: Raw) => Params,
    handle: (params: Params, signal: AbortSignal) => unknown,
  ): void {
    this.#connection.onRequest(method, (...received: unknown[]) => {
      // Without parameters the token comes first.
      const token = received.at(-1) as CancellationToken;
      return withSignal(token, async (signal) => {
        try {
          return await handle(parse(paramsIn(received.slice(0, -1))), signal);
        } catch (error) {
          return this.#answerTo(error, signal);
        }
      });
    });
  }

  notification<Params>(
    method: string,
    parse: (raw: Raw) => Params,
    handle: (params: Params) => unknown,
  ): void {
    this.#connection.onNotification(method, async (...received: unknown[]) => {
      try {
        await handle(parse(paramsIn(received)));
      } catch (error) {
        if (error instanceof AnswerError) this.ignored(method, error.message);
        else this.failed(error);
      }
    });
  }

  /** Logs what was ignored, and why; the same only once. */
  ignored(method: string, why: string): void {
    this.#log.add(plain`Ignored ${method}: ${why}`, serverLog(this.#connection).warn);
  }

  /** Logs an error of ours: its kind and its places. */
  failed(error: unknown): void {
    this.#log.add(this.#describe(error), serverLog(this.#connection).error);
  }

  #answerTo(error: unknown, signal: AbortSignal): ResponseError<void> {
    if (error instanceof AnswerError) return new ResponseError(error.code, error.message);
    if (signal.aborted) return new ResponseError(LSPErrorCodes.RequestCancelled, 'Canceled.');
    this.failed(error);
    return new ResponseError(
      ErrorCodes.InternalError,
      'Aurelis could not answer because of an error of its own. Its log says where.',
    );
  }
}

/** Parameters by name; those by position are none. */
const paramsIn = (received: readonly unknown[]): Raw =>
  members(received.length > 1 ? received : received[0], 'params');
