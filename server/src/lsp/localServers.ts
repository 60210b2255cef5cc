import { type Connection, MessageType } from 'vscode-languageserver';
import { method, type UseEndpointParams } from '../protocol/messages.ts';
import { harmless, MAX_ID, plain } from '../protocol/plainText.ts';
import type { AskedOnce } from '../storage/askedOnce.ts';
import { UserMessages } from './userMessages.ts';

/** A model server on this machine, and its name for people; see `upstream/discovery.ts`. */
type Found = UseEndpointParams & { readonly label: string };

const USE = 'Use It';
const NEVER = 'Never';

/**
 * Offers model servers that run on this machine. Only those that the user agrees to are told to the client, which keeps them
 * among its settings; a user who has said "never" is not asked again unless they look for servers themselves.
 */
export class LocalServers {
  readonly #connection: Connection;
  readonly #find: () => Promise<readonly Found[]>;
  readonly #asked: AskedOnce;

  constructor(connection: Connection, find: () => Promise<readonly Found[]>, asked: AskedOnce) {
    this.#connection = connection;
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

  /** Because the user looks for them; says how many there are. */
  async look(): Promise<number> {
    const found = await this.#find();
    for (const server of found) if (await this.#ask(server)) break;
    return found.length;
  }

  /** True if the user wants it. */
  async #ask({ label, endpoint }: Found): Promise<boolean> {
    const { model } = endpoint;
    const named = model === undefined ? '' : `, with “${harmless(model, MAX_ID)}”`;
    const message = plain`Aurelis: ${label} runs on this machine${named}. Use it for suggestions and code actions? No code is sent to it before you agree.`;
    try {
      const messages = new UserMessages(this.#connection);
      const chosen = await messages.ask(MessageType.Info, message, [USE, 'Not Now', NEVER]);
      if (chosen === NEVER) this.#asked.add(endpoint.id);
      if (chosen !== USE) return false;
      const params: UseEndpointParams = { endpoint };
      await this.#connection.sendNotification(method.useEndpoint, params);
      return true;
    } catch {
      // The connection closed while the question stood: nobody is left to answer.
      return true;
    }
  }
}
