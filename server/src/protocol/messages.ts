/** Custom methods; `docs/protocol.md` describes each, and a repository test compares the two. */
export const method = {
  credential: 'aurelis/credential',
  credentialChanged: 'aurelis/credentialChanged',
  editCredential: 'aurelis/editCredential',
  metrics: 'aurelis/metrics',
  metricsChanged: 'aurelis/metricsChanged',
  cacheClear: 'aurelis/cache/clear',
  accepted: 'aurelis/accepted',
} as const;

/** Commands the server answers through `workspace/executeCommand`. */
export const serverCommand = {
  completionAccepted: 'aurelis.completionAccepted',
  runAction: 'aurelis.runAction',
} as const;

/** Asks for the installation's own secret. No endpoint may be called so: it would be sent that secret. */
export const INSTALLATION_CREDENTIAL = 'cache.local';

export interface CredentialParams {
  readonly endpointId: string;
}

export interface CredentialResult {
  readonly apiKey?: string;
}

type TierName = 'memory' | 'disk';

export interface CacheClearParams {
  /** Default: every tier of this machine. */
  readonly tiers?: readonly TierName[];
}

export interface CacheClearResult {
  readonly cleared: readonly { readonly tier: string; readonly entries: number }[];
}

export interface ItemParams {
  /** The first of the item's command arguments. */
  readonly id: string;
}

export interface InitializationOptions {
  /** Folder for the server's files; the platform's cache folder without it. */
  readonly storagePath?: string;
  /** Settings for clients without `workspace/configuration`: nested, without the prefix. */
  readonly settings?: unknown;
}
