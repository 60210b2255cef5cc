import type { Dispatcher } from 'undici';
import { raceAbort } from '../../base/abort.ts';
import type { Clock } from '../../base/clock.ts';
import type { Disposable } from '../../base/disposable.ts';
import type { HttpCall } from '../../base/httpCall.ts';
import type { Line } from './line.ts';
import type { OriginPool } from './originPool.ts';
import { ProxyRefusal } from './proxyError.ts';
import { QUIET_MS, type Silence } from './silence.ts';

type Request = Parameters<HttpCall>[0];

export interface Answer {
  readonly line: Line;
  readonly data: Dispatcher.ResponseData;
}

/**
 * Asks an origin, and a second time over a new connection where one that had answered before dies, or is silent, before the
 * answer begins: the question was lost with the connection. A session of HTTP/2 is silent if it does not answer a ping; over
 * HTTP/1.1, which has none, both connections are listened to, and the first answer counts, unless the request may not be asked twice. Rejects as soon as the signal aborts.
 */
export class Exchange {
  readonly #pool: OriginPool;
  readonly #silence: Silence;
  readonly #clock: Clock;
  readonly #request: Request;
  readonly #url: URL;
  readonly #place: string;

  constructor(pool: OriginPool, silence: Silence, clock: Clock, request: Request, url: URL) {
    this.#pool = pool;
    this.#silence = silence;
    this.#clock = clock;
    this.#request = request;
    this.#url = url;
    this.#place = `${request.method} ${this.#url.pathname}`;
  }

  async run(): Promise<Answer> {
    const { signal } = this.#request;
    const line = await this.#line();
    if (!line.hasAnswered) return await this.#ask(line);
    const startedAt = this.#clock.monotonic();
    try {
      if (line.isH2) return await this.#whileAlive(line);
      return await (this.#request.mayBeSilent ? this.#ask(line) : this.#orAgain(line));
    } catch (error) {
      if (signal.aborted) this.#givenUp(line, startedAt);
      if (signal.aborted || error instanceof ProxyRefusal) throw error;
      // Both connections have failed.
      if (error instanceof AggregateError) throw error.errors[0];
      return await this.#ask(await this.#line());
    }
  }

  #line(): Line | Promise<Line> {
    const line = this.#pool.get();
    return line instanceof Promise ? raceAbort(line, this.#request.signal) : line;
  }

  async #ask(line: Line, more?: AbortSignal): Promise<Answer> {
    const { method, headers, body = null, signal: own } = this.#request;
    const { origin, pathname, search } = this.#url;
    const signal = more === undefined ? own : AbortSignal.any([own, more]);
    const startedAt = this.#clock.monotonic();
    const to =
      line.forward === undefined
        ? { origin, path: pathname + search, headers }
        : { path: this.#url.href, headers: { ...line.forward, ...headers } };
    try {
      const data = await line.dispatcher.request({ ...to, method, body, signal });
      line.hasAnswered = true;
      this.#silence.heard(this.#place, this.#clock.monotonic() - startedAt);
      return { line, data };
    } catch (error) {
      if (!signal.aborted) this.#pool.failed(line);
      throw error;
    }
  }

  /** The answer over a session, unless that turns out to be dead. */
  async #whileAlive(line: Line): Promise<Answer> {
    const dead = Promise.withResolvers<never>();
    const timer = this.#clock.after(QUIET_MS, () => {
      const died = () => dead.reject(new Error('The session is silent'));
      void this.#leaveIfDead(line).then((isDead) => isDead && died());
    });
    const asked = this.#ask(line);
    asked.catch(ignore);
    try {
      return await Promise.race([asked, dead.promise]);
    } finally {
      timer.dispose();
    }
  }

  /** The first answer: over this connection, or over a new one that is asked, too, when this one is unusually silent. */
  async #orAgain(line: Line): Promise<Answer> {
    const first = new AbortController();
    const second = new AbortController();
    const asked = this.#ask(line, first.signal);
    asked.catch(ignore);
    const doubt = this.#doubt();
    const again = doubt.begins.then(async () => {
      this.#pool.failed(line, true);
      return this.#ask(await this.#pool.get(), second.signal);
    });
    again.catch(ignore);
    try {
      // What fails at once before there is any doubt has failed.
      const begun = await Promise.race([asked, doubt.begins]);
      const answer = begun ?? (await Promise.any([asked, again]));
      if (answer.line === line) second.abort();
      else first.abort();
      return answer;
    } finally {
      doubt.dispose();
    }
  }

  #doubt(): Disposable & { readonly begins: Promise<undefined> } {
    const { promise: begins, resolve } = Promise.withResolvers<undefined>();
    const ms = this.#silence.doubtedAfterMs(this.#place);
    const timer = Number.isFinite(ms)
      ? this.#clock.after(ms, () => {
          if (this.#silence.mayAskTwice()) resolve(undefined);
        })
      : undefined;
    return { begins, dispose: () => timer?.dispose() };
  }

  async #leaveIfDead(line: Line): Promise<boolean> {
    const isDead = !(await line.isAlive());
    if (isDead) this.#pool.failed(line, true);
    return isDead;
  }

  /** Nobody waits for the answer any more: it may have been late because the connection is dead. */
  #givenUp(line: Line, startedAt: number): void {
    if (line.isH2) {
      void this.#leaveIfDead(line);
      return;
    }
    const waitedMs = this.#clock.monotonic() - startedAt;
    if (waitedMs >= this.#silence.doubtedAfterMs(this.#place)) this.#pool.failed(line, true);
  }
}

/** Heard of by those who wait for it. */
const ignore = (): undefined => undefined;
