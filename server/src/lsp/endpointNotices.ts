import { type Connection, MessageType } from 'vscode-languageserver';
import type { EventHub } from '../base/eventHub.ts';
import type { EndpointErrorKind } from '../domain/endpointError.ts';
import type { MetricsEvent } from '../metrics/collect/recorder.ts';
import { method } from '../protocol/messages.ts';
import { harmless, MAX_ID, plain } from '../protocol/plainText.ts';
import { UserMessages } from './userMessages.ts';

/** Explanations of the problems that do not resolve themselves, with the remedy for each; shown once. */
const EXPLANATIONS: Readonly<Partial<Record<EndpointErrorKind, string>>> = {
  retired:
    'no longer exists: its server says that it is gone permanently (GitHub Models was shut down on 30 July 2026). Replace it in `aurelis.endpoints`, for example by `azure`, by a model of the editor (`vscode-lm`) or by a model server on your own machine (`ollama`, `llamacpp`). Until then suggestions come from your workspace.',
  untrusted:
    'has a certificate that is not trusted. If it belongs to your company, set `aurelis.requests.certificatesPath` to the file of its certificate authority.',
  oldTls:
    'does not support TLS 1.3. To allow an older version, set `aurelis.requests.minTlsVersion` to `TLSv1.2`.',
};

const SET_KEY = 'Set API Key';

type Told = Extract<
  MetricsEvent,
  { readonly kind: 'answered' | 'failed' | 'tierSetAside' | 'tierDown' | 'tierUp' }
>;

/**
 * Tells the user about endpoints and caches: a refused key once, with the button that mends it; everything else
 * only as one log line when it begins, for the status bar shows it.
 */
export class EndpointNotices {
  readonly #connection: Connection;
  readonly #messages: UserMessages;
  readonly #troubles = new Map<string, EndpointErrorKind>();
  readonly #explained = new Set<string>();

  constructor(connection: Connection) {
    this.#connection = connection;
    this.#messages = new UserMessages(connection);
  }

  /** Listens for what it tells of. */
  listenTo(events: EventHub<MetricsEvent>): void {
    events.on(['answered', 'failed', 'tierSetAside', 'tierDown', 'tierUp'], this.#observe);
  }

  readonly #observe = (event: Told): void => {
    if (event.kind === 'answered') this.#troubles.delete(event.endpointId);
    if (event.kind === 'tierSetAside') {
      this.#connection.console.warn(`The ${event.tier} cache could not be read and was set aside`);
    }
    if (event.kind === 'tierDown') {
      this.#connection.console.warn(
        `The ${event.tier} cache does not work; it is not used for a while`,
      );
    }
    if (event.kind === 'tierUp')
      this.#connection.console.info(`The ${event.tier} cache works again`);
    if (event.kind !== 'failed') return;
    const { endpointId, error } = event;
    if (this.#troubles.get(endpointId) === error) return;
    this.#troubles.set(endpointId, error);
    this.#connection.console.warn(plain`Endpoint "${endpointId}": ${error}`);
    if (error === 'unauthorized') void this.#offerKey(endpointId);
    const explanation = EXPLANATIONS[error];
    if (explanation === undefined || this.#explained.has(endpointId)) return;
    this.#explained.add(endpointId);
    this.#messages.warn(
      plain`Aurelis: the endpoint "${harmless(endpointId, MAX_ID)}" ${explanation}`,
    );
  };

  forget(endpointId: string): void {
    this.#troubles.delete(endpointId);
  }

  async #offerKey(endpointId: string): Promise<void> {
    const message = plain`Aurelis: the endpoint "${harmless(endpointId, MAX_ID)}" refuses the API key, or has none. Set it to use this endpoint.`;
    try {
      const chosen = await this.#messages.ask(MessageType.Error, message, [SET_KEY]);
      if (chosen === SET_KEY) {
        await this.#connection.sendNotification(method.editCredential, { endpointId });
      }
    } catch {
      // The connection closed while the message stood: nobody is left to tell.
    }
  }
}
