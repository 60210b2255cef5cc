import { MessageType } from 'vscode-languageserver';
import type { EventHub } from '../base/eventHub.ts';
import type { Endpoint } from '../domain/endpoint.ts';
import type { MetricsEvent } from '../metrics/collect/recorder.ts';
import { isLoopback } from '../protocol/loopback.ts';
import { harmless, MAX_ID, plain } from '../protocol/plainText.ts';
import type { AskedOnce } from '../storage/askedOnce.ts';
import type { UserMessages } from './userMessages.ts';

const SEND = 'Send Anyway';
/** Headers that hold what lets others in. */
const SECRET_HEADER = /auth|token|secret|cookie|passw|credential|session|(?:^|[-_])key$|apikey/i;

/** The part of an endpoint that says where a key goes. */
export type KeyedEndpoint = Pick<Endpoint, 'id' | 'url' | 'query' | 'headers'>;

/** True if a request there holds a key that others on the way can read: over plain HTTP, to another host. */
export const exposesKey = (
  { url, query = '', headers }: KeyedEndpoint,
  apiKey: string | undefined,
): boolean => url.startsWith('http:') && !isLoopback(url) && holdsKey(url + query, headers, apiKey);

function holdsKey(url: string, headers: Endpoint['headers'], apiKey = ''): boolean {
  const { username, password, searchParams } = new URL(url);
  return (
    [apiKey, username, password].some((secret) => secret !== '') ||
    [...Object.keys(headers), ...searchParams.keys()].some((name) => SECRET_HEADER.test(name))
  );
}

/**
 * Whether keys may go over plain HTTP to another host: only where the user has agreed. They are asked once a run and origin;
 * what they agreed to holds from then on.
 */
export class PlainHttp {
  readonly #messages: UserMessages;
  readonly #agreed: AskedOnce;
  /** By origin, as far as it has been read. */
  readonly #known = new Map<string, boolean>();
  readonly #asked = new Set<string>();

  constructor(messages: UserMessages, agreed: AskedOnce) {
    this.#messages = messages;
    this.#agreed = agreed;
  }

  readonly mayCarryKey = (endpoint: KeyedEndpoint, apiKey: string | undefined): boolean =>
    !exposesKey(endpoint, apiKey) || this.#isAgreed(originOf(endpoint));

  /** Asks when a request was not sent; `onAgreed` is told of an endpoint that may be asked from now on. */
  listenTo(
    events: EventHub<MetricsEvent>,
    endpoints: () => readonly KeyedEndpoint[],
    onAgreed: (endpointId: string) => void,
  ): void {
    events.on(['failed'], ({ endpointId, error }) => {
      if (error !== 'unencrypted') return;
      const endpoint = endpoints().find(({ id }) => id === endpointId);
      if (endpoint !== undefined) void this.#ask(endpoint, onAgreed);
    });
  }

  #isAgreed(origin: string): boolean {
    const known = this.#known.get(origin) ?? this.#agreed.has(question(origin));
    this.#known.set(origin, known);
    return known;
  }

  async #ask(endpoint: KeyedEndpoint, onAgreed: (endpointId: string) => void): Promise<void> {
    const origin = originOf(endpoint);
    if (this.#asked.has(origin)) return;
    this.#asked.add(origin);
    const message = plain`Aurelis: the endpoint “${harmless(endpoint.id, MAX_ID)}” is reached without encryption (${origin}), so its API key could be read on the way. Use https in its URL, or send the key anyway.`;
    try {
      if ((await this.#messages.ask(MessageType.Warning, message, [SEND])) !== SEND) return;
    } catch {
      // The connection closed while the question stood: nobody is left to answer.
      return;
    }
    this.#known.set(origin, true);
    this.#agreed.add(question(origin));
    onAgreed(endpoint.id);
  }
}

const originOf = ({ url }: KeyedEndpoint): string => new URL(url).origin;

const question = (origin: string): string => `keys over ${origin}`;
