import type { Connection } from 'vscode-languageserver';
import { method } from '../protocol/messages.ts';
import { harmless, plain } from '../protocol/plainText.ts';
import { settingsIn } from '../settings/clientSettings.ts';
import { mergedSettings, type SettingSources } from '../settings/mergedSettings.ts';
import type { ParsedSettings } from '../settings/settings.ts';
import type { ClientFacts } from './clientFacts.ts';
import type { ClientRequests } from './door/clientRequests.ts';
import type { Door } from './door/door.ts';
import type { Raw } from './door/shape.ts';
import { serverLog } from './serverLog.ts';
import { UserMessages } from './userMessages.ts';

const SECTION = 'aurelis';
/** How often a client is asked for the settings before what it said last time holds. */
const MOST_TRIES = 2;
/** Problems that are kept in mind so as not to be told again; the oldest go first. */
export const MAX_REPORTED = 1_000;
/** Most UTF-16 units of all problems with settings, told at once. */
const MAX_REPORT = 2_000;

/** The settings `http.*` of an editor, as far as they are set. */
interface EditorHttp {
  readonly proxy?: string | undefined;
  readonly proxySupport?: string | undefined;
  readonly proxyAuthorization?: string | undefined;
  readonly noProxy?: readonly string[];
  readonly proxyStrictSSL?: boolean | undefined;
  readonly systemCertificates?: boolean | undefined;
}

/** The settings that hold, and whether the user trusts the folder that they are for. */
export interface SettingsReading extends Pick<ParsedSettings, 'settings' | 'given'> {
  readonly isTrusted: boolean;
}

/** Reads the settings from the client and reports each problem with them once. */
export class SettingsFeed {
  readonly #connection: Connection;
  readonly #client: ClientRequests;
  readonly #facts: ClientFacts;
  readonly #messages: UserMessages;
  readonly #reported = new Set<string>();
  /** The settings that the client sent with its last `workspace/didChangeConfiguration`. */
  #pushed: readonly unknown[] = [];

  #lastScoped: Record<string, unknown> | undefined;

  constructor(connection: Connection, client: ClientRequests, facts: ClientFacts) {
    this.#connection = connection;
    this.#client = client;
    this.#facts = facts;
    this.#messages = new UserMessages(connection);
  }

  /**
   * The settings as they are now: the user's and the folder's apart from a client that can tell them so, else merged from all
   * ways in which clients send them.
   */
  async read(): Promise<SettingsReading> {
    const { initialSettings: ceilings } = this.#facts;
    const scoped = await this.#scoped();
    const sources = scoped === undefined ? await this.#merged() : sourcesOf(scoped);
    const { settings, given, problems } = mergedSettings({ ceilings, ...sources });
    this.#report(problems);
    const isTrusted = (scoped?.isTrusted ?? this.#facts.isTrusted) !== false;
    return { settings, given, isTrusted };
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
    const set = raw as Record<string, unknown>;
    const { noProxy, proxyStrictSSL, systemCertificates } = set;
    const text = (value: unknown) => (typeof value === 'string' ? value : undefined);
    const [proxySupport, proxyAuthorization] = [
      text(set.proxySupport),
      text(set.proxyAuthorization),
    ];
    return {
      proxy: text(set.proxy),
      ...(proxySupport === undefined ? {} : { proxySupport }),
      ...(proxyAuthorization === undefined ? {} : { proxyAuthorization }),
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
  async watch(door: Door, onChange: () => Promise<void>): Promise<void> {
    const pushed = ({ settings }: Raw) => settings;
    door.notification('workspace/didChangeConfiguration', pushed, (settings) => {
      // Clients that can be asked send nothing, and mean: ask.
      if (asObject(settings) !== undefined) this.#pushed = settingsIn(settings);
      return onChange();
    });
    if (!this.#facts.canWatchConfiguration) return;
    const change = 'workspace/didChangeConfiguration';
    const registerOptions = { section: SECTION };
    const registration = { id: change, method: change, registerOptions };
    await this.#client.ask('client/registerCapability', { registrations: [registration] });
  }

  /**
   * The user's settings and the folder's apart; those of last time where the client does not answer. It is asked twice: in what
   * other clients send, a folder's values may stand in place of the user's.
   */
  async #scoped(): Promise<Record<string, unknown> | undefined> {
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      const scoped = asObject(await this.#client.askCustom(method.settings, null));
      if (scoped === undefined) continue;
      this.#lastScoped = scoped;
      return scoped;
    }
    return this.#lastScoped;
  }

  async #merged(): Promise<SettingSources> {
    const pulled = this.#facts.hasConfiguration ? await this.#ask(SECTION) : undefined;
    return { user: [...settingsIn(pulled), ...this.#pushed] };
  }

  /** Returns the client's settings in a section; nothing if a client that promised them fails, or is too late. */
  async #ask(section: string): Promise<unknown> {
    const answer = await this.#client.ask('workspace/configuration', { items: [{ section }] });
    if (Array.isArray(answer)) return answer[0];
    // One question, one answer: some clients leave the list out.
    if (answer !== undefined) return answer;
    serverLog(this.#connection).warn(plain`The client does not tell its settings (${section})`);
    return undefined;
  }

  #report(messages: readonly string[]): void {
    const fresh = messages.filter((message) => !this.#reported.has(message));
    for (const message of fresh) this.#keepReported(message);
    if (fresh.length === 0) return;
    const told = fresh.map((message) => harmless(message));
    this.#messages.warn(harmless(told.join(' · '), MAX_REPORT));
  }

  #keepReported(message: string): void {
    this.#reported.add(message);
    const [oldest] = this.#reported;
    if (this.#reported.size > MAX_REPORTED && oldest !== undefined) this.#reported.delete(oldest);
  }
}

function sourcesOf({ user, folders, languages, set }: Record<string, unknown>): SettingSources {
  return {
    user: [user],
    ...(Array.isArray(set) ? { set: set.slice(0, MAX_SET).filter(isText) } : {}),
    folders: Array.isArray(folders) ? folders : [],
    languages: asObject(languages) ?? {},
  };
}

/** Most names of settings that are looked at. */
const MAX_SET = 1_000;

const isText = (value: unknown): value is string => typeof value === 'string';

const asObject = (value: unknown): Record<string, unknown> | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
