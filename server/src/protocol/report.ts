import type { Alert, Recommendation } from './advice.ts';
import type { GatewaySnapshot } from './gateway.ts';
import type { History, HistoryRange } from './history.ts';
import type { MarkdownText } from './markdownText.ts';
import type { MetricsSnapshot, Quantiles, Savings } from './snapshot.ts';

export interface ReportParams {
  readonly range: HistoryRange;
}

/** The figures of one model of one endpoint. */
export interface ReportModel {
  readonly endpoint: string;
  readonly model: string;
  readonly calls: number;
  readonly answered: number;
  readonly failed: number;
  readonly cancelled: number;
  readonly meanMs: number;
  readonly answerMs: Quantiles;
  readonly firstTextMs: Quantiles;
  readonly tokensIn: number;
  readonly tokensOut: number;
  readonly saved: number;
}

interface ReportTier {
  readonly tier: string;
  readonly hits: number;
  readonly misses: number;
  readonly writes: number;
  readonly errors: number;
  readonly getMs: Quantiles;
}

interface ReportGateway extends GatewaySnapshot {
  readonly endpoint: string;
}

/** Everything about a range of time. Shares are 0 to 1, durations milliseconds, moments epoch milliseconds. */
export interface Report {
  readonly range: HistoryRange;
  readonly from: number;
  readonly to: number;
  readonly requests: number;
  readonly requestsPerSecond: number;
  readonly meanMs: number;
  readonly latencyMs: History['points'][number]['latencyMs'];
  readonly suggestions: {
    readonly shown: number;
    readonly withoutCall: number;
    readonly accepted: number;
    /** Calls for each suggestion that was accepted; null where none was. */
    readonly callsPerAccepted: number | null;
  };
  readonly actions: { readonly requested: number; readonly applied: number };
  readonly hitRate: number;
  readonly errorRate: number;
  readonly errors: readonly { readonly type: string; readonly count: number }[];
  readonly models: readonly ReportModel[];
  readonly tiers: readonly ReportTier[];
  /** The endpoints that are Aurelis gateways. */
  readonly gateways: readonly ReportGateway[];
  readonly savings: Savings;
  readonly warming: Pick<MetricsSnapshot['warming'], 'rows' | 'calls' | 'stopped'>;
  readonly resources: MetricsSnapshot['process'];
  readonly score: MetricsSnapshot['score'];
  readonly alerts: readonly Alert[];
  readonly recommendations: readonly Recommendation[];
  readonly pressure?: MetricsSnapshot['pressure'];
  /** Absent while tuning is off. */
  readonly tuning?: MetricsSnapshot['tuning'];
  readonly history: History;
}

export interface ReportResult {
  readonly report: Report;
  /** The same for people: Markdown, its charts as SVG inside it. */
  readonly markdown: MarkdownText;
}
