import type { Connection } from 'vscode-languageserver';
import type { EndpointErrorKind } from '../domain/endpointError.ts';
import type { MetricsEvent } from '../metrics/recorder.ts';
import { method } from '../protocol/messages.ts';

const SET_KEY = 'Set API Key';

/**
 * Tells the user about endpoints and caches: a refused key once, with the button that mends it; everything else
 * only as one log line when it begins, for the status bar shows it.
 */
export class EndpointNotices {
  readonly #connection: Connection;
  readonly #troubles = new Map<string, EndpointErrorKind>();

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  readonly observe = (event: MetricsEvent): void => {
    if (event.kind === 'answered') this.#troubles.delete(event.endpointId);
    if (event.kind === 'tierSetAside') {
      this.#connection.console.warn(`The ${event.tier} cache could not be read and was set aside`);
    }
    if (event.kind === 'tierDown') {
      this.#connection.console.warn(
        `The ${event.tier} cache does not work; it is left alone meanwhile`,
      );
    }
    if (event.kind === 'tierUp')
      this.#connection.console.info(`The ${event.tier} cache works again`);
    if (event.kind !== 'failed') return;
    const { endpointId, error } = event;
    if (this.#troubles.get(endpointId) === error) return;
    this.#troubles.set(endpointId, error);
    this.#connection.console.warn(`Endpoint "${endpointId}": ${error}`);
    if (error === 'unauthorized') void this.#offerKey(endpointId);
  };

  forget(endpointId: string): void {
    this.#troubles.delete(endpointId);
  }

  async #offerKey(endpointId: string): Promise<void> {
    const message = `Aurelis: the endpoint "${endpointId}" refuses the API key, or needs one.`;
    try {
      const chosen = await this.#connection.window.showErrorMessage(message, { title: SET_KEY });
      if (chosen?.title === SET_KEY) {
        await this.#connection.sendNotification(method.editCredential, { endpointId });
      }
    } catch {
      // The connection closed while the message stood: nobody is left to tell.
    }
  }
}
