import { CancellationTokenSource, type Connection, ResponseError } from 'vscode-languageserver';
import type { Clock } from '../../base/clock.ts';

/** Longest wait for a client's answer to a request that no user has to act on (docs/protocol.md). */
const ANSWER_DEADLINE_MS = 5_000;

/** The custom messages that a client asks for: all, or those with these names. */
export type CustomMessages = true | ReadonlySet<string>;

/**
 * The way to ask and tell the client. Some clients never answer a request that they do not know, and some show each unknown
 * notification to the user: custom messages go only to clients that ask for them, and every wait has a deadline.
 */
export class ClientRequests {
  readonly #connection: Connection;
  readonly #clock: Clock;
  readonly #custom: () => CustomMessages;

  constructor(connection: Connection, clock: Clock, custom: () => CustomMessages) {
    this.#connection = connection;
    this.#clock = clock;
    this.#custom = custom;
  }

  /** True if the client asks for the custom message. */
  knows(method: string): boolean {
    const custom = this.#custom();
    return custom === true || custom.has(method);
  }

  /** The client's answer, or `undefined` where it has none, refuses, or is too late. Rejects when the connection closes. */
  async ask(method: string, params: unknown): Promise<unknown> {
    const late = Promise.withResolvers<undefined>();
    const cancellation = new CancellationTokenSource();
    const timer = this.#clock.after(ANSWER_DEADLINE_MS, () => {
      cancellation.cancel();
      late.resolve(undefined);
    });
    try {
      const asked = this.#connection.sendRequest<unknown>(method, params, cancellation.token);
      return await Promise.race([asked, late.promise]);
    } catch (error) {
      if (!(error instanceof ResponseError)) throw error;
      return undefined;
    } finally {
      timer.dispose();
    }
  }

  /**
   * The client's answer to a custom request for which its user, or a tool of the editor's, may need time: it ends with the answer or
   * with the signal. `undefined` where the client does not ask for the request, has no answer, or refuses.
   */
  async askUser(method: string, params: unknown, signal?: AbortSignal): Promise<unknown> {
    if (!this.knows(method)) return undefined;
    const cancellation = new CancellationTokenSource();
    const cancel = () => cancellation.cancel();
    signal?.addEventListener('abort', cancel, { once: true });
    try {
      return await this.#connection.sendRequest<unknown>(method, params, cancellation.token);
    } catch (error) {
      if (!(error instanceof ResponseError)) throw error;
      return undefined;
    } finally {
      signal?.removeEventListener('abort', cancel);
    }
  }

  /** As `ask`, and `undefined` at once for a client that does not ask for the custom request. */
  async askCustom(method: string, params: unknown): Promise<unknown> {
    return this.knows(method) ? this.ask(method, params) : undefined;
  }

  /** Sends a custom notification to a client that asks for it. */
  tell(method: string, params: unknown): void {
    if (!this.knows(method)) return;
    // The connection may close at any moment; then nobody wants to know.
    this.#connection.sendNotification(method, params).catch(() => undefined);
  }
}
