/** A limit of whoever asks a gateway, and the part of it that is left. */
interface CallerLimitSnapshot {
  readonly of: 'requests' | 'tokens' | 'money';
  readonly per: 'minute' | 'day' | 'month';
  readonly limit: number;
  readonly remaining: number;
}

/** A model that a gateway offers; its name is of the gateway's choice. */
interface GatewayModelSnapshot {
  readonly name: string;
  readonly inputTokens?: number;
  readonly outputTokens?: number;
  readonly fills?: boolean;
  readonly chats?: boolean;
}

/** An endpoint that is an Aurelis gateway, as it has presented itself to us. */
export interface GatewaySnapshot {
  readonly models: readonly GatewayModelSnapshot[];
  /** How many there are beside those. */
  readonly moreModels: number;
  /** Those of our key; none where it has none. */
  readonly limits: readonly CallerLimitSnapshot[];
  /** Answers since the server began, and those of them that the gateway had in its cache, or shared. */
  readonly answers: number;
  readonly fromCache: number;
}
