import type { Alert, Recommendation } from './advice.ts';
import type { GatewaySnapshot } from './gateway.ts';
import type { PressureSnapshot } from './pressure.ts';
import type { ChoiceSnapshot, LeftSlow } from './route.ts';
import type { TuningSnapshot } from './tuning.ts';
import type { WarmingSnapshot } from './warming.ts';

/** Quantiles of durations in milliseconds. */
export interface Quantiles {
  readonly count: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

export interface TierSnapshot {
  readonly hits: number;
  readonly misses: number;
  readonly writes: number;
  readonly errors: number;
  readonly entries: number;
  readonly bytes: number;
  /** Hits ÷ lookups of this tier, 0 to 1. */
  readonly hitRate: number;
  readonly getMs: Quantiles;
}

type EndpointState =
  | 'closed'
  | 'open'
  | 'halfOpen'
  /** A refusal that the user has to mend: it is asked again after a while, and when a setting or key changes. */
  | 'resting'
  | 'unauthorized'
  | 'unencrypted'
  | 'retired'
  /** By the user: nothing is sent there until they resume it, or the server restarts. */
  | 'paused';

interface Budget {
  readonly limit: number;
  readonly remaining: number;
}

export interface EndpointSnapshot {
  readonly id: string;
  readonly state: EndpointState;
  /** The part of the requests of the last five minutes that it was asked, 0 to 1; absent where there were none. */
  readonly share?: number;
  /** Absent without any. */
  readonly leftSlow?: readonly LeftSlow[];
  /** Kind of the last failure since the last success, or null. */
  readonly lastError: string | null;
  /** The server's own words for it, short and without keys; not yet harmless on a surface. Absent without any. */
  readonly lastSentence?: string;
  readonly inFlight: number;
  /** Until its budgets, and what it said itself, allow an automatic request; 0 is now. */
  readonly waitMs: number;
  /** Sent there since the server began. */
  readonly calls: number;
  /** Requests that wait for their turn there. */
  readonly waiting: number;
  readonly ttftMs: { readonly p50: number; readonly p95: number };
  /** Failed ÷ all finished requests, 0 to 1; cancelled ones count for neither. */
  readonly errorRate: number;
  /** The part of the configured limits that is left; null if there is none. */
  readonly budget: { readonly minute: Budget | null; readonly day: Budget | null };
  /** Absent where it is no Aurelis gateway, or has said nothing yet. */
  readonly gateway?: GatewaySnapshot;
}

/** Something that happened: kinds, durations and names from the settings, never a text. */
export interface Activity {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly kind:
    | 'suggested'
    | 'accepted'
    | 'action'
    | 'answered'
    | 'failed'
    | 'cancelled'
    | 'tierDown'
    | 'tierUp'
    | 'tierSetAside';
  /** Where an answer came from, or the tier that it is about. */
  readonly from?: string;
  readonly endpoint?: string;
  readonly error?: string;
  readonly ms?: number;
  readonly tokens?: number;
}

/** Money in one currency. */
export interface Amount {
  /** As a `price` in the settings names it; empty where none is named. */
  readonly currency: string;
  /** The cost of the calls that were avoided. */
  readonly saved: number;
  /** The cost of the calls that were made. */
  readonly spent: number;
}

/** The cost of the calls that were avoided, as measured when they were made; money where prices are configured. */
export interface Savings {
  readonly calls: number;
  readonly tokensIn: number;
  readonly tokensOut: number;
  readonly seconds: number;
  /** Null where no endpoint has a price, or where prices are in several currencies. */
  readonly money: number | null;
  /** The cost of the calls that were made; null where `money` is. */
  readonly spent: number | null;
  /** Amounts of different currencies are never added. */
  readonly amounts: readonly Amount[];
}

/** One figure of the design's score beside its target. */
interface ScoreRow {
  readonly figure: string;
  readonly target: number;
  readonly unit: string;
  readonly measured: number;
  /** 1 where the target is met exactly, more where it is exceeded, at most 2. */
  readonly ratio: number;
}

/** A setting that does not hold its default, `usual`; its name is without `aurelis.` in front. */
export interface ChangedSetting {
  readonly name: string;
  readonly value: boolean | number | string | null;
  readonly usual: boolean | number | string | null;
}

/** The state of the server at one moment. Holds no text and no path. */
export interface MetricsSnapshot {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly uptimeSeconds: number;
  readonly enabled: boolean;
  /** False while the folder is not trusted: no model is asked, and nothing uses the network. */
  readonly trusted: boolean;
  /** Switches, numbers and choices only. */
  readonly settings: readonly ChangedSetting[];
  readonly completions: {
    readonly requested: number;
    /** Suggestions, each counted once however often it is shown again while typed through. */
    readonly shown: number;
    /** Those of `shown` that cost no upstream call. */
    readonly shownWithoutCall: number;
    readonly accepted: number;
    /** Requests answered with a suggestion and no upstream call. */
    readonly servedLocally: number;
    readonly fromTrie: number;
    readonly fromInFlight: number;
    readonly fromWorkspace: number;
    readonly negativeHits: number;
    /** Calls for what follows a suggestion that stood, and how many of their answers were shown. */
    readonly speculated: number;
    readonly speculationsUsed: number;
    /** Requests that ended at a gate, by its name. */
    readonly gated: Readonly<Record<string, number>>;
  };
  readonly actions: {
    readonly requested: number;
    readonly applied: number;
    readonly servedLocally: number;
  };
  readonly upstream: {
    readonly requests: number;
    readonly errors: number;
    readonly retries: number;
    readonly tokensIn: number;
    readonly tokensOut: number;
    readonly cancelled: number;
    /** Calls that a cache hit or a shared flight made unnecessary. */
    readonly saved: number;
    /** Tokens of prompts, where servers tell: those that they had to evaluate, and those that they had evaluated before. */
    readonly tokensEvaluated: number;
    readonly tokensReused: number;
    /** Prompts that local servers evaluated ahead of a call; no calls. */
    readonly readAheads: number;
  };
  readonly cache: {
    readonly memory: TierSnapshot;
    /** Those below are absent while the tier is off. Of `redis` and `http` entries and bytes are what this server wrote. */
    readonly redis?: TierSnapshot;
    readonly disk?: TierSnapshot;
    readonly http?: TierSnapshot;
    /** Hits ÷ lookups over all tiers. */
    readonly hitRate: number;
  };
  readonly latencyMs: {
    readonly all: Quantiles;
    readonly cached: Quantiles;
    readonly upstream: Quantiles;
  };
  readonly endpoints: readonly EndpointSnapshot[];
  /** The last ten of the last five minutes, the newest first. */
  readonly choices: readonly ChoiceSnapshot[];
  /** Over the last minute, ten seconds a value, oldest first. */
  readonly lately: {
    readonly shown: readonly number[];
    readonly withoutCall: readonly number[];
    readonly p95Ms: readonly number[];
  };
  /** Knobs that are tuned, and what was done to them; absent while tuning is off. */
  readonly tuning?: TuningSnapshot;
  readonly savings: Savings;
  readonly warming: WarmingSnapshot;
  readonly process: {
    /** Share of one core over the last ten seconds, 0 to 1 (more where threads work at once). */
    readonly cpu: number;
    /** Share of the heap's limit, 0 to 1. */
    readonly memory: number;
    readonly residentBytes: number;
  };
  /** How short of memory the server is. */
  readonly pressure?: PressureSnapshot;
  /** Of the last day; throughput is not scored: nobody types a thousand requests a second. */
  readonly score: { readonly value: number | null; readonly rows: readonly ScoreRow[] };
  readonly alerts: readonly Alert[];
  readonly recommendations: readonly Recommendation[];
  /** The newest first. */
  readonly activity: readonly Activity[];
  readonly workspace: {
    readonly state: 'building' | 'ready' | 'off';
    readonly files: number;
    readonly tokens: number;
  };
}
