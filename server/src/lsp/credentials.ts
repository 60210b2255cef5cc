import { type KeyProblem, readKey } from '../base/apiKey.ts';
import { keyedDigest } from '../base/digest.ts';
import type { Endpoint } from '../domain/endpoint.ts';
import { TEAM_CREDENTIAL } from '../protocol/messages.ts';
import { harmless, MAX_ID, type PlainText, plain } from '../protocol/plainText.ts';
import type { ClientRequests } from './door/clientRequests.ts';
import { credentialOf } from './door/credentialOf.ts';
import type { KeyFiles } from './keyFiles.ts';

/**
 * The keys of the endpoints: from the client, which keeps them safe, else from the environment
 * variable, else from the file that the endpoint names. Asked once and kept in memory until the client says it changed.
 */
export class Credentials {
  readonly #client: ClientRequests;
  readonly #environment: Readonly<Record<string, string | undefined>>;
  readonly #files: Pick<KeyFiles, 'read'>;
  /** Where each key was looked for. */
  readonly #places = new Map<string, string>();
  readonly #known = new Map<string, Promise<string | undefined>>();
  readonly #identities = new Map<string, string>();
  readonly #salt: () => string;
  readonly #tell: (text: PlainText) => void;

  /**
   * `salt` keys the digests that stand for accounts: the installation's secret. `tell` is told of a key that cannot be sent as it
   * was found.
   */
  constructor(
    client: ClientRequests,
    environment: Readonly<Record<string, string | undefined>>,
    files: Pick<KeyFiles, 'read'>,
    salt: () => string,
    tell: (text: PlainText) => void,
  ) {
    this.#tell = tell;
    this.#files = files;
    this.#salt = salt;
    this.#client = client;
    this.#environment = environment;
  }

  readonly of = (endpoint: Endpoint): Promise<string | undefined> => {
    this.#forgetOther(endpoint);
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
    const fromClient = await credentialOf(this.#client, TEAM_CREDENTIAL);
    return fromClient?.trim() ? fromClient : this.#environment[variable];
  }

  changed(endpointId: string): void {
    this.#known.delete(endpointId);
    this.#identities.delete(endpointId);
  }

  /** Forgets a key that was looked for in another place: settings may change while the process runs. */
  #forgetOther({ id, apiKeyEnv, apiKeyFile }: Endpoint): void {
    const places = JSON.stringify([apiKeyEnv, apiKeyFile]);
    if ((this.#places.get(id) ?? places) !== places) this.changed(id);
    this.#places.set(id, places);
  }

  async #ask({ id, apiKeyEnv, apiKeyFile }: Endpoint): Promise<string | undefined> {
    const fromClient = await credentialOf(this.#client, id);
    if (fromClient !== undefined) return this.#read(id, fromClient, 'key');
    const fromEnvironment = apiKeyEnv === undefined ? undefined : this.#environment[apiKeyEnv];
    if (fromEnvironment?.trim()) return this.#read(id, fromEnvironment, 'variable');
    if (apiKeyFile === undefined) return undefined;
    const fromFile = await this.#files.read(id, apiKeyFile);
    return fromFile === undefined ? undefined : this.#read(id, fromFile, 'file');
  }

  /** The key in a text, without what does not belong to it; `undefined` where there is none that could be sent. */
  #read(endpointId: string, text: string, place: keyof typeof PLACES): string | undefined {
    const reading = readKey(text);
    const start = plain`Aurelis: ${PLACES[place]} of the endpoint “${harmless(endpointId, MAX_ID)}”`;
    if ('problem' in reading) {
      this.#tell(
        plain`${start} ${PROBLEMS[reading.problem]} No key is sent until you set it anew.`,
      );
      return undefined;
    }
    if (reading.wasQuoted && place === 'variable') {
      this.#tell(
        plain`${start} has quotes around the key. They are left out; set it without them.`,
      );
    }
    return reading.key || undefined;
  }
}

/** Where a key was found. */
const PLACES = {
  key: 'the API key',
  variable: 'the environment variable (`apiKeyEnv`)',
  file: 'the file (`apiKeyFile`)',
} as const;

/** Why a key cannot be sent. */
const PROBLEMS: Readonly<Record<KeyProblem, string>> = {
  placeholder: 'holds a placeholder instead of a key.',
  lines: 'has more than one line.',
  characters: 'has characters that no key has, such as a long dash or an accented letter.',
};
