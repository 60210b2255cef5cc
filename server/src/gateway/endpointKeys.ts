import { readKey } from '../base/apiKey.ts';
import { keyedDigest } from '../base/digest.ts';
import type { Endpoint } from '../domain/endpoint.ts';
import { readApiKey } from '../storage/apiKeyFile.ts';

export interface KeySources {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Keys the digests that stand for accounts. */
  readonly secret: string;
  /** Told of a key that cannot be used: the endpoint's id, and a sentence without the key or a path. */
  readonly onTrouble: (endpointId: string, sentence: string) => void;
}

/** The keys of model servers, from the environment or from files: read once for each configuration, kept in memory. */
export class EndpointKeys {
  readonly #sources: KeySources;
  readonly #known = new Map<string, Promise<string | undefined>>();
  readonly #identities = new Map<string, string>();

  constructor(sources: KeySources) {
    this.#sources = sources;
  }

  readonly of = (endpoint: Endpoint): Promise<string | undefined> => {
    const known = this.#known.get(endpoint.id);
    if (known !== undefined) return known;
    const asked = this.#read(endpoint);
    this.#known.set(endpoint.id, asked);
    return asked;
  };

  /** Stands for the account behind an endpoint's key; nobody's before it has been read. */
  readonly identity = ({ id }: Endpoint): string => this.#identities.get(id) ?? 'not read yet';

  async #read(endpoint: Endpoint): Promise<string | undefined> {
    const key = await this.#find(endpoint);
    this.#identities.set(endpoint.id, keyedDigest(this.#sources.secret, [endpoint.id, key ?? '']));
    return key;
  }

  async #find({ id, apiKeyEnv, apiKeyFile }: Endpoint): Promise<string | undefined> {
    const { environment, onTrouble } = this.#sources;
    const variable = apiKeyEnv === undefined ? undefined : environment[apiKeyEnv];
    if (variable?.trim()) return this.#usable(id, variable);
    // The first process has told of a variable that is not set.
    if (apiKeyFile === undefined) return undefined;
    const reading = await readApiKey(apiKeyFile, environment.HOME ?? environment.USERPROFILE);
    if ('key' in reading) return this.#usable(id, reading.key);
    onTrouble(id, 'the file that `apiKeyFile` names holds no key that can be read: no key is sent');
    return undefined;
  }

  #usable(id: string, text: string): string | undefined {
    const reading = readKey(text);
    if ('key' in reading) return reading.key || undefined;
    this.#sources.onTrouble(id, 'its key cannot be sent as it is: no key is sent. Set it anew');
    return undefined;
  }
}
