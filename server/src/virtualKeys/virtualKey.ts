/** Somebody who may ask the gateway, and how much. Only a digest of the key itself is kept. */
export interface VirtualKey {
  /** Stands in metrics; budgets go with it. */
  readonly name: string;
  /** `sha256:` and the SHA-256 of the key in 64 lower-case hexadecimal digits. */
  readonly hash: string;
  /** The only models that it may ask for; all without it. */
  readonly models?: readonly string[] | undefined;
  readonly requestsPerMinute?: number | undefined;
  readonly requestsPerDay?: number | undefined;
  readonly tokensPerMinute?: number | undefined;
  readonly tokensPerDay?: number | undefined;
  /** For a calendar month in UTC. */
  readonly moneyPerMonth?: number | undefined;
  readonly cacheScope: 'own' | 'team';
  readonly team?: string | undefined;
  /** Epoch milliseconds from which on it is refused. */
  readonly expires?: number | undefined;
}
