import { type Connection, MessageType } from 'vscode-languageserver';
import { method, type UseEndpointParams } from '../protocol/messages.ts';
import { harmless, MAX_ID, plain } from '../protocol/plainText.ts';
import type { AskedOnce } from '../storage/askedOnce.ts';
import type { ClientRequests } from './door/clientRequests.ts';
import { UserMessages } from './userMessages.ts';

/** A model server on this machine, and its name for people; see `upstream/discovery.ts`. */
type Found = UseEndpointParams & { readonly label: string; readonly wantsKey?: true };

const USE = 'Use It';
const NEVER = 'Never';
const KEY = 'It wants an API key: set it with “Aurelis: Set API Key…”.';
const UNTRUSTED = plain`Aurelis does not look for model servers, because this folder is not trusted. Trust the folder first.`;

/**
 * Offers model servers that run on this machine. Only those that the user agrees to are told to the client, which keeps them
 * among its settings; a user who has said "never" is not asked again unless they look for servers themselves. Users of other
 * clients are told once what to put into their settings.
 */
export class LocalServers {
  readonly #connection: Connection;
  readonly #client: ClientRequests;
  readonly #find: () => Promise<readonly Found[]>;
  readonly #asked: AskedOnce;
  /** The search under way. */
  #looking: Promise<number> | undefined;

  constructor(
    connection: Connection,
    client: ClientRequests,
    find: () => Promise<readonly Found[]>,
    asked: AskedOnce,
  ) {
    this.#connection = connection;
    this.#client = client;
    this.#find = find;
    this.#asked = asked;
  }

  /** At the start, where nothing is configured. Never rejects. */
  async offer(): Promise<void> {
    const found = await this.#find();
    for (const server of found.filter(({ endpoint }) => !this.#asked.has(endpoint.id))) {
      if (await this.#ask(server)) return;
    }
  }

  /** Because the user looks for them; says how many there are. One search at a time: who asks meanwhile waits for it. */
  look(): Promise<number> {
    this.#looking ??= this.#lookNow().finally(() => {
      this.#looking = undefined;
    });
    return this.#looking;
  }

  async #lookNow(): Promise<number> {
    const found = await this.#find();
    for (const server of found) if (await this.#ask(server)) break;
    return found.length;
  }

  /** Because the user looks for them in a folder that is not trusted: nothing is asked there. Returns 0. */
  refuse(): number {
    new UserMessages(this.#connection).info(UNTRUSTED);
    return 0;
  }

  /** True if the user wants it. */
  async #ask({ label, endpoint, wantsKey }: Found): Promise<boolean> {
    const { model } = endpoint;
    const named = model === undefined ? '' : `, with “${harmless(model, MAX_ID)}”`;
    const end = (words: string) => (wantsKey ? `${words}. ${KEY}` : `${words}.`);
    const messages = new UserMessages(this.#connection);
    if (!this.#client.knows(method.useEndpoint)) {
      messages.info(
        plain`Aurelis: ${label} runs on this machine. To use it, put ${JSON.stringify(endpoint)} into \`aurelis.endpoints\`. No code is sent to it ${end('before')}`,
      );
      this.#asked.add(endpoint.id);
      return false;
    }
    const message = plain`Aurelis: ${label} runs on this machine${named}. Use it for suggestions and code actions? No code is sent to it ${end('before you agree')}`;
    try {
      const chosen = await messages.ask(MessageType.Info, message, [USE, 'Not Now', NEVER]);
      if (chosen === NEVER) this.#asked.add(endpoint.id);
      if (chosen !== USE) return false;
      const params: UseEndpointParams = { endpoint };
      this.#client.tell(method.useEndpoint, params);
      return true;
    } catch {
      // The connection closed while the question stood: nobody is left to answer.
      return true;
    }
  }
}
