import { type Connection, ResponseError } from 'vscode-languageserver';
import type { Endpoint } from '../domain/endpoint.ts';
import { type CredentialParams, type CredentialResult, method } from '../protocol/messages.ts';

/**
 * The keys of the endpoints: from the client, which keeps them safe, else from the environment
 * variable that the endpoint names. Asked once and kept in memory until the client says it changed.
 */
export class Credentials {
  readonly #connection: Connection;
  readonly #environment: Readonly<Record<string, string | undefined>>;
  readonly #known = new Map<string, Promise<string | undefined>>();
  readonly #changes = new Map<string, number>();

  constructor(connection: Connection, environment: Readonly<Record<string, string | undefined>>) {
    this.#connection = connection;
    this.#environment = environment;
  }

  readonly of = (endpoint: Endpoint): Promise<string | undefined> => {
    const known = this.#known.get(endpoint.id);
    if (known !== undefined) return known;
    const asked = this.#ask(endpoint);
    this.#known.set(endpoint.id, asked);
    // A question that failed was not answered: the next request asks again.
    asked.catch(() => this.#known.delete(endpoint.id));
    return asked;
  };

  /** Changes whenever the key does, and says nothing about it. */
  readonly identity = (endpoint: Endpoint): string =>
    `${endpoint.id}#${this.#changes.get(endpoint.id) ?? 0}`;

  changed(endpointId: string): void {
    this.#known.delete(endpointId);
    this.#changes.set(endpointId, (this.#changes.get(endpointId) ?? 0) + 1);
  }

  async #ask(endpoint: Endpoint): Promise<string | undefined> {
    const params: CredentialParams = { endpointId: endpoint.id };
    try {
      const result = await this.#connection.sendRequest<CredentialResult | null>(
        method.credential,
        params,
      );
      if (result?.apiKey) return result.apiKey;
    } catch (error) {
      // Clients that keep no keys do not know the request; the environment is theirs.
      if (!(error instanceof ResponseError)) throw error;
    }
    return endpoint.apiKeyEnv === undefined ? undefined : this.#environment[endpoint.apiKeyEnv];
  }
}
