import type { SecureContext } from 'node:tls';
import { buildConnector, Client, type Dispatcher, Pool } from 'undici';
import type { Clock } from '../../base/clock.ts';
import { type AnySocket, type Connector, connectWith, portOf } from './connecting.ts';
import { Line } from './line.ts';
import { reachedDirectly } from './noProxy.ts';
import type { TransportOptions } from './options.ts';
import { blamingProxy, proxyAuthorization, throughProxy } from './tunnel.ts';

/** From the design: 5 s to connect, 30 s idle; over HTTP/2 100 streams, windows of 64 KB, frames of 16 KB. */
const CONNECT_TIMEOUT_MS = 5_000;
const KEEP_ALIVE_MS = 30_000;
const STREAMS = 100;
const WINDOW_BYTES = 65_535;
const FRAME_BYTES = 16_384;
const PING_MS = 30_000;
/** The limiter decides how many requests are on their way; each may have a connection. */
const CONNECTIONS = 1_000;
/** A server that breaks HTTP/2 so often within this time is spoken to in HTTP/1.1, as long as that holds. */
const MAX_H2_FAULTS = 2;
const H2_FAULTS_MS = 3_600_000;
/** A request so long after an attempt to connect began makes another: the way may have come back meanwhile. */
const SLOW_CONNECT_MS = 1_000;
const LINE_OPTIONS = { keepAliveTimeout: KEEP_ALIVE_MS, headersTimeout: 0, bodyTimeout: 0 };

interface Current {
  readonly made: Promise<Line>;
  readonly since: number;
  /** Absent while it connects. */
  line?: Line;
  /** HTTP/1.1 for want of trust in HTTP/2: no longer than until then. */
  readonly until: number;
}

/**
 * The connections to one origin: one multiplexed by HTTP/2 where the server offers it, else one for each request, kept alive.
 * The first connection is made before anything is sent, to know which. After a fault all are made anew, because a broken
 * HTTP/2 session fails whatever is sent into it; after two such faults within an hour the origin gets HTTP/1.1.
 */
export class OriginPool {
  readonly #origin: URL;
  readonly #options: TransportOptions;
  readonly #trust: () => SecureContext;
  readonly #clock: Clock;
  readonly #proxy: URL | undefined;
  #h2FaultsAt: readonly number[] = [];
  #usedAt = Number.NEGATIVE_INFINITY;
  #current: Current | undefined;

  /** `trust` is asked for once something is to be encrypted. */
  constructor(origin: URL, options: TransportOptions, trust: () => SecureContext, clock: Clock) {
    this.#origin = origin;
    this.#options = options;
    this.#trust = trust;
    this.#clock = clock;
    this.#proxy = proxyFor(origin, options);
  }

  /** The connection; where there is none yet, connects, and rejects where that fails. */
  get(): Line | Promise<Line> {
    const now = this.#clock.monotonic();
    if (this.#isStale(now)) this.retire();
    this.#usedAt = now;
    const current = this.#current ?? this.#begin(now);
    if (current.line !== undefined) return current.line;
    return (now - current.since >= SLOW_CONNECT_MS ? this.#begin(now) : current).made;
  }

  /** Connects, and gives the connection up; rejects where that fails. One that was made before may be dead. */
  async reach(): Promise<void> {
    const proxy = this.#plainProxy();
    const isPlain = this.#origin.protocol === 'http:';
    const target = isPlain
      ? { timeout: CONNECT_TIMEOUT_MS }
      : { ...this.#tls(), allowH2: this.#mayUseH2() };
    const connected = proxy
      ? connectWith(this.#toProxy(proxy), proxy)
      : connectWith(this.#connector(target), this.#origin);
    (await connected).destroy();
  }

  /**
   * A connection broke, or is `silent`: the next request gets a new one. Those that are under way over HTTP/1.1 go on.
   * Only what broke is held against HTTP/2.
   */
  failed(broken: Line, isSilent = false): void {
    if (this.#current?.line !== broken) return;
    this.#current = undefined;
    if (!broken.isH2) {
      void end(broken.dispatcher.close());
      return;
    }
    if (!isSilent) this.#h2FaultsAt = [...this.#recentFaults(), this.#clock.monotonic()];
    void end(broken.dispatcher.destroy());
  }

  /** Takes no more requests: what is under way ends as it began, and then the connections do. */
  retire(): void {
    this.#leave((dispatcher) => dispatcher.close());
  }

  dispose(): void {
    this.#leave((dispatcher) => dispatcher.destroy());
  }

  #leave(how: (dispatcher: Dispatcher) => Promise<void>): void {
    const current = this.#current;
    this.#current = undefined;
    current?.made.then(
      ({ dispatcher }) => end(how(dispatcher)),
      () => undefined,
    );
  }

  #begin(now: number): Current {
    const current: Current = { made: this.#make(), since: now, until: this.#h2Again(now) };
    this.#current = current;
    current.made.then(
      (line) => {
        current.line = line;
        // Overtaken while it connected: those who wait for it use it, and nobody else.
        if (this.#current !== current)
          this.#clock.after(KEEP_ALIVE_MS, () => void end(line.dispatcher.close()));
      },
      () => {
        // What failed to connect is tried anew the next time.
        if (this.#current === current) this.#current = undefined;
      },
    );
    return current;
  }

  /** Connections that nobody has used for so long may be gone, whatever timers say: they stand still while a machine sleeps. */
  #isStale(now: number): boolean {
    const { line, until = now } = this.#current ?? {};
    return line !== undefined && (now - this.#usedAt > KEEP_ALIVE_MS || now > until);
  }

  async #make(): Promise<Line> {
    const proxy = this.#plainProxy();
    if (proxy !== undefined) return this.#forwarded(proxy);
    if (this.#origin.protocol === 'http:') {
      const connector = this.#connector({ timeout: CONNECT_TIMEOUT_MS });
      return new Line(this.#pool(connector), { isH2: false }, this.#clock);
    }
    const connector = this.#connector({ ...this.#tls(), allowH2: this.#mayUseH2() });
    const first = await connectWith(connector, this.#origin);
    const isH2 = 'alpnProtocol' in first && first.alpnProtocol === 'h2';
    const connect = handingOut(first, connector, this.#clock);
    const dispatcher = isH2 ? this.#session(connect) : this.#pool(connect);
    return new Line(dispatcher, { isH2 }, this.#clock);
  }

  /** Connects to the origin, through the proxy where there is one. */
  #connector(target: Parameters<typeof buildConnector>[0]): Connector {
    const url = this.#proxy;
    if (url === undefined) return buildConnector({ ...target });
    const authorization = proxyAuthorization(url, this.#options.proxyAuthorization);
    const clock = this.#clock;
    return throughProxy({ url, authorization, connector: this.#toProxy(url), clock }, target);
  }

  /** The HTTP proxy that is sent whole URLs, where requests are not encrypted. */
  #plainProxy(): URL | undefined {
    const isPlain = this.#origin.protocol === 'http:' && this.#proxy?.protocol !== 'socks5:';
    return isPlain ? this.#proxy : undefined;
  }

  #forwarded(proxy: URL): Line {
    const authorization = proxyAuthorization(proxy, this.#options.proxyAuthorization);
    const forward = {
      host: this.#origin.host,
      ...(authorization === '' ? {} : { 'proxy-authorization': authorization }),
    };
    return new Line(this.#pool(this.#toProxy(proxy), proxy), { isH2: false, forward }, this.#clock);
  }

  #toProxy({ protocol }: URL): Connector {
    const timeout = CONNECT_TIMEOUT_MS;
    const isSecure = protocol === 'https:';
    return blamingProxy(
      buildConnector(isSecure ? { ...this.#tls(), allowH2: false } : { timeout }),
    );
  }

  #pool(connect: Connector, to = this.#origin): Pool {
    const options = { ...LINE_OPTIONS, connect, connections: CONNECTIONS, pipelining: 1 };
    return new Pool(to.origin, options);
  }

  #session(connect: Connector): Client {
    return new Client(this.#origin, {
      ...LINE_OPTIONS,
      connect,
      pipelining: STREAMS,
      allowH2: true,
      h2Options: {
        maxConcurrentStreams: STREAMS,
        pingInterval: PING_MS,
        connectionWindowSize: STREAMS * WINDOW_BYTES,
        settings: { initialWindowSize: WINDOW_BYTES, maxFrameSize: FRAME_BYTES },
      },
    });
  }

  #recentFaults(): readonly number[] {
    const now = this.#clock.monotonic();
    return this.#h2FaultsAt.filter((at) => now - at < H2_FAULTS_MS);
  }

  #mayUseH2(): boolean {
    return this.#recentFaults().length < MAX_H2_FAULTS;
  }

  /** When HTTP/2 is tried again; never where it is tried now. */
  #h2Again(now: number): number {
    const [oldest = now] = this.#recentFaults().slice(-MAX_H2_FAULTS);
    return this.#mayUseH2() ? Number.POSITIVE_INFINITY : oldest + H2_FAULTS_MS;
  }

  #tls() {
    const { isVerified } = this.#options;
    const secureContext = this.#trust();
    return { timeout: CONNECT_TIMEOUT_MS, rejectUnauthorized: isVerified, secureContext };
  }
}

/** The proxy on the way to an origin; model servers on the same machine are reached without one. */
function proxyFor(origin: URL, { proxy, plainProxy, noProxy }: TransportOptions): URL | undefined {
  const isPlain = origin.protocol === 'http:';
  const url = isPlain ? plainProxy : proxy;
  if (url === '' || (isPlain && isLoopback(origin.hostname))) return undefined;
  return reachedDirectly(noProxy)(origin.hostname, portOf(origin)) ? undefined : new URL(url);
}

const isLoopback = (hostname: string): boolean =>
  /^(?:localhost|127\.[\d.]+|\[::1\])$/.test(hostname);

/** Failing to close is nobody's concern any more. */
const end = (closing: Promise<void>): Promise<void> => closing.catch(() => undefined);

/** A connector that gives a connection away that was made before, while it lives, and then makes others. */
function handingOut(first: AnySocket, connector: Connector, clock: Clock): Connector {
  let isGiven = false;
  const ignore = () => undefined;
  first.on('error', ignore);
  // Nobody has wanted it: it goes as one does that was used.
  const unused = clock.after(KEEP_ALIVE_MS, () => first.destroy());
  return (options, callback) => {
    if (isGiven || first.destroyed) {
      connector(options, callback);
      return;
    }
    isGiven = true;
    unused.dispose();
    // Connecting takes time everywhere else: nobody expects the answer before his question has returned.
    setImmediate(() => {
      first.off('error', ignore);
      callback(null, first as never);
    });
  };
}
