import { randomBytes } from 'node:crypto';
import type { Disposable, SecretStorage } from 'vscode';

const PREFIX = 'aurelis.apiKey.';
const nameOf = (endpointId: string): string => `${PREFIX}${endpointId}`;

const INSTALLATION = 'aurelis.installationSecret';

/** The endpoints' API keys, in the editor's secret storage and nowhere else. */
export class ApiKeys {
  readonly #storage: SecretStorage;

  constructor(storage: SecretStorage) {
    this.#storage = storage;
  }

  async get(endpointId: string): Promise<string | undefined> {
    return this.#storage.get(nameOf(endpointId));
  }

  /** Tells of each endpoint whose key changes, in another window, too. */
  onDidChange(listener: (endpointId: string) => void): Disposable {
    return this.#storage.onDidChange(({ key }) => {
      if (key.startsWith(PREFIX)) listener(key.slice(PREFIX.length));
    });
  }

  /** The installation's own secret, made on first use. */
  async installationSecret(): Promise<string> {
    const kept = await this.#storage.get(INSTALLATION);
    if (kept !== undefined) return kept;
    const secret = randomBytes(32).toString('hex');
    await this.#storage.store(INSTALLATION, secret);
    return secret;
  }

  /** An empty key removes the one that is kept. */
  async set(endpointId: string, apiKey: string): Promise<void> {
    if (apiKey === '') await this.#storage.delete(nameOf(endpointId));
    else await this.#storage.store(nameOf(endpointId), apiKey);
  }
}
