import {
  type Connection,
  DidChangeConfigurationNotification,
  ResponseError,
} from 'vscode-languageserver';
import { harmless } from '../protocol/plainText.ts';
import { parseSettings, type Settings } from '../settings/settings.ts';
import type { ClientFacts } from './clientFacts.ts';
import { UserMessages } from './userMessages.ts';

const SECTION = 'aurelis';
/** Most UTF-16 units of all problems with settings, told at once. */
const MAX_REPORT = 2_000;

/** The settings `http.*` of an editor, as far as they are set. */
interface EditorHttp {
  readonly proxy?: string | undefined;
  readonly noProxy?: readonly string[];
  readonly proxyStrictSSL?: boolean | undefined;
  readonly systemCertificates?: boolean | undefined;
}

/** Reads the settings from the client and reports each problem with them once. */
export class SettingsFeed {
  readonly #connection: Connection;
  readonly #facts: ClientFacts;
  readonly #messages: UserMessages;
  readonly #reported = new Set<string>();

  constructor(connection: Connection, facts: ClientFacts) {
    this.#connection = connection;
    this.#facts = facts;
    this.#messages = new UserMessages(connection);
  }

  /** The settings as they are now; on a client that cannot be asked, those it started us with. */
  async read(): Promise<Settings> {
    const raw = this.#facts.hasConfiguration
      ? await this.#ask(SECTION)
      : this.#facts.initialSettings;
    const { settings, problems } = parseSettings(raw);
    this.#report(problems.map(({ message }) => message));
    return settings;
  }

  /** The globs that the user hides from the editor (`files.exclude`), none on other clients. */
  async readExcludes(): Promise<string[]> {
    if (!this.#facts.hasConfiguration) return [];
    const raw = await this.#ask('files.exclude');
    if (typeof raw !== 'object' || raw === null) return [];
    return Object.entries(raw).flatMap(([glob, isOn]) => (isOn === true ? [glob] : []));
  }

  /** Reads the editor's settings for proxies and certificates (`http.*`); returns nothing on other clients. */
  async readTransport(): Promise<EditorHttp> {
    if (!this.#facts.hasConfiguration) return {};
    const raw = await this.#ask('http');
    if (typeof raw !== 'object' || raw === null) return {};
    const { proxy, noProxy, proxyStrictSSL, systemCertificates } = raw as Record<string, unknown>;
    return {
      proxy: typeof proxy === 'string' ? proxy : undefined,
      noProxy: Array.isArray(noProxy) ? noProxy.filter((each) => typeof each === 'string') : [],
      proxyStrictSSL: typeof proxyStrictSSL === 'boolean' ? proxyStrictSSL : undefined,
      systemCertificates: typeof systemCertificates === 'boolean' ? systemCertificates : undefined,
    };
  }

  /** Tells the user what is wrong with a setting, once. */
  report(message: string): void {
    this.#report([message]);
  }

  /** Calls `onChange` after every change that the client tells of. */
  async watch(onChange: () => Promise<void>): Promise<void> {
    this.#connection.onDidChangeConfiguration(onChange);
    if (!this.#facts.canWatchConfiguration) return;
    const options = { section: SECTION };
    await this.#connection.client.register(DidChangeConfigurationNotification.type, options);
  }

  /** Returns the client's settings in a section; nothing if a client that promised them fails. */
  async #ask(section: string): Promise<unknown> {
    try {
      return await this.#connection.workspace.getConfiguration(section);
    } catch (error) {
      if (!(error instanceof ResponseError)) throw error;
      this.#connection.console.warn(`The client does not tell its settings (${section})`);
      return undefined;
    }
  }

  #report(messages: readonly string[]): void {
    const fresh = messages.filter((message) => !this.#reported.has(message));
    for (const message of fresh) this.#reported.add(message);
    if (fresh.length === 0) return;
    const told = fresh.map((message) => harmless(message));
    this.#messages.warn(harmless(told.join(' · '), MAX_REPORT));
  }
}
