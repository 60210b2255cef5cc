import type { Clock } from '../base/clock.ts';
import { withDeadline } from '../base/deadline.ts';
import type { Disposable } from '../base/disposable.ts';
import { loadedClient, type RedisClient } from './loadedClient.ts';
import type { Connection } from './redisClient.ts';

const RECONNECT_MS = 5_000;
/** A connection that takes longer is tried once more: a node that it waits for may be gone for good. */
const OPEN_WITHIN_MS = 10_000;

type OnOpen = (client: Connection, tools: RedisClient) => Promise<void>;

/**
 * A connection to a server, or to the cluster that it turns out to belong to, made anew until it is disposed. Nobody is told of
 * trouble: whoever asks meets it.
 */
export class KeptConnection implements Disposable {
  readonly #urls: readonly string[];
  readonly #clock: Clock;
  readonly #onOpen: OnOpen;
  #tools: RedisClient | undefined;
  #client: Connection | undefined;
  #isCluster: boolean;
  #opening: Disposable | undefined;
  #isClosed = false;

  /** `onOpen` is called for every connection that is made; where it rejects, that is tried again some seconds later. */
  constructor(urls: readonly string[], clock: Clock, onOpen: OnOpen) {
    this.#urls = urls;
    this.#clock = clock;
    this.#onOpen = onOpen;
    this.#isCluster = urls.length > 1;
    void this.#begin();
  }

  /** The connection, while it is one; and what is known of its client. */
  get ready(): { readonly client: Connection; readonly tools: RedisClient } | undefined {
    const [client, tools] = [this.#client, this.#tools];
    return client?.isReady && tools !== undefined ? { client, tools } : undefined;
  }

  /** Ends the connection; another one is made some seconds later. */
  leave(): void {
    const client = this.#client;
    if (client === undefined) return;
    end(client);
    this.#openLater(client);
  }

  /** Another connection takes the place of this one, at once: it finds out anew which nodes there are. */
  renew(): void {
    if (this.#client !== undefined) end(this.#client);
    void this.#begin();
  }

  dispose(): void {
    this.#isClosed = true;
    this.#opening?.dispose();
    if (this.#client !== undefined) end(this.#client);
  }

  async #begin(): Promise<void> {
    const tools = await loadedClient();
    if (this.#isClosed) return;
    this.#tools = tools;
    try {
      const client = tools.connection(this.#urls, this.#isCluster, true);
      client.on('error', () => undefined);
      tools.onHostileReply(client, () => this.#openLater(client));
      this.#client = client;
      void this.#open(client);
    } catch {
      // No such URL: there is never a connection, and the cache tier that uses it tells of it.
    }
  }

  #openLater(client: Connection): void {
    if (this.#isClosed) return;
    this.#opening?.dispose();
    this.#opening = this.#clock.after(RECONNECT_MS, () => {
      if (this.#client === client) void this.#open(client);
    });
  }

  async #open(client: Connection): Promise<void> {
    const tools = await loadedClient();
    try {
      await withDeadline(this.#clock, OPEN_WITHIN_MS, async () => {
        if (!client.isOpen) await client.connect();
        if (this.#isClosed) return;
        if (!this.#isCluster && (await tools.isOfCluster(client))) {
          this.#isCluster = true;
          await this.#begin();
        } else await this.#onOpen(client, tools);
      });
    } catch {
      end(client);
      this.#openLater(client);
    }
    // Meanwhile another one may have taken its place, or none is wanted any more.
    if (this.#isClosed || client !== this.#client) end(client);
  }
}

/** Ends a connection, and what a cluster may have begun to connect to since it was ended. */
function end(client: Connection): void {
  try {
    client.destroy();
  } catch {
    // It has not begun yet.
  }
}
