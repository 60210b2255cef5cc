/** Custom methods; `docs/protocol.md` describes each, and a repository test compares the two. */
export const method = {
  credential: 'aurelis/credential',
  credentialChanged: 'aurelis/credentialChanged',
  editCredential: 'aurelis/editCredential',
  metrics: 'aurelis/metrics',
  metricsChanged: 'aurelis/metricsChanged',
  cacheClear: 'aurelis/cache/clear',
  cacheContents: 'aurelis/cache/contents',
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
} as const;

/** Commands the server answers through `workspace/executeCommand`. */
export const serverCommand = {
  completionAccepted: 'aurelis.completionAccepted',
  runAction: 'aurelis.runAction',
} as const;

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

type TierName = 'memory' | 'redis' | 'disk' | 'http';

export interface CacheClearParams {
  /** Default: those of this machine, `memory` and `disk`. */
  readonly tiers?: readonly TierName[];
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
  /** The newest first; each stands for so many decisions in a row. `at` is epoch milliseconds. */
  readonly decisions: readonly {
    readonly at: number;
    readonly text: string;
    readonly times: number;
  }[];
  /** How each endpoint is now: the text goes on from its id. */
  readonly endpoints: readonly { readonly id: string; readonly text: string }[];
}

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

export interface InitializationOptions {
  /** Folder for the server's files; the platform's cache folder without it. */
  readonly storagePath?: string;
  /** Settings for clients without `workspace/configuration`: nested, without the prefix. */
  readonly settings?: unknown;
}
