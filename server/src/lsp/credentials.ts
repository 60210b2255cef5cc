import { type Connection, ResponseError } from 'vscode-languageserver';
import { keyedDigest } from '../base/digest.ts';
import type { Endpoint } from '../domain/endpoint.ts';
import {
  type CredentialParams,
  type CredentialResult,
  method,
  TEAM_CREDENTIAL,
} from '../protocol/messages.ts';

/**
 * The keys of the endpoints: from the client, which keeps them safe, else from the environment
 * variable that the endpoint names. Asked once and kept in memory until the client says it changed.
 */
export class Credentials {
  readonly #connection: Connection;
  readonly #environment: Readonly<Record<string, string | undefined>>;
  readonly #known = new Map<string, Promise<string | undefined>>();
  readonly #identities = new Map<string, string>();
  readonly #salt: () => string;

  /** `salt` keys the digests that stand for accounts: the installation's secret. */
  constructor(
    connection: Connection,
    environment: Readonly<Record<string, string | undefined>>,
    salt: () => string,
  ) {
    this.#salt = salt;
    this.#connection = connection;
    this.#environment = environment;
  }

  readonly of = (endpoint: Endpoint): Promise<string | undefined> => {
    const known = this.#known.get(endpoint.id);
    if (known !== undefined) return known;
    const asked = this.#ask(endpoint);
    this.#known.set(endpoint.id, asked);
    // An answer from before a change says nothing about the key of now.
    const isCurrent = () => this.#known.get(endpoint.id) === asked;
    asked.then(
      (apiKey = '') => {
        if (!isCurrent()) return;
        this.#identities.set(endpoint.id, keyedDigest(this.#salt(), [endpoint.id, apiKey]));
      },
      () => {
        // A question that failed was not answered: the next request asks again.
        if (isCurrent()) this.#known.delete(endpoint.id);
      },
    );
    return asked;
  };

  /**
   * The same whenever the endpoint's key is, over restarts, too; a keyed digest says nothing about it.
   * Before the key has been asked for, nobody's.
   */
  readonly identity = (endpoint: Endpoint): string =>
    this.#identities.get(endpoint.id) ?? 'not asked yet';

  /** The team's cache secret: from the client, else from the environment variable of that name. */
  async shared(variable: string): Promise<string | undefined> {
    return (await this.#fromClient(TEAM_CREDENTIAL)) ?? this.#environment[variable];
  }

  changed(endpointId: string): void {
    this.#known.delete(endpointId);
    this.#identities.delete(endpointId);
  }

  async #ask({ id, apiKeyEnv }: Endpoint): Promise<string | undefined> {
    const fromEnvironment = apiKeyEnv === undefined ? undefined : this.#environment[apiKeyEnv];
    return (await this.#fromClient(id)) ?? fromEnvironment;
  }

  async #fromClient(endpointId: string): Promise<string | undefined> {
    const params: CredentialParams = { endpointId };
    try {
      const result = await this.#connection.sendRequest<CredentialResult | null>(
        method.credential,
        params,
      );
      return result?.apiKey || undefined;
    } catch (error) {
      // Clients that keep no keys do not know the request; the environment is theirs.
      if (!(error instanceof ResponseError)) throw error;
      return undefined;
    }
  }
}
