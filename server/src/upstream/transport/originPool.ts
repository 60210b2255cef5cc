import type { SecureContext, TLSSocket } from 'node:tls';
import { buildConnector, type Dispatcher, EnvHttpProxyAgent, Pool } from 'undici';
import type { TransportOptions } from './options.ts';

/** From the design: 5 s to connect, 30 s idle; over HTTP/2 100 streams, windows of 64 KB, frames of 16 KB. */
const CONNECT_TIMEOUT_MS = 5_000;
const KEEP_ALIVE_MS = 30_000;
const STREAMS = 100;
const WINDOW_BYTES = 65_535;
const FRAME_BYTES = 16_384;
const PING_MS = 30_000;
/** The limiter decides how many requests are on their way; each may have a connection. */
const CONNECTIONS = 1_000;
/** A server that breaks HTTP/2 so often is spoken to in HTTP/1.1. */
const MAX_H2_FAULTS = 2;

type Connector = ReturnType<typeof buildConnector>;
type Socket = TLSSocket | import('node:net').Socket;

/** The dispatcher that answers now, and whether it speaks HTTP/2. */
interface Connections {
  readonly dispatcher: Dispatcher;
  readonly isH2: boolean;
}

/**
 * The connections to one origin: one multiplexed by HTTP/2 where the server offers it, else one for each request, kept alive.
 * The first connection is made before anything is sent, to know which. After a fault all are made anew, because a broken
 * HTTP/2 session fails whatever is sent into it; after two such faults the origin gets HTTP/1.1.
 */
export class OriginPool {
  readonly #origin: URL;
  readonly #options: TransportOptions;
  readonly #trust: () => SecureContext;
  #h2Faults = 0;
  #current: Promise<Connections> | undefined;

  /** `trust` is asked for once something is to be encrypted. */
  constructor(origin: URL, options: TransportOptions, trust: () => SecureContext) {
    this.#origin = origin;
    this.#options = options;
    this.#trust = trust;
  }

  /** Connects if nothing is connected yet; rejects where that fails. */
  get(): Promise<Connections> {
    if (this.#current === undefined) {
      const making = this.#make();
      this.#current = making;
      // What failed to connect is tried anew the next time.
      making.catch(() => this.#forget(making));
    }
    return this.#current;
  }

  /** A connection broke: the next request gets a new one. Those that are under way over HTTP/1.1 go on. */
  failed(broken: Connections): void {
    const current = this.#current;
    current?.then(
      (connections) => {
        if (connections !== broken || this.#current !== current) return;
        this.#current = undefined;
        if (!broken.isH2) {
          void end(broken.dispatcher.close());
          return;
        }
        this.#h2Faults++;
        void end(broken.dispatcher.destroy());
      },
      () => undefined,
    );
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
    current?.then(
      ({ dispatcher }) => end(how(dispatcher)),
      () => undefined,
    );
  }

  #forget(making: Promise<Connections>): void {
    if (this.#current === making) this.#current = undefined;
  }

  async #make(): Promise<Connections> {
    if (this.#isProxied()) return { dispatcher: this.#proxied(), isH2: false };
    if (this.#origin.protocol === 'http:') {
      const plain = buildConnector({ timeout: CONNECT_TIMEOUT_MS });
      return { dispatcher: this.#pool(plain, false), isH2: false };
    }
    const connector = buildConnector({ ...this.#tls(), allowH2: this.#mayUseH2() });
    const first = await connectWith(connector, this.#origin);
    const isH2 = 'alpnProtocol' in first && first.alpnProtocol === 'h2';
    return { dispatcher: this.#pool(handingOut(first, connector), isH2), isH2 };
  }

  #pool(connect: Connector, isH2: boolean): Pool {
    const common = { connect, keepAliveTimeout: KEEP_ALIVE_MS, headersTimeout: 0, bodyTimeout: 0 };
    if (!isH2)
      return new Pool(this.#origin, { ...common, connections: CONNECTIONS, pipelining: 1 });
    return new Pool(this.#origin, {
      ...common,
      connections: 1,
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

  #proxied(): Dispatcher {
    const { proxy, noProxy } = this.#options;
    return new EnvHttpProxyAgent({
      httpProxy: proxy,
      httpsProxy: proxy,
      noProxy,
      connections: CONNECTIONS,
      keepAliveTimeout: KEEP_ALIVE_MS,
      headersTimeout: 0,
      bodyTimeout: 0,
      requestTls: this.#tls(),
      proxyTls: this.#tls(),
      connect: this.#tls(),
    });
  }

  #isProxied(): boolean {
    return this.#options.proxy !== '' && !isLoopback(this.#origin);
  }

  #mayUseH2(): boolean {
    return this.#h2Faults < MAX_H2_FAULTS && !isLoopback(this.#origin);
  }

  #tls() {
    const { isVerified } = this.#options;
    const secureContext = this.#trust();
    return { timeout: CONNECT_TIMEOUT_MS, rejectUnauthorized: isVerified, secureContext };
  }
}

/** Model servers on the same machine are faster over HTTP/1.1. */
const isLoopback = ({ hostname, protocol }: URL): boolean =>
  protocol === 'http:' && /^(?:localhost|127\.[\d.]+|\[::1\])$/.test(hostname);

/** Failing to close is nobody's concern any more. */
const end = (closing: Promise<void>): Promise<void> => closing.catch(() => undefined);

const connectWith = (connector: Connector, { hostname, host, protocol, port }: URL) =>
  new Promise<Socket>((resolve, reject) => {
    connector({ hostname, host, protocol, port }, (...[error, socket]) => {
      if (error === null) resolve(socket);
      else reject(error);
    });
  });

/** A connector that gives a connection away that was made before, while it lives, and then makes others. */
function handingOut(first: Socket, connector: Connector): Connector {
  let isGiven = false;
  const ignore = () => undefined;
  first.on('error', ignore);
  return (options, callback) => {
    if (isGiven || first.destroyed) {
      connector(options, callback);
      return;
    }
    isGiven = true;
    // Connecting takes time everywhere else: nobody expects the answer before his question has returned.
    setImmediate(() => {
      first.off('error', ignore);
      callback(null, first);
    });
  };
}
