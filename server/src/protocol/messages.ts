/** Custom methods; `docs/protocol.md` describes each, and a repository test compares the two. */
export const method = {
  credential: 'aurelis/credential',
  credentialChanged: 'aurelis/credentialChanged',
  editCredential: 'aurelis/editCredential',
  openSettings: 'aurelis/openSettings',
  metrics: 'aurelis/metrics',
  metricsChanged: 'aurelis/metricsChanged',
  cacheClear: 'aurelis/cache/clear',
  cacheContents: 'aurelis/cache/contents',
  warming: 'aurelis/warming',
  cacheDiscard: 'aurelis/cache/discard',
  regenerate: 'aurelis/regenerate',
  accepted: 'aurelis/accepted',
  shown: 'aurelis/shown',
  dismissed: 'aurelis/dismissed',
  findServers: 'aurelis/findServers',
  useEndpoint: 'aurelis/useEndpoint',
  languageModel: 'aurelis/languageModel',
  languageModelText: 'aurelis/languageModel/text',
  history: 'aurelis/history',
  report: 'aurelis/report',
  exposition: 'aurelis/exposition',
  explain: 'aurelis/explain',
  outgoing: 'aurelis/outgoing',
  endpoint: 'aurelis/endpoint',
  settings: 'aurelis/settings',
  text: 'aurelis/text',
  askWords: 'aurelis/askWords',
  preview: 'aurelis/preview',
  explanation: 'aurelis/explanation',
  showFile: 'aurelis/showFile',
  definitions: 'aurelis/definitions',
  diagnostics: 'aurelis/diagnostics',
  commitMessage: 'aurelis/commitMessage',
  names: 'aurelis/names',
  explainText: 'aurelis/explainText',
  fixAll: 'aurelis/fixAll',
  chatModels: 'aurelis/chatModels',
  chatModelsChanged: 'aurelis/chatModelsChanged',
  chat: 'aurelis/chat',
  tuning: 'aurelis/tuning',
} as const;

/** Commands the server answers through `workspace/executeCommand`. */
export const serverCommand = {
  completionAccepted: 'aurelis.completionAccepted',
  runAction: 'aurelis.runAction',
  setUp: 'aurelis.setUp',
} as const;

/** Commands of our own client that the server names in what it offers. */
export const clientCommand = { getStarted: 'aurelis.getStarted' } as const;

/** Asks for the installation's own secret. No endpoint may be called so: it would be sent that secret. */
export const INSTALLATION_CREDENTIAL = 'cache.local';

/** Asks for the team's secret, under which answers in Redis and the HTTP cache are shared. */
export const TEAM_CREDENTIAL = 'cache';

export interface CredentialParams {
  readonly endpointId: string;
}

export interface CredentialResult {
  readonly apiKey?: string;
}

/** A piece of a text that a request of the client's asked for, as it is written; pieces of one `id` come in order. */
export interface TextParams {
  /** The one that the request named. */
  readonly id: string;
  readonly text: string;
}

/** The vendor under which the editor's chat has our models: nothing of it is ever asked by us. */
export const CHAT_VENDOR = 'aurelis';

export interface OpenSettingsParams {
  /** Full name of the setting to show. */
  readonly setting: string;
}

/** The tiers of the answer cache that can be cleared. */
export const TIERS = ['memory', 'redis', 'disk', 'http'] as const;

export interface CacheClearParams {
  /** Default: those of this machine, `memory` and `disk`. */
  readonly tiers?: readonly (typeof TIERS)[number][];
}

export interface CacheClearResult {
  readonly cleared: readonly { readonly tier: string; readonly entries: number }[];
}

/** Times are epoch milliseconds. */
interface CacheContentsRow {
  readonly tier: string;
  readonly model: string;
  /** Base name; empty where the answer was for no file. */
  readonly file: string;
  readonly entries: number;
  readonly bytes: number;
  readonly oldest: number;
  readonly newest: number;
}

export interface CacheContentsResult {
  readonly rows: readonly CacheContentsRow[];
}

export interface DocumentParams {
  readonly uri: string;
}

export interface ExplainParams extends DocumentParams {
  /** Counted from 0. */
  readonly line: number;
}

/** Why completions were shown on a line, or none. Texts are plain sentences. */
export interface ExplainResult {
  /** False if the whole extension is off. */
  readonly isEnabled: boolean;
  /** False while the folder is not trusted: no model is asked. */
  readonly isTrusted: boolean;
  /** Why the file is not sent to a model, as a sentence; absent for one that may be. */
  readonly excluded?: string;
  /** The newest first; each stands for so many decisions in a row. `at` is epoch milliseconds. */
  readonly decisions: readonly {
    readonly at: number;
    readonly text: string;
    readonly times: number;
  }[];
  /** How each endpoint is now: the text goes on from its id. */
  readonly endpoints: readonly { readonly id: string; readonly text: string }[];
  /** The one of several endpoints that was asked for a suggestion last, when, and why: the text goes on from its id. Absent without any. */
  readonly lastAsked?: { readonly id: string; readonly at: number; readonly text: string };
}

export interface OutgoingParams extends DocumentParams {
  /** Counted from 0. */
  readonly position: { readonly line: number; readonly character: number };
}

/** All that would be sent if a suggestion were asked for at a place now. Nothing is sent to find that out. */
export interface OutgoingResult {
  /** Why nothing would be sent, as a plain sentence; absent where something would. */
  readonly nothing?: string;
  /** One for each endpoint that may be asked, in the order in which they are. */
  readonly requests: readonly {
    readonly endpoint: string;
    /** Without a password that may be in it. */
    readonly url: string;
    /** Names of the headers; their values may be keys. */
    readonly headers: readonly string[];
    /** The body, exactly as it would be sent, but for compression. */
    readonly body: string;
    /** How many credentials are replaced by placeholders in it. */
    readonly masked: number;
  }[];
}

/** The user's commands about one endpoint. */
export const ENDPOINT_COMMANDS = ['pause', 'resume', 'test'] as const;

export interface EndpointParams {
  readonly endpointId: string;
  readonly do: (typeof ENDPOINT_COMMANDS)[number];
}

export interface EndpointResult {
  /** False where there is no such endpoint, or its test fails. */
  readonly isDone: boolean;
  /** One message for the user: plain sentences, at most `MAX_ENDPOINT_TEXT` UTF-16 units. */
  readonly text: string;
}

/** Longest `text` of an `EndpointResult`, in UTF-16 units. */
export const MAX_ENDPOINT_TEXT = 1_000;

export interface CacheDiscardResult {
  /** Whether there was a suggestion to discard. */
  readonly discarded: boolean;
}

export interface ItemParams {
  /** The first of the item's command arguments. */
  readonly id: string;
}

/** How many model servers run on this machine. */
export interface FindServersResult {
  readonly found: number;
}

/** The user wants this endpoint: the client puts it among their settings. */
export interface UseEndpointParams {
  readonly endpoint: {
    readonly id: string;
    readonly provider: string;
    readonly url: string;
    readonly model?: string;
  };
}

/** Everything since the server began, in the text format of Prometheus. */
export interface ExpositionResult {
  readonly text: string;
}

/** Asks a model of the editor; its text comes by notifications that name the id. */
export interface LanguageModelParams {
  readonly id: number;
  /** `vendor/family`, a family, or `default` for whichever there is. */
  readonly model: string;
  readonly messages: readonly { readonly role: string; readonly content: string }[];
  /** True if the user has started the request: only then may they be asked for consent. */
  readonly isAsked: boolean;
}

export interface LanguageModelResult {
  /** Absent when all of the text has been sent. */
  readonly error?: 'noConsent' | 'notFound' | 'blocked' | 'failed';
}

export interface LanguageModelTextParams {
  readonly id: number;
  readonly text: string;
}

/** Settings by their names without the prefix. */
type SettingValues = Readonly<Record<string, unknown>>;

/** The settings by where they are set: the server takes the narrower. */
export interface SettingsResult {
  /** The user's own, defaults included. */
  readonly user: SettingValues;
  /** Names of those that the user has set, to whatever value. */
  readonly set?: readonly string[];
  /** Those of the workspace, and of each of its folders. */
  readonly folders: readonly SettingValues[];
  /** Those for one language alone, by its id. */
  readonly languages: Readonly<Record<string, SettingValues>>;
  /** False while the user does not trust the folder. */
  readonly isTrusted: boolean;
}

export interface InitializationOptions {
  /** Folder for the server's files; the platform's cache folder without it. */
  readonly storagePath?: string;
  /** The custom messages that the server may send: all, or those named; none without it. */
  readonly custom?: true | readonly string[];
  /** Settings that hold whatever the editor's own say, which can only narrow them; see docs/protocol.md for their forms. */
  readonly settings?: unknown;
  /** False while the user does not trust the folder; true without it. */
  readonly isTrusted?: boolean;
}
