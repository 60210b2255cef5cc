import type { Connection } from 'vscode-languageserver';
import { harmless, MAX_ID, plain } from '../protocol/plainText.ts';
import { type ApiKeyReading, readApiKey } from '../storage/apiKeyFile.ts';
import { UserMessages } from './userMessages.ts';

type Problem = Extract<ApiKeyReading, { readonly problem: unknown }>['problem'];

/** Why a file gives no key, and what to do. */
const PROBLEMS: Readonly<Record<Problem, string>> = {
  relative: 'has to be an absolute path, or begin with ~/. Change it in `aurelis.endpoints`.',
  unreadable: 'cannot be read. Check that the file is there and that you may read it.',
  notRegular: 'is not a regular file. Name a file whose first line is the key.',
  large: 'is too large for a key. Name a file whose first line is the key.',
  noKey: 'holds no key. Its first line has to be the key and nothing else.',
};

/** Reads the keys that `apiKeyFile` names, and tells the user of each problem once. No path is in a message. */
export class KeyFiles {
  readonly #messages: UserMessages;
  readonly #home: string | undefined;
  readonly #told = new Set<string>();

  constructor(connection: Connection, environment: Readonly<Record<string, string | undefined>>) {
    this.#messages = new UserMessages(connection);
    this.#home = environment.HOME ?? environment.USERPROFILE;
  }

  /** The key of an endpoint from its file; `undefined` where the file gives none. Never rejects. */
  async read(endpointId: string, path: string): Promise<string | undefined> {
    const reading = await readApiKey(path, this.#home);
    if ('problem' in reading) {
      this.#tell(endpointId, PROBLEMS[reading.problem]);
      return undefined;
    }
    if (reading.isShared) {
      const advice = 'Make it readable by you alone: chmod 600.';
      this.#tell(endpointId, `can be read by other users of this machine. ${advice}`);
    }
    return reading.key;
  }

  #tell(endpointId: string, sentence: string): void {
    const text = plain`Aurelis: the \`apiKeyFile\` of the endpoint "${harmless(endpointId, MAX_ID)}" ${sentence}`;
    if (this.#told.has(text)) return;
    this.#told.add(text);
    this.#messages.warn(text);
  }
}
